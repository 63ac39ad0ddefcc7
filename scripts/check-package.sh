#!/usr/bin/env bash
# Runs a small study with the archive that `make package` made, where nothing of this checkout is there:
#
#   scripts/check-package.sh [ARCHIVE]
#   scripts/check-package.sh --default-study FOLDER [ARCHIVE]
#
# First in a root folder that holds the archive and the C library alone, where figures are Vega-Lite and
# CSV; then on this system, with Python for SVG, PDF and PNG, while empty folders lie over the checkout
# and the Swift toolchain. With --default-study only the latter, with the study of `make study`, whose run folder
# is kept as FOLDER. Then the Debian package that lies beside the archive is installed in a root folder of its own
# and removed, and must leave nothing behind. Needs root, as chroot and mount do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kept=
if [[ ${1:-} == --default-study ]]; then
  kept=$(realpath "${2:?"--default-study needs a folder"}")
  [[ ! -e $kept ]] || { echo "check-package: $kept is there already" >&2; exit 1; }
  shift 2
fi
archives=(.build/packages/smilestone-*.tar.gz)
archive=$(realpath "${1:-${archives[0]}}")
swift=$(realpath "$(dirname "$(realpath "$(command -v swift)")")/../lib/swift")
checkouts=("$PWD" "$(git rev-parse --path-format=absolute --git-common-dir 2> /dev/null || echo "$PWD")/..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# In this cohort ages are known, so none are estimated.
study=(study --preset synthetic --cohort expression --epochs 1 --set data.synthetic.subjects=120
  --set data.synthetic.ageSubjects=60)
[[ -z $kept ]] || study=(study --preset synthetic)
readonly kept study

# Says how many figures of a kind a run has, which has a page.
require_figures() {
  local figures
  figures=$(find "$1/figures" -name "*.$2" | wc -l)
  [[ -s $1/report.html ]] && ((figures > 0)) ||
    { echo "check-package: the run has no page, or no figure as $2" >&2; exit 1; }
  echo "check-package: a page and $figures figures as $2"
}

# Unpacks the archive as $1.
unpack() {
  mkdir -p "$1"
  tar --extract --gzip --strip-components 1 --file "$archive" --directory "$1"
}

if [[ -z $kept ]]; then
  echo "check-package: with the C library alone"
  root=$work/root
  libraries=lib/$(uname -m)-linux-gnu
  mkdir -p "$root"/{opt,tmp,etc,root,dev,proc,lib64,"$libraries"}
  unpack "$root/opt/elsewhere"
  cp "$(readlink -f /lib64/ld-linux-x86-64.so.2)" "$root/lib64/ld-linux-x86-64.so.2"
  for name in libc.so.6 libm.so.6 libpthread.so.0 librt.so.1 libdl.so.2 libresolv.so.2; do
    cp --dereference "/$libraries/$name" "$root/$libraries/"
  done
  # shellcheck disable=SC2016 # its own arguments
  unshare --mount --pid --fork bash -c '
    mount -t proc proc "$0/proc" && mount --bind /dev "$0/dev" || exit
    cd / && exec chroot "$0" /opt/elsewhere/bin/smilestone "${@:1}"' \
    "$root" "${study[@]}" --out /tmp/run
  require_figures "$root/tmp/run" vl.json
fi

echo "check-package: without the checkout and without Swift"
mkdir -p "$work/empty" "$work/home"
unpack "$work/other/place"
# shellcheck disable=SC2016 # its own arguments
unshare --mount bash -c '
  for hidden in '"$(printf '%q ' "${checkouts[@]}" "$swift")"'; do mount --bind "$0/empty" "$hidden"; done
  cd "$0/home" && exec env HOME="$0/home" ../other/place/bin/smilestone "${@:1}"' \
  "$work" "${study[@]}" --out run
require_figures "$work/home/run" svg
[[ -z $kept ]] || mv "$work/home/run" "$kept"

packages=("$(dirname "$archive")"/smilestone_*.deb)
[[ -f ${packages[0]} ]] || exit 0
echo "check-package: the Debian package, installed and removed"
root=$work/debian
mkdir -p "$root"/var/lib/dpkg/{info,updates} "$root/etc"
touch "$root/var/lib/dpkg/status"
find "$root" | sort > "$work/before"
# Whether its dependencies are there is not asked: nothing but the package is in this root folder.
dpkg --root="$root" --force-depends --log=/dev/null --install "${packages[0]}" > /dev/null 2>&1
[[ -x $root/usr/bin/smilestone && -f $root/usr/share/man/man1/smilestone.1.gz ]] ||
  { echo "check-package: the package did not install the program" >&2; exit 1; }
echo "check-package: $(find "$root/usr" -type f | wc -l) files installed"
dpkg --root="$root" --force-depends --log=/dev/null --purge smilestone > /dev/null 2>&1
# The lists of packages are dpkg's own.
left=$(find "$root" -path "$root/var/lib/dpkg" -prune -o -print | sort | comm -13 "$work/before" -)
[[ -z $left ]] || { printf 'check-package: left behind:\n%s\n' "$left" >&2; exit 1; }
echo "check-package: nothing is left"

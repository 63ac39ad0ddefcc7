#!/usr/bin/env bash
# Runs a small study with the archive that `make package` made, where nothing of this checkout is there:
#
#   scripts/check-package.sh [ARCHIVE]
#
# First in a root folder that holds the archive and the C library alone, where figures are Vega-Lite and
# CSV; then on this system, with Python for SVG, PDF and PNG, while empty folders lie over the checkout
# and the Swift toolchain. Needs root, as chroot and mount do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

archives=(.build/packages/smilestone-*.tar.gz)
archive=$(realpath "${1:-${archives[0]}}")
swift=$(realpath "$(dirname "$(realpath "$(command -v swift)")")/../lib/swift")
checkouts=("$PWD" "$(git rev-parse --path-format=absolute --git-common-dir 2> /dev/null || echo "$PWD")/..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# In this cohort ages are known, so none are estimated.
readonly study=(study --preset synthetic --cohort expression --epochs 1 --set data.synthetic.subjects=120
  --set data.synthetic.ageSubjects=60)

# Says how many figures of a kind a run has, which has a page.
require_figures() {
  local figures
  figures=$(find "$1/figures" -name "*.$2" | wc -l)
  [[ -s $1/report.html ]] && ((figures > 0)) ||
    { echo "check-package: the run has no page, or no figure as $2" >&2; exit 1; }
  echo "check-package: a page and $figures figures as $2"
}

echo "check-package: with the C library alone"
root=$work/root
libraries=lib/$(uname -m)-linux-gnu
mkdir -p "$root"/{opt,tmp,etc,root,dev,proc,lib64,"$libraries"}
tar --extract --gzip --file "$archive" --directory "$root/opt"
mv "$root"/opt/smilestone-* "$root/opt/elsewhere"
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

echo "check-package: without the checkout and without Swift"
mkdir -p "$work/empty" "$work/other" "$work/home"
mv "$root/opt/elsewhere" "$work/other/place"
# shellcheck disable=SC2016 # its own arguments
unshare --mount bash -c '
  for hidden in '"$(printf '%q ' "${checkouts[@]}" "$swift")"'; do mount --bind "$0/empty" "$hidden"; done
  cd "$0/home" && exec env HOME="$0/home" ../other/place/bin/smilestone "${@:1}"' \
  "$work" "${study[@]}" --out run
require_figures "$work/home/run" svg

#!/usr/bin/env bash
# Puts the built program, and what it needs to run without this checkout, below a folder:
#
#   scripts/install.sh FOLDER                for this machine: Debian's libraries stay where they are
#   scripts/install.sh --relocatable FOLDER  for any machine with as late a C library: with all other
#                                            libraries, so that the folder can be moved
#
# FOLDER/bin has the program, FOLDER/lib/smilestone libraries, FOLDER/share the chart library, weights to
# start from, completions, the manual page, documents and licences.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { echo "install: $*"; }
fail() { echo "install: $*" >&2; exit 1; }

relocatable=false
if [[ ${1:-} == --relocatable ]]; then
  relocatable=true
  shift
fi
(($# == 1)) && [[ $1 != -* ]] || fail "name one folder (see the top of scripts/install.sh)"
readonly folder=$1

readonly program=.build/release/smilestone
readonly libtorch=${LIBTORCH:-.deps/libtorch}
[[ -x $program ]] || fail "$program is not there: run \`make build\`"
command -v patchelf > /dev/null || fail "patchelf is missing: run \`scripts/setup.sh --with-packaging\`"
# The licence asks to go where the library goes.
[[ -f $libtorch/licenses/LICENSE ]] ||
  fail "$libtorch has no licenses/LICENSE to pass on: run \`rm .deps/stamps/libtorch && make setup\`," \
    "or put it there"

readonly lib=$folder/lib/smilestone share=$folder/share doc=$folder/share/doc/smilestone
mkdir -p "$folder/bin" "$lib" "$share/smilestone" "$doc/licenses" ||
  fail "cannot write to $folder: install as root, or name a folder of yours with PREFIX="

# The C library belongs to the system, and so does the loader.
is_of_the_c_library() {
  case ${1##*/} in
    ld-linux-*|libc.so.*|libm.so.*|libmvec.so.*|libpthread.so.*|librt.so.*|libdl.so.*|libresolv.so.*|\
    libutil.so.*|libanl.so.*|libnss_*) true ;;
    *) false ;;
  esac
}

# Debian's own words about the package that a library comes from.
keep_licence() {
  local package
  package=$(dpkg-query --search "$(realpath "$1")" 2> /dev/null ||
    dpkg-query --search "*/${1##*/}" 2> /dev/null) || return 0
  package=${package%%:*}
  [[ -f /usr/share/doc/$package/copyright ]] &&
    install -m 644 "/usr/share/doc/$package/copyright" "$doc/licenses/$package"
}

swift_libraries=$(dirname "$(ldd "$program" | awk '/libswiftCore\.so/ { print $3 }')")
readonly swift_libraries
missing=$(ldd "$program" | awk '/not found/ { print $1 }' | tr '\n' ' ')
[[ -z $missing ]] || fail "$program lacks $missing: run \`make setup build\`"

install -m 755 "$program" "$folder/bin/smilestone"
# Some of libtorch's are loaded when they are first needed, and so named nowhere.
install -m 644 "$libtorch"/lib/*.so* "$lib"
ldd "$program" | awk '$2 == "=>" && $3 ~ "^/" { print $3 }' | while read -r library; do
  [[ -e $lib/${library##*/} ]] && continue
  if [[ $library == "$swift_libraries"/* ]]; then
    install -m 644 "$library" "$lib"
  elif $relocatable && ! is_of_the_c_library "$library"; then
    install -m 644 "$library" "$lib"
    keep_licence "$library"
  fi
done
# Of the two kinds of paths the older one also holds for the libraries that libraries need.
patchelf --force-rpath --set-rpath "\$ORIGIN/../lib/smilestone" "$folder/bin/smilestone"
while read -r library; do
  case $(patchelf --print-rpath "$library") in
    ''|"\$ORIGIN") ;;
    *) patchelf --set-rpath "\$ORIGIN" "$library" ;;
  esac
done < <(find "$lib" -type f -name '*.so*')

for part in vega weights python; do
  [[ -d .deps/$part ]] || continue
  rm -rf "${share:?}/smilestone/$part"
  cp --recursive ".deps/$part" "$share/smilestone/$part"
done
find "$share/smilestone" -name __pycache__ -type d -prune -exec rm -rf {} +

"$program" completions bash | install -D -m 644 /dev/stdin "$share/bash-completion/completions/smilestone"
"$program" completions zsh | install -D -m 644 /dev/stdin "$share/zsh/site-functions/_smilestone"
"$program" completions fish | install -D -m 644 /dev/stdin "$share/fish/vendor_completions.d/smilestone.fish"
"$program" manual | gzip --no-name --best | install -D -m 644 /dev/stdin "$share/man/man1/smilestone.1.gz"

install -m 644 README.md CHANGELOG.md CITATION.cff LICENSE THIRD_PARTY_NOTICES.md "$doc"
rm -rf "$doc/licenses/libtorch"
cp --recursive "$libtorch/licenses" "$doc/licenses/libtorch"
swift_licence=$swift_libraries/../../../share/swift/LICENSE.txt
[[ -f $swift_licence ]] && install -m 644 "$swift_licence" "$doc/licenses/swift"
while read -r document; do install -D -m 644 "$document" "$doc/$document"; done < <(
  find docs -name '*.md' -o -name '*.schema.json' -o -name '*.png')

missing=$(ldd "$folder/bin/smilestone" | awk '/not found/ { print $1 }' | tr '\n' ' ')
[[ -z $missing ]] || fail "the installed program lacks $missing"
say "$folder/bin/smilestone"

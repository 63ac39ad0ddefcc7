#!/usr/bin/env bash
# Writes the documentation of every Swift target from the modules that `make build` left in
# .build/release, as one static site: scripts/build-docs.sh [FOLDER].
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly site=${1:-.build/docs}
readonly build=.build/release
readonly work=.build/docs.work
targets=()
for folder in Sources/*/; do
  name=$(basename "$folder")
  # Not C's, and not programs, which have small names.
  [[ $name =~ ^C[A-Z] || $name =~ ^[a-z] ]] || targets+=("$name")
done

# The C modules that the Swift ones import.
readonly target=$(swiftc -print-target-info | awk -F '"' '/"triple"/ && !found++ { print $4 }')
search=(-I "$build/Modules" -target "$target")
for map in "$build"/C*.build/module.modulemap Sources/C*/{,include/}module.modulemap; do
  [[ -f $map ]] && search+=(-Xcc "-fmodule-map-file=$map")
done
for flag in $(pkg-config --cflags cairo libcrypto libzip); do search+=(-Xcc "$flag"); done

rm -rf "$work"
mkdir -p "$work"
archives=()
for name in "${targets[@]}"; do
  mkdir -p "$work/$name"
  swift symbolgraph-extract -module-name "$name" "${search[@]}" -output-dir "$work/$name" \
    -skip-synthesized-members -skip-inherited-docs
  catalog=()
  [[ -d Sources/$name/$name.docc ]] && catalog=("Sources/$name/$name.docc")
  # A parameter whose name says all needs no line of its own; every other warning counts.
  docc convert "${catalog[@]}" --additional-symbol-graph-dir "$work/$name" \
    --fallback-display-name "$name" --fallback-bundle-identifier "smilestone.$name" \
    --output-path "$work/$name.doccarchive" > "$work/$name.log" 2>&1 || {
    cat "$work/$name.log" >&2
    exit 1
  }
  if grep -A 3 '^warning:' "$work/$name.log" | grep -v 'is missing documentation' |
    grep -A 3 '^warning:' >&2; then
    echo "The documentation of $name has the warnings above." >&2
    exit 1
  fi
  archives+=("$work/$name.doccarchive")
done

rm -rf "$site"
docc merge "${archives[@]}" --synthesized-landing-page-name Smilestone \
  --output-path "$work/Smilestone.doccarchive"
# Plain files for every page, so that any web server can hand them out.
docc process-archive transform-for-static-hosting "$work/Smilestone.doccarchive" \
  --output-path "$site"
rm -rf "$work"
echo "The documentation is in $site (serve it: python3 -m http.server --directory $site)"

#!/usr/bin/env bash
# Builds the examples away from this checkout, as others would: as a package that depends on a release of
# this one by its address, here a copy in a repository of its own. Then runs them on a small study.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly scratch=$PWD/.build/examples
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/smilestone"
tar --create --exclude ./.build --exclude ./.deps --exclude ./.git --exclude ./runs . |
  tar --extract --directory "$work/smilestone"
git() { command git -c user.name=examples -c user.email=examples@localhost -C "$work/smilestone" "$@"; }
git init --quiet
git add --all
git commit --quiet --message "As it is"
version=$(.build/release/smilestone version | awk '{ print $2 }')
git tag "$version"
cp -r Examples "$work/Examples"
# SwiftPM would take the same version from its cache, and look for it where it lay the last time.
rm -rf "$scratch"/{checkouts,repositories,workspace-state.json} "$work/Examples/Package.resolved"
sed -i "s|\.package(name: \"Smilestone\", path: \"\.\.\")|.package(url: \"file://$work/smilestone\", from: \"$version\")|" \
  "$work/Examples/Package.swift"
grep --quiet "file://$work" "$work/Examples/Package.swift" ||
  { echo "examples: Package.swift has no dependency to replace" >&2; exit 1; }
export PKG_CONFIG_PATH=$PWD/.deps/pkgconfig LIBTORCH=${LIBTORCH:-$PWD/.deps/libtorch}
swift build --configuration release --disable-dependency-cache --package-path "$work/Examples" \
  --scratch-path "$scratch"

.build/release/smilestone study --preset synthetic --cohort expression --epochs 1 \
  --set data.synthetic.subjects=120 --set data.synthetic.ageSubjects=60 --out "$work/run" > /dev/null 2> "$work/log" ||
  { cat "$work/log" >&2; exit 1; }
readonly programs=$scratch/release
"$programs/PredictFolder" "$work/run/adult/model.safetensors" "$work/run/cohort/faces/images" > "$work/predicted.csv"
images=$(find "$work/run/cohort/faces/images" -type f | wc -l)
(($(wc -l < "$work/predicted.csv") == images + 1)) || { echo "examples: rows are missing" >&2; exit 1; }
echo "PredictFolder: $images images"
"$programs/OwnAnalysis" "$work/run"
"$programs/ReadResults" "$work/run" > "$work/results"
head -n 12 "$work/results"

#!/usr/bin/env bash
# Builds the examples as a package that depends on this one, and runs them on a small study.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly scratch=.build/examples
swift build --configuration release --package-path Examples --scratch-path "$scratch"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
.build/release/smilestone study --preset synthetic --cohort expression --epochs 1 \
  --set data.synthetic.subjects=120 --set data.synthetic.ageSubjects=60 --out "$work/run" > /dev/null 2> "$work/log" ||
  { cat "$work/log" >&2; exit 1; }
readonly programs=$scratch/release
"$programs/PredictFolder" "$work/run/adult/model.safetensors" "$work/run/cohort/faces/images" > "$work/predicted.csv"
images=$(find "$work/run/cohort/faces/images" -type f | wc -l)
(($(wc -l < "$work/predicted.csv") == images + 1)) || { echo "examples: rows are missing" >&2; exit 1; }
echo "PredictFolder: $images images"
"$programs/OwnAnalysis" "$work/run"
"$programs/ReadResults" "$work/run" | head -n 12

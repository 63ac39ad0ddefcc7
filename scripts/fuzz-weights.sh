#!/usr/bin/env bash
# Feeds mutated weights files to the reader under AddressSanitizer.
#
#   scripts/fuzz-weights.sh [SECONDS] [FIRST_CASE]   60 seconds from a case of the day by default
#
# A case follows from its number. When one crashes, its number is printed, and
# `scripts/fuzz-weights.sh 0.001 NUMBER` runs it again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly seconds=${1:-60}
readonly first=${2:-$(date +%Y%m%d000000)}
readonly build=.build/fuzz

SMILESTONE_WITHOUT_TORCH=1 "${SWIFT:-swift}" build -c release --sanitize=address \
  --scratch-path "$build" --product fuzz-weights
corpus=$PWD/Tests/WeightsTests/Fixtures
cd "$build"
./release/fuzz-weights "$corpus" "$seconds" "$first" || {
  echo "fuzz-weights: failed in case $(od -A n -t u8 fuzz-weights.case | tr -d ' ')" >&2
  exit 1
}

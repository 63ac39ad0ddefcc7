#!/usr/bin/env bash
# Makes the numbers of docs/results/age.md: Benchmarks/age.sh UTKFACE_FOLDER OUT_FOLDER
#
# A hold-out by file name, one estimator at 64 px in two steps, and at 48 px the study's objective
# (L1) against the distribution over ages, three seeds each. About an hour and a half on two cores; finished
# trainings are kept, so that it can be stopped and run again.
set -euo pipefail

readonly faces=$1 out=$2
readonly smilestone=${SMILESTONE:-$(dirname "${BASH_SOURCE[0]}")/../.build/release/smilestone}
mkdir -p "$out"

if [[ ! -e $out/holdout.csv ]]; then
  "$smilestone" manifest "$faces" --dataset utkface --out "$out/faces.csv"
  "$smilestone" manifest check "$out/faces.csv" --clusters "$out/pairs.csv"
  python3 "$(dirname "${BASH_SOURCE[0]}")/split_by_name.py" \
    "$out/faces.csv" "$out/pairs.csv" "$out/holdout.csv"
fi

# NAME SETTINGS...: trains, and evaluates on the hold-out.
estimator() {
  local name=$1
  shift
  [[ -e $out/$name/evaluation.txt ]] && return
  /usr/bin/env time --format '%e s, %U s of processor time' --output "$out/$name.time" \
    "$smilestone" age train "$out/holdout.csv" --out "$out/$name" --cache "$out/cache" \
    --preset scratch "$@"
  "$smilestone" age evaluate "$out/holdout.csv" --model "$out/$name/model.safetensors" \
    --cache "$out/cache" --json > "$out/$name/evaluation.json"
  "$smilestone" age evaluate "$out/holdout.csv" --model "$out/$name/model.safetensors" \
    --cache "$out/cache" > "$out/$name/evaluation.txt"
}

large=(--colour --set imageSize=64 --set augmentation.smallestCrop=0.8
  --set augmentation.erasingProbability=0.25)
estimator 64px "${large[@]}" --epochs 28
# Continues from those weights, with a new last layer.
estimator 64px-further "${large[@]}" --epochs 24 --set learningRate=5e-4 \
  --set "initialWeights=$out/64px/model.safetensors"
for seed in 1 2 3; do
  for objective in l1 distribution; do
    estimator "48px-$objective-$seed" --set "ageLoss=$objective" --epochs 5 --seed "$seed"
  done
done
python3 "$(dirname "${BASH_SOURCE[0]}")/age_table.py" "$out"

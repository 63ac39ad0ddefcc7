#!/usr/bin/env bash
# Makes the files of a run that later versions must read, with a program built from an earlier commit:
# make.sh PROGRAM. The folder `version-1` was made with commit 8e7d6dc (2026-11-29).
set -euo pipefail
readonly program=$(realpath "${1:?usage: make.sh PROGRAM}")
readonly target=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/version-1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
for name in faces ages; do
  "$program" synth --out $name --subjects 20 --images 3 --size 24 \
    --seed $([[ $name = faces ]] && echo 1 || echo 2)
done
settings=()
for model in age infant adult; do settings+=(--set "$model.pictureSize=16"); done
"$program" study --out run --faces faces/manifest.csv --age-faces ages/manifest.csv --epochs 1 \
  --threads 1 "${settings[@]}"
mkdir -p "$target"
cp run/study.json run/manifest.csv run/evaluation/predictions.csv run/evaluation/metrics.json \
  run/evaluation/audit.json "$target"
# Paths of the machine that made it say nothing.
sed -i "s#$scratch#/runs#g" "$target"/*

#!/usr/bin/env bash
# Makes .deps/bench-venv, in which the PyTorch side of `make bench` runs, unless it is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly requirements=Benchmarks/requirements.txt
readonly venv=.deps/bench-venv
readonly stamp=.deps/stamps/bench-venv

cmp --silent "$requirements" "$stamp" && exit
echo "bench-setup: Installing PyTorch and Pillow for the comparison into $venv"
rm -rf "$venv"
mkdir -p "${stamp%/*}"
"${PYTHON:-python3}" -m venv "$venv"
"$venv/bin/python" -m pip --disable-pip-version-check --quiet install --requirement \
  "$requirements" || {
  echo "bench-setup: pip could not install $requirements: check the network and the disk" >&2
  exit 1
}
cp "$requirements" "$stamp"

#!/usr/bin/env bash
# Makes .deps/bench-venv, in which the PyTorch side of `make bench` runs, unless it is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly requirements=Benchmarks/requirements.txt
readonly venv=.deps/bench-venv
readonly stamp=.deps/stamps/bench-venv

readonly lists=(scripts/requirements/{libtorch-plain,cuda}.txt "$requirements")

cat "${lists[@]}" | cmp --silent - "$stamp" && exit
echo "bench-setup: Installing PyTorch and Pillow for the comparison into $venv (a download of 2.5 GB)"
rm -rf "$venv"
mkdir -p "${stamp%/*}"
"${PYTHON:-python3}" -m venv "$venv"

# The version that libtorch comes from, as torchvision's plain build needs it: with CUDA's libraries,
# which are not used. All wheels are taken by their hashes.
for list in "${lists[@]}"; do
  "$venv/bin/python" -m pip --disable-pip-version-check --quiet install --no-deps \
    --only-binary=:all: --require-hashes --requirement "$list" || {
    echo "bench-setup: pip could not install $list: check the network, the disk, and that pip's index" \
      "has the wheels that the list names" >&2
    exit 1
  }
done
cat "${lists[@]}" > "$stamp"

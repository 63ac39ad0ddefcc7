#!/usr/bin/env bash
# Makes .deps/bench-venv, in which the other sides of `make bench` run, unless it is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly requirements=Benchmarks/requirements.txt
readonly venv=.deps/bench-venv
readonly stamp=.deps/stamps/bench-venv

readonly lists=(scripts/requirements/{libtorch-plain,cuda}.txt "$requirements")
readonly runtimes=(scripts/requirements/{onnxruntime,openvino}.txt)

cat "${lists[@]}" "${runtimes[@]}" | cmp --silent - "$stamp" && exit
echo "bench-setup: Installing PyTorch, ONNX Runtime and OpenVINO for the comparison into $venv (a download of 2.7 GB)"
rm -rf "$venv"
mkdir -p "${stamp%/*}"
"${PYTHON:-python3}" -m venv "$venv"

# The version that libtorch comes from, as torchvision's plain build needs it: with CUDA's libraries,
# which are not used. All wheels are taken by their hashes.
install() {
  "$venv/bin/python" -m pip --disable-pip-version-check --quiet install --no-deps \
    --only-binary=:all: --require-hashes --requirement "$1"
}
for list in "${lists[@]}"; do
  install "$list" || {
    echo "bench-setup: pip could not install $list: check the network, the disk, and that pip's index" \
      "has the wheels that the list names" >&2
    exit 1
  }
done
# The comparison leaves out those that a Python has no wheels of.
for list in "${runtimes[@]}"; do
  install "$list" || echo "bench-setup: without what $list names: pip could not install it" >&2
done
cat "${lists[@]}" "${runtimes[@]}" > "$stamp"

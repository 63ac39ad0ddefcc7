#!/usr/bin/env bash
# Compares every network with every head, written as ONNX, with ONNX Runtime and OpenVINO, and prints the largest
# differences as a table. Needs built tests (`swift build -c release --build-tests`); OpenVINO is installed into
# .deps/openvino.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly venv=.deps/openvino
readonly stamp=.deps/stamps/openvino
readonly lists=(scripts/requirements/{onnxruntime,openvino}.txt)

if ! cat "${lists[@]}" | cmp --silent - "$stamp"; then
  echo "compare-onnx: installing ONNX Runtime and OpenVINO into $venv (160 MB)" >&2
  rm -rf "$venv"
  mkdir -p "${stamp%/*}"
  "${PYTHON:-python3}" -m venv "$venv"
  for list in "${lists[@]}"; do
    "$venv/bin/python" -m pip --disable-pip-version-check --quiet install --no-deps --only-binary=:all: \
      --require-hashes --requirement "$list" ||
      { echo "compare-onnx: pip could not install $list: check the network and pip's index" >&2; exit 1; }
  done
  cat "${lists[@]}" > "$stamp"
fi

table=$(mktemp)
trap 'rm -f "$table"' EXIT
SMILESTONE_ONNX_PYTHON=$PWD/$venv/bin/python SMILESTONE_ONNX_TABLE=$table \
  "${SWIFT:-swift}" test -c release -Xswiftc -warnings-as-errors --skip-build --disable-xctest --no-parallel \
  --filter '^ModelsTests\.ONNXTests' >&2
echo "| network | head | ONNX Runtime | OpenVINO |"
echo "|---|---|---|---|"
sort "$table" | awk -F , '
  { found[$1 "," $2, $3] = $4; if (!(($1 "," $2) in seen)) { seen[$1 "," $2] = 1; order[++count] = $1 "," $2 } }
  END { for (i = 1; i <= count; i++) { split(order[i], name, ","); printf "| %s | %s | %s | %s |\n", name[1], name[2],
    found[order[i], "ONNX Runtime"], found[order[i], "OpenVINO"] } }'

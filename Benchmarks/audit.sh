#!/usr/bin/env bash
# Prints the table of docs/results/audit.md: how often the shortcut audit flags small balanced samples of
# synthetic faces, and imitation archives, planted and clean. Benchmarks/audit.sh [SEEDS]; 200 seeds take some
# minutes on two cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

SMILESTONE_WITHOUT_TORCH=1 swift run -c release --scratch-path .build/fast audit-power "${1:-200}"

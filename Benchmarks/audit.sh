#!/usr/bin/env bash
# Prints the table of docs/results/audit.md: how often the shortcut audit flags small balanced samples of
# drawn faces, and imitation archives, planted and clean. Benchmarks/audit.sh [SEEDS]; 200 seeds take some
# minutes on two cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export SMILESTONE_WITHOUT_TORCH=1 SMILESTONE_AUDIT_SEEDS=${1:-200}
swift test -c release --disable-xctest --scratch-path .build/fast \
  --filter 'ExplorationTests\.AuditPowerTests' | grep '^|'

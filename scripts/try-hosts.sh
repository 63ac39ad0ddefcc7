#!/usr/bin/env bash
# Trains on two hosts that this machine plays: network namespaces with host names of their own, joined
# by a cable of two virtual ends.
#
#   scripts/try-hosts.sh [PROGRAM] [equal] [speed]   default: .build/release/smilestone, both parts
#
# `equal` compares with one process, kills a process and continues from its checkpoint; `speed` measures 1, 2 and
# 4 processes, also over slower cables (tc). Removes what it made. Needs root, iproute2 and Python.
# docs/results/cluster.md holds what it printed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=$(realpath "${1:-.build/release/smilestone}")
parts=" ${*:2} "
[[ $parts == *[a-z]* ]] || parts=" equal speed "
work=$(mktemp -d)
hosts=(smilestone-a smilestone-b)
port=29500
export OMP_WAIT_POLICY=passive

clean() {
  local host
  for host in "${hosts[@]}"; do ip netns del "$host" 2> /dev/null || true; done
  rm -rf "$work"
}
trap clean EXIT

fail() { echo "try-hosts: $*" >&2; exit 1; }
((EUID == 0)) || fail "needs root, to make network namespaces"

lay_cable() {
  local number
  for host in "${hosts[@]}"; do ip netns add "$host"; done
  ip link add cable-a netns "${hosts[0]}" type veth peer name cable-b netns "${hosts[1]}"
  for number in 0 1; do
    local end=cable-${hosts[number]##*-}
    ip -n "${hosts[number]}" address add "10.77.0.$((number + 1))/24" dev "$end"
    ip -n "${hosts[number]}" link set "$end" up
    ip -n "${hosts[number]}" link set lo up
  done
}

# limit RATE: the cable carries so much in each direction. A token bucket, which more kernels have than netem.
limit() {
  local host
  for host in "${hosts[@]}"; do
    tc -n "$host" qdisc replace dev "cable-${host##*-}" root tbf rate "$1" burst 500kb latency 100ms
  done
}

# on HOST COMMAND…: turns this subshell into a command on one of the hosts.
on() {
  # shellcheck disable=SC2016 # the inner shell has its own arguments
  exec ip netns exec "$1" unshare --uts sh -c 'hostname "$1" && shift && exec "$@"' sh "$@"
}

train() { "$program" train "$work/faces.csv" "$@"; }

# A training with so many processes, half of them on each host.
train_on_hosts() {
  local count=$1 rank pids=() status=0
  shift
  for ((rank = 0; rank < count; rank++)); do
    RANK=$rank WORLD_SIZE=$count MASTER_ADDR=10.77.0.1 MASTER_PORT=$port \
      on "${hosts[rank * 2 / count]}" "$program" train "$work/faces.csv" "$@" \
      > "$work/rank-$rank.log" 2>&1 &
    pids+=($!)
  done
  started=("${pids[@]}")
  [[ ${wait_for:-all} == none ]] && return
  for pid in "${pids[@]}"; do wait "$pid" || status=$?; done
  ((status == 0)) || { cat "$work"/rank-*.log >&2; fail "a process ended with status $status"; }
}

compare() { python3 scripts/compare-trainings.py "$work/$1" "$work/$2"; }

# Images a second, and seconds of a step, in the fastest epoch but the first of a training's history: what other
# programs do meanwhile makes the others slower.
speed() {
  awk -F, -v faces="$2" -v batch="$3" '
    NR > 2 && (!best || $NF < best) { best = $NF }
    END { printf "%.0f images/s, %.2f s a step\n", faces / best, best / (faces / batch) }' "$work/$1/history.csv"
}

lay_cable
"$program" synth --out "$work/synthetic" --subjects 12 --images 3 --size 24 > "$work/log" 2>&1
"$program" stratify "$work/synthetic/manifest.csv" --out "$work/faces.csv" --split > "$work/log" 2>&1

try_equality() {
  local exact=(--preset synthetic --threads 1 --epochs 25 --set imageSize=16 --set batchSize=13
    --set patience=0 --set precision=float64)
  echo "Two hosts against one process, 50 steps in float64:"
  train --out "$work/one" "${exact[@]}" > "$work/log" 2>&1
  train_on_hosts 2 --out "$work/two" "${exact[@]}"
  head -n 1 "$work/rank-0.log"
  compare one two
  echo "Four processes on the two hosts:"
  train_on_hosts 4 --out "$work/four" "${exact[@]}"
  compare one four

  echo "Process 1 of 2 killed:"
  wait_for=none train_on_hosts 2 --out "$work/continued" --checkpoint-every 0 "${exact[@]}"
  until [[ -s $work/continued/checkpoint.safetensors ]]; do sleep 0.1; done
  kill -KILL "${started[1]}"
  local before=$SECONDS
  wait "${started[0]}" && fail "process 0 did not notice"
  echo "process 0 ended $((SECONDS - before)) s later and wrote: $(tail -n 1 "$work/rank-0.log")"
  wait "${started[1]}" || true
  train --out "$work/continued" "${exact[@]}" 2>&1 | grep continuing
  compare one continued
}

try_speed() {
  local batch=32 faces rate count fast
  echo "Speed, ResNet-18 at 64 px, batches of $batch, a thread each:"
  "$program" synth --out "$work/more" --subjects 60 --images 4 --size 64 > "$work/log" 2>&1
  "$program" stratify "$work/more/manifest.csv" --out "$work/faces.csv" --split > "$work/log" 2>&1
  faces=$(grep --count ',train,' "$work/faces.csv")
  fast=(--preset synthetic --threads 1 --epochs 3 --set imageSize=64 --set "batchSize=$batch" --set patience=0)
  train --out "$work/speed-1" "${fast[@]}" > "$work/log" 2>&1
  echo "1 process: $(speed speed-1 "$faces" "$batch")"
  for rate in unlimited 1gbit 100mbit; do
    [[ $rate == unlimited ]] || limit "$rate"
    for count in 2 4; do
      train_on_hosts "$count" --out "$work/speed-$count-$rate" "${fast[@]}"
      echo "$count processes, cable $rate: $(speed "speed-$count-$rate" "$faces" "$batch")"
    done
  done
}

[[ $parts != *" equal "* ]] || try_equality
[[ $parts != *" speed "* ]] || try_speed

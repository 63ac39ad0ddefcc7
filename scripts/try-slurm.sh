#!/usr/bin/env bash
# Runs a search as a job array and a training of two tasks in a Slurm of one node, and compares with
# the same without Slurm:
#
#   scripts/try-slurm.sh [PROGRAM]   default: .build/release/smilestone
#
# Starts Debian's munged, slurmctld and slurmd (packages slurm-wlm and munge) with settings of its own,
# and stops them again. Needs root. docs/results/cluster.md holds what it printed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=$(realpath "${1:-.build/release/smilestone}")
work=$(mktemp -d /tmp/smilestone-slurm.XXXXXX)
daemons=()
export OMP_WAIT_POLICY=passive

fail() { echo "try-slurm: $*" >&2; exit 1; }
((EUID == 0)) || fail "needs root, to start Slurm's daemons"
for part in munged slurmctld slurmd srun sbatch; do
  command -v "$part" > /dev/null || fail "$part is missing: apt-get install slurm-wlm munge"
done

clean() {
  local pid
  for pid in "${daemons[@]}"; do kill "$pid" 2> /dev/null || true; done
  for pid in "${daemons[@]}"; do
    while kill -0 "$pid" 2> /dev/null; do sleep 0.2; done
  done
  rm -rf "$work"
}
trap clean EXIT

start_slurm() {
  mkdir -p "$work"/{munge,state,spool}
  chmod 755 "$work"
  chmod 700 "$work/munge"
  head --bytes 1024 /dev/urandom > "$work/munge/key"
  chmod 600 "$work/munge/key"
  munged --foreground --force --key-file "$work/munge/key" --socket "$work/munge.socket" \
    --pid-file "$work/munge/pid" --log-file "$work/munge/log" --seed-file "$work/munge/seed" \
    > "$work/munged.log" 2>&1 &
  daemons+=($!)
  local host cores
  host=$(hostname -s)
  cores=$(nproc)
  export SLURM_CONF=$work/slurm.conf
  cat > "$SLURM_CONF" << EOC
ClusterName=try
SlurmctldHost=$host(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
SlurmctldPort=26817
SlurmdPort=26818
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cores State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=60 State=UP
EOC
  while [[ ! -S $work/munge.socket ]]; do sleep 0.1; done
  slurmctld -D > "$work/slurmctld.out" 2>&1 &
  daemons+=($!)
  slurmd -D > "$work/slurmd.out" 2>&1 &
  daemons+=($!)
  for _ in $(seq 150); do
    [[ $(sinfo --noheader --format %t 2> /dev/null) == idle ]] && return
    sleep 0.2
  done
  tail -n 5 "$work"/slurm*.log >&2
  fail "Slurm did not start"
}

start_slurm
sinfo --version
"$program" synth --out "$work/synthetic" --subjects 12 --images 3 --size 24 > "$work/log" 2>&1
"$program" stratify "$work/synthetic/manifest.csv" --out "$work/faces.csv" --split > "$work/log" 2>&1

echo "A search of 12 trainings as a job array:"
search=(tune "$work/faces.csv" --preset synthetic --skip-sanity --epochs 1 --threads 1
  --set imageSize=16 --search learningRate=1e-4,1e-3,3e-3 --search dropout=0,0.2,0.4,0.6)
"$program" "${search[@]}" --out "$work/array" --slurm cpus-per-task=1,time=10 --slurm-tasks 12 \
  2> "$work/log" | sed "s#$work#WORK#g"
while [[ -n $(squeue --noheader) ]]; do sleep 1; done
"$program" status "$work/array"
"$program" "${search[@]}" --out "$work/alone" > "$work/log" 2>&1
# All but the seconds that trainings took.
without_times() { cut -d , -f 1-10,12- "$1/trials.csv"; }
cmp <(without_times "$work/array") <(without_times "$work/alone") &&
  cmp "$work/array/best.json5" "$work/alone/best.json5" &&
  echo "its table and best settings are those of the same search without Slurm"

echo "A training of two tasks by srun, 50 steps in float64:"
exact=(train "$work/faces.csv" --preset synthetic --threads 1 --epochs 25 --set imageSize=16
  --set batchSize=13 --set patience=0 --set precision=float64)
srun --ntasks 2 "$program" "${exact[@]}" --out "$work/two" > "$work/log" 2>&1 ||
  { cat "$work/log" >&2; fail "the training failed"; }
grep 'Process 0 of' "$work/log"
"$program" "${exact[@]}" --out "$work/one" > "$work/log" 2>&1
python3 scripts/compare-trainings.py "$work/one" "$work/two"

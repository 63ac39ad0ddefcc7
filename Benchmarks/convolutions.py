#!/usr/bin/env python3
"""Trains with and without the project's own convolutions, in turn.

    convolutions.py --program .build/release/smilestone [--rounds 3] [--images 2048] [--size 64]

Draws faces, trains each network for two epochs on them, once with SMILESTONE_LIBTORCH_CONVOLUTIONS set
(all are libtorch's) and once without, and prints the seconds of the processor that each
training took, from its start to its end on one thread, and their ratio: on a machine that others
share, processor time says more than the clock. ONEDNN_MAX_CPU_ISA=AVX2 in the environment shows
processors without AVX-512. Only Python's standard library is used.
"""

import argparse
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys

NETWORKS = ["resnet18", "resnet50", "efficientnet_lite0", "efficientnet_b0"]


def processor_seconds(command, **variables):
    """What `command` and what it starts take of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=".build/release/smilestone")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--images", type=int, default=2048)
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--networks", nargs="+", default=NETWORKS, choices=NETWORKS)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("runs/convolutions"))
    options = parser.parse_args()

    faces = options.data / "faces"
    if not (faces / "manifest.csv").exists():
        processor_seconds([options.program, "synth", "--out", faces, "--images", "4",
                           "--subjects", str(options.images // 4), "--size", str(options.size)])

    def train(network, **variables):
        out = options.data / "out"
        shutil.rmtree(out, ignore_errors=True)
        return processor_seconds(
            [options.program, "train", faces / "manifest.csv", "--out", out, "--preset", "scratch",
             "--cache", options.data / "cache", "--epochs", "2", "--threads", "1",
             "--set", f"architecture={network}", "--set", f"imageSize={options.size}",
             "--set", "batchSize=64", "--set", "calibrationShare=0"], **variables)

    print("| network | libtorch's, s | ours, s | ratio |\n|---|---|---|---|")
    for network in options.networks:
        theirs, ours = [], []
        for _ in range(options.rounds):
            theirs.append(train(network, SMILESTONE_LIBTORCH_CONVOLUTIONS="1"))
            ours.append(train(network))
        ratios = [first / second for first, second in zip(theirs, ours)]
        print(f"| {network} | {statistics.median(theirs):.1f} | {statistics.median(ours):.1f} "
              f"| {statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f}) |", flush=True)


if __name__ == "__main__":
    main()

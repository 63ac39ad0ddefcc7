#!/usr/bin/env python3
"""Two trainings at a time against one after the other, on the same processors.

    two_trainings.py --program .build/release/smilestone [--rounds 3]

Draws faces, trains a ResNet-18 at 64 px twice in turn and then twice at once, with threads that wait as the program has
them, sleep at once (GOMP_SPINCOUNT=0), and spin as libgomp has them (300000), and prints the seconds of each and their ratio. Only Python's standard library is used.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import time

WAITING = {"soon sleep": {}, "sleep at once": {"GOMP_SPINCOUNT": "0"}, "spin": {"GOMP_SPINCOUNT": "300000"}}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=".build/release/smilestone")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--images", type=int, default=2048)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("runs/two-trainings"))
    options = parser.parse_args()
    faces = options.data / "faces"
    if not (faces / "manifest.csv").exists():
        subprocess.run([options.program, "synth", "--out", faces, "--images", "4", "--subjects",
                        str(options.images // 4), "--size", "64"], check=True, capture_output=True)
    environment = {name: value for name, value in os.environ.items() if name not in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT")}

    def start(number, waiting):
        out = options.data / f"out-{number}"
        shutil.rmtree(out, ignore_errors=True)
        return subprocess.Popen(
            [options.program, "train", faces / "manifest.csv", "--out", out, "--preset", "scratch",
             "--cache", options.data / "cache", "--epochs", "2", "--set", "imageSize=64",
             "--set", "batchSize=64", "--set", "calibrationShare=0"],
            env=environment | WAITING[waiting], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def seconds(waiting, at_once):
        begun = time.perf_counter()
        if at_once:
            trainings = [start(number, waiting) for number in (1, 2)]
            assert all(training.wait() == 0 for training in trainings)
        else:
            assert all(start(number, waiting).wait() == 0 for number in (1, 2))
        return time.perf_counter() - begun

    seconds("soon sleep", at_once=False)  # Decodes the faces.
    found = {waiting: [] for waiting in WAITING}
    for _ in range(options.rounds):
        for waiting in WAITING:
            found[waiting].append((seconds(waiting, False), seconds(waiting, True)))
    print("| threads that wait | one after the other, s | at once, s | ratio |\n|---|---|---|---|")
    for waiting, pairs in found.items():
        ratios = [at_once / in_turn for in_turn, at_once in pairs]
        print(f"| {waiting} | {statistics.median(p[0] for p in pairs):.1f} | {statistics.median(p[1] for p in pairs):.1f} "
              f"| {statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f}) |")


if __name__ == "__main__":
    main()

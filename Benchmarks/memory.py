#!/usr/bin/env python3
"""Whether training needs more memory for more faces: 2,600 against 26,000 drawn ones at 224 px.

    memory.py --program .build/release/smilestone --out FOLDER [--seconds 120]

Draws the faces (at 64 px, enlarged when they are decoded), starts `smilestone train` with a
ResNet-18 and batches of 64 for each number of faces, and stops it after so many seconds of
training. Prints the largest anonymous memory (what the program holds itself: model, optimiser,
batch) and the largest file-backed memory (libraries and pages of the decoded faces, which the
system takes back when it needs them). The faces take 4 GB of disk.
"""
import argparse
import pathlib
import re
import signal
import subprocess
import time

FACES_PER_SUBJECT = 10


def resident_in_megabytes(process, kind):
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    found = re.search(rf"^{kind}:\s+(\d+) kB", text, re.MULTILINE)
    return int(found.group(1)) / 1024 if found else 0


def measure(options, faces):
    drawn = options.out / f"{faces}"
    manifest = drawn / "manifest.csv"
    if not manifest.exists():
        subprocess.run([options.program, "synth", "--out", drawn, "--size", "64", "--subjects",
                        str(faces // FACES_PER_SUBJECT), "--images", str(FACES_PER_SUBJECT)],
                       check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    model = options.out / f"{faces}-model"
    log = options.out / f"{faces}.log"
    with open(log, "w") as output:
        process = subprocess.Popen(
            [options.program, "train", manifest, "--out", model, "--preset", "scratch", "--cache", options.out / "cache",
             "--set", "imageSize=224", "--set", "batchSize=64", "--epochs", "1",
             "--checkpoint-every", "30"], stdout=output, stderr=output)
    largest = {"RssAnon": 0.0, "RssFile": 0.0}
    checkpoint = model / "checkpoint.safetensors"
    first_checkpoint = None
    while process.poll() is None:
        for kind in largest:
            largest[kind] = max(largest[kind], resident_in_megabytes(process, kind))
        if first_checkpoint is None and checkpoint.exists():
            first_checkpoint = time.monotonic()
        if first_checkpoint and time.monotonic() - first_checkpoint > options.seconds:
            process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
    if first_checkpoint is None:
        raise SystemExit(f"memory: the training ended before it was measured; see {log}")
    return largest


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=float, default=120)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    print("| faces | own memory at most, MiB | pages of files at most, MiB |")
    print("|---|---|---|")
    for faces in [2600, 26000]:
        largest = measure(options, faces)
        print(f"| {faces} | {largest['RssAnon']:.0f} | {largest['RssFile']:.0f} |", flush=True)


main()

#!/usr/bin/env python3
"""Smilestone against PyTorch on the same JPEG files, decoding included: speed and memory.

    run.py --program .build/release/smilestone [--rounds 3] [--images 2048] [--epochs 3]

Draws faces with Smilestone, stores them as JPEG, and lets PyTorch in both memory layouts and
Smilestone take turns. PyTorch's clock starts when its imports are done and its model is built;
Smilestone's runs from the start of the process to its end. Memory is the largest proportional
set size, summed over each side's processes and sampled from outside.
"""
import argparse
import csv
import datetime
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
SIZE, BATCH = 64, 64
TARGETS = {"train": 1.2, "evaluate": 1.5}
MEMORY_TARGET = 0.6


def smilestone_train(options, out):
    """Smilestone's command for the same work as `pytorch_bench.py train`."""
    return [
        options.program, "train", options.data / "train.csv", "--out", out,
        "--cache", out / "cache", "--preset", "scratch", "--epochs", options.epochs,
        "--set", f"imageSize={SIZE}", "--set", f"batchSize={BATCH}",
        "--set", "learningRate=0.0005", "--set", "weightDecay=0.0005",
        "--set", "schedule=constant", "--set", "patience=0",
        "--set", "augmentation.brightness=0.5", "--set", "augmentation.contrast=0.5",
        "--set", "augmentation.saturation=0.5", "--set", "augmentation.hue=0.1",
        "--set", "augmentation.rotationInDegrees=15", "--set", "augmentation.translation=0",
        "--set", "distanceLoss.weight=0",
    ]


def smilestone_evaluate(options, out):
    """Smilestone's command for the same work as `pytorch_bench.py evaluate`: all probabilities."""
    return [
        options.program, "predict", options.data / "evaluate.csv", "--out", out / "faces.csv",
        "--cache", out / "cache", "--model", options.data / "model" / "model.safetensors",
    ]


def pytorch(options, mode, layout):
    command = [sys.executable, HERE / "pytorch_bench.py", mode, options.data / f"{mode}.csv",
               "--size", SIZE, "--batch", BATCH, "--epochs", options.epochs,
               "--layout", layout]
    return command + (["--fused"] if options.fused else [])


class MemoryWatch(threading.Thread):
    """Samples the proportional set size of a process and all its descendants."""

    def __init__(self, pid, interval_in_seconds=0.2):
        super().__init__(daemon=True)
        self.pid, self.interval = pid, interval_in_seconds
        self.peak_in_bytes = 0
        self.ended = threading.Event()

    def run(self):
        while not self.ended.wait(self.interval):
            self.peak_in_bytes = max(self.peak_in_bytes, tree_memory(self.pid))


def tree_memory(root):
    children = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(after_name[1]), []).append(int(stat.parent.name))
    total, pids = 0, [root]
    while pids:
        pid = pids.pop()
        pids += children.get(pid, [])
        try:
            lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


def measure(command):
    """Runs a command; returns its output, wall time and peak memory."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    watch = MemoryWatch(process.pid)
    watch.start()
    output, errors = process.communicate()
    seconds = time.perf_counter() - start
    watch.ended.set()
    watch.join()
    if process.returncode != 0:
        sys.exit(f"{' '.join(str(part) for part in command)}\nended with {process.returncode}:\n"
                 f"{errors.strip()[-2000:]}")
    return output, seconds, watch.peak_in_bytes


def draw_faces(options):
    """JPEG faces with a manifest for training and one in which every face is a test face."""
    done = options.data / "done.json"
    wanted = json.dumps({"images": options.images, "side": options.side})
    if done.exists() and done.read_text() == wanted:
        return
    from PIL import Image

    print(f"Drawing {options.images} faces of {options.side} x {options.side} px")
    shutil.rmtree(options.data, ignore_errors=True)
    drawn = options.data / "drawn"
    measure([options.program, "synth", "--out", drawn, "--subjects", options.images // 4,
             "--images", 4, "--size", options.side])
    (options.data / "images").mkdir()
    with open(drawn / "manifest.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for index, row in enumerate(rows):
        name = f"images/{index:06}.jpg"
        with Image.open(drawn / row["image"]) as image:
            image.convert("RGB").save(options.data / name, quality=90)
        row["image"] = name
        row["split"] = "validation" if (index // 4) % 16 == 0 else "train"
        row["age_group"] = row["age_group"] or "adult"
    write_manifest(options.data / "train.csv", rows)
    write_manifest(options.data / "evaluate.csv", [row | {"split": "test"} for row in rows])
    shutil.rmtree(drawn)
    done.write_text(wanted)


def write_manifest(path, rows):
    # An empty duplicate_cluster says that nothing is repeated: drawn people look alike.
    columns = ["image", "subject", "emotion", "age_group", "split", "duplicate_cluster"]
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def run_smilestone(options, mode):
    out = options.data / "out"
    shutil.rmtree(out, ignore_errors=True)
    command = smilestone_train if mode == "train" else smilestone_evaluate
    _, seconds, memory = measure(command(options, out))
    if mode == "train":
        shutil.rmtree(options.data / "model", ignore_errors=True)
        shutil.copytree(out, options.data / "model", ignore=shutil.ignore_patterns("cache"))
    return seconds, memory


def run_pytorch(options, mode, layout):
    output, _, memory = measure(pytorch(options, mode, layout))
    return json.loads(output)["seconds"], memory


def compare(options, mode):
    sides = {
        "PyTorch contiguous": lambda: run_pytorch(options, mode, "contiguous"),
        "PyTorch channels-last": lambda: run_pytorch(options, mode, "channels_last"),
        "Smilestone": lambda: run_smilestone(options, mode),
    }
    with open(options.data / f"{mode}.csv", newline="", encoding="utf-8") as file:
        count = sum(mode == "evaluate" or row["split"] == "train" for row in csv.DictReader(file))
    images = count * (options.epochs if mode == "train" else 1)
    results = {side: {"imagesPerSecond": [], "peakBytes": []} for side in sides}
    for number in range(options.rounds):
        for side, run in sides.items():
            seconds, memory = run()
            results[side]["imagesPerSecond"].append(images / seconds)
            results[side]["peakBytes"].append(memory)
            print(f"  {mode} round {number + 1}: {side:22} {images / seconds:7.1f} images/s"
                  f" {memory / 2**20:6.0f} MiB", flush=True)
    return results


def summary(mode, results):
    """The table of one mode, and its ratios to the faster of the two PyTorch layouts."""
    speed = {side: statistics.median(r["imagesPerSecond"]) for side, r in results.items()}
    memory = {side: statistics.median(r["peakBytes"]) for side, r in results.items()}
    best = max((side for side in results if side != "Smilestone"), key=speed.get)
    lines = [f"| {mode} | images/s (median, range) | peak memory |", "|---|---|---|"]
    for side, result in results.items():
        low, high = min(result["imagesPerSecond"]), max(result["imagesPerSecond"])
        lines.append(f"| {side} | {speed[side]:.0f} ({low:.0f}-{high:.0f})"
                     f" | {memory[side] / 2**20:.0f} MiB |")
    ratios = {"speed": speed["Smilestone"] / speed[best],
              "memory": memory["Smilestone"] / memory[best]}
    lines.append(f"| Smilestone / {best} | {ratios['speed']:.2f} (target {TARGETS[mode]} or more)"
                 f" | {ratios['memory']:.2f} (target {MEMORY_TARGET} or less) |")
    return "\n".join(lines), ratios


def busy_share(seconds=2):
    """The share of all processors' time that is not idle, over a moment."""
    def times():
        with open("/proc/stat", encoding="utf-8") as file:
            return [int(field) for field in file.readline().split()[1:9]]

    before = times()
    time.sleep(seconds)
    spent = [after - earlier for after, earlier in zip(times(), before)]
    return 1 - (spent[3] + spent[4]) / sum(spent)


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    return (f"{datetime.date.today()}, {names[0] if names else platform.machine()}, "
            f"{len(os.sched_getaffinity(0))} cores, {platform.platform(terse=True)}")


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=".build/release/smilestone")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(".build/bench"))
    parser.add_argument("--images", type=int, default=2048, help="JPEG files (default 2048)")
    parser.add_argument("--side", type=int, default=200, help="their side in pixels")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--modes", nargs="+", default=["train", "evaluate"],
                        choices=["train", "evaluate"])
    parser.add_argument("--fused", action="store_true",
                        help="let PyTorch use Adam in one kernel, which is not its default")
    return parser.parse_args()


def main():
    options = parse()
    if (busy := busy_share()) > 0.1:
        print(f"Other programs keep {busy:.0%} of the processors busy: the numbers will be wrong "
              "unless they stop.", file=sys.stderr)
    draw_faces(options)
    report = {"machine": machine(), "options": vars(options) | {"data": str(options.data)}}
    tables = []
    for mode in options.modes:
        results = compare(options, mode)
        table, ratios = summary(mode, results)
        tables.append(table)
        report[mode] = {"results": results, "ratios": ratios}
    (options.data / "results.json").write_text(json.dumps(report, indent=2) + "\n")
    print(f"\n{report['machine']}; ResNet-18, {SIZE} px, batches of {BATCH}, "
          f"{options.images} JPEG files of {options.side} px\n")
    print("\n\n".join(tables))


if __name__ == "__main__":
    main()

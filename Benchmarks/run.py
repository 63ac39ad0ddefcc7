#!/usr/bin/env python3
"""Smilestone against its peers on the same JPEG files, decoding included: speed, share of the roof, memory.

    run.py --program .build/release/smilestone [--rounds 3] [--images 2048] [--epochs 3] [--sizes 64 224]

Draws faces with Smilestone, stores them as JPEG, and lets all sides take turns with a ResNet-18: Smilestone,
PyTorch (in both memory layouts, and compiled), and for evaluating ONNX Runtime and OpenVINO with the model that
Smilestone exports. The peers' clock starts when their imports are done and their model is built and compiled;
Smilestone's runs from the start of the process to its end. Memory is the largest proportional
set size, summed over each side's processes and sampled from outside. The roof is measured in every round (roof.py);
a side's share of it counts the operations of the network alone, so that decoding lowers it.
"""
import argparse
import csv
import dataclasses
import importlib.util
import json
import pathlib
import shutil
import statistics
import sys
from collections.abc import Callable

from processes import busy_share, machine, measure

HERE = pathlib.Path(__file__).resolve().parent
BATCH = 64
OURS = "Smilestone"


@dataclasses.dataclass
class Work:
    """What every side does: `mode` is train or evaluate, on faces of `size` px in `folder`."""

    mode: str
    size: int
    folder: pathlib.Path
    images: int
    options: argparse.Namespace

    @property
    def manifest(self):
        return self.folder / f"{self.mode}.csv"

    @property
    def model(self):
        """Where Smilestone's training leaves its model for evaluating."""
        return self.folder / f"model-{self.size}"


def smilestone_train(work, out):
    """Smilestone's command for the same work as `peers.py train`."""
    return [
        work.options.program, "train", work.manifest, "--out", out,
        "--cache", out / "cache", "--preset", "scratch", "--epochs", work.options.epochs,
        "--set", f"imageSize={work.size}", "--set", f"batchSize={BATCH}",
        "--set", f"precision={work.options.precision}",
        "--set", "learningRate=0.0005", "--set", "weightDecay=0.0005",
        "--set", "schedule=constant", "--set", "patience=0",
        "--set", "augmentation.brightness=0.5", "--set", "augmentation.contrast=0.5",
        "--set", "augmentation.saturation=0.5", "--set", "augmentation.hue=0.1",
        "--set", "augmentation.rotationInDegrees=15", "--set", "augmentation.translation=0",
        "--set", "distanceLoss.weight=0",
    ]


def smilestone_evaluate(work, out):
    """Smilestone's command for the same work as `peers.py evaluate`: all probabilities."""
    return [work.options.program, "predict", work.manifest, "--out", out / "faces.csv",
            "--cache", out / "cache", "--model", work.model / "model.safetensors"]


def run_smilestone(work):
    out = work.folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    command = smilestone_train if work.mode == "train" else smilestone_evaluate
    _, seconds, memory = measure(command(work, out))
    if work.mode == "train":
        shutil.rmtree(work.model, ignore_errors=True)
        shutil.copytree(out, work.model, ignore=shutil.ignore_patterns("cache"))
        measure([work.options.program, "weights", "export", work.model / "model.safetensors",
                 "--format", "onnx", "--out", work.model / "model.onnx"])
    return seconds, memory


def peer(runtime, layout="contiguous") -> Callable[[Work], tuple[float, int]]:
    def run(work):
        command = [sys.executable, HERE / "peers.py", work.mode, work.manifest, "--size", work.size,
                   "--batch", BATCH, "--epochs", work.options.epochs, "--runtime", runtime,
                   "--layout", layout, "--onnx", work.model / "model.onnx"]
        if work.mode == "train":
            command += ["--precision", work.options.precision]
            command += ["--fused"] if work.options.fused else []
        output, _, memory = measure(command)
        return json.loads(output.splitlines()[-1])["seconds"], memory

    return run


def sides(work):
    """Every side of the work by its name; runtimes that are not installed are left out."""
    found = {
        "PyTorch, contiguous": peer("eager"),
        "PyTorch, channels last": peer("eager", "channels_last"),
        "PyTorch, compiled": peer("compiled", "channels_last"),
    }
    if work.mode == "evaluate":
        for name, runtime in [("ONNX Runtime", "onnxruntime"), ("OpenVINO", "openvino")]:
            if importlib.util.find_spec(runtime):
                found[name] = peer(runtime)
    return found | {OURS: run_smilestone}


def draw_faces(options, folder, count):
    """JPEG faces with a manifest for training and one in which every face is a test face."""
    done = folder / "done.json"
    wanted = json.dumps({"images": count, "side": options.side})
    if done.exists() and done.read_text() == wanted:
        return
    from PIL import Image

    print(f"Drawing {count} faces of {options.side} x {options.side} px", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    drawn = folder / "drawn"
    measure([options.program, "synth", "--out", drawn, "--subjects", count // 4,
             "--images", 4, "--size", options.side])
    (folder / "images").mkdir()
    with open(drawn / "manifest.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for index, row in enumerate(rows):
        name = f"images/{index:06}.jpg"
        with Image.open(drawn / row["image"]) as image:
            image.convert("RGB").save(folder / name, quality=90)
        row["image"] = name
        row["split"] = "validation" if (index // 4) % 16 == 0 else "train"
        row["age_group"] = row["age_group"] or "adult"
    write_manifest(folder / "train.csv", rows)
    write_manifest(folder / "evaluate.csv", [row | {"split": "test"} for row in rows])
    shutil.rmtree(drawn)
    done.write_text(wanted)


def write_manifest(path, rows):
    # An empty duplicate_cluster says that nothing is repeated: drawn people look alike.
    columns = ["image", "subject", "emotion", "age_group", "split", "duplicate_cluster"]
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def images_of(work):
    """How many images a side sees: all that it learns from in every epoch, or all once."""
    with open(work.manifest, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if work.mode == "evaluate":
        return len(rows)
    return sum(row["split"] == "train" for row in rows) * work.options.epochs


def measure_roof(options):
    output, _, _ = measure([sys.executable, HERE / "roof.py", "--sizes", *options.sizes])
    return json.loads(output.splitlines()[-1])


def compare(work):
    """Every side's speeds and memory, one number a round, and the roofs measured in the same rounds."""
    runs = sides(work)
    results = {side: {"imagesPerSecond": [], "peakBytes": []} for side in runs}
    roofs = []
    for number in range(work.options.rounds):
        roofs.append(measure_roof(work.options))
        for side, run in runs.items():
            seconds, memory = run(work)
            results[side]["imagesPerSecond"].append(work.images / seconds)
            results[side]["peakBytes"].append(memory)
            print(f"  {work.mode} at {work.size} px, round {number + 1}: {side:22} "
                  f"{work.images / seconds:7.1f} images/s {memory / 2**20:6.0f} MiB", flush=True)
    return {"sides": results, "roofs": roofs}


def summary(work, found):
    """The table of one piece of work, with ratios to the fastest peer; ratios are medians over rounds."""
    results = found["sides"]
    gflops = statistics.median(max(roof["gflops"].values()) for roof in found["roofs"])
    operations = found["roofs"][0]["operationsPerImage"][str(work.size)][work.mode]
    roof = gflops * 1e9 / operations
    speed = {side: statistics.median(r["imagesPerSecond"]) for side, r in results.items()}
    memory = {side: statistics.median(r["peakBytes"]) for side, r in results.items()}
    best = max((side for side in results if side != OURS), key=speed.get)
    lines = [f"| {work.mode}, {work.size} px | images/s (median, range) | share of the roof | memory, MiB |",
             "|---|---|---|---|"]
    for side, result in results.items():
        low, high = min(result["imagesPerSecond"]), max(result["imagesPerSecond"])
        lines.append(f"| {side} | {speed[side]:.0f} ({low:.0f}-{high:.0f}) | {speed[side] / roof:.0%}"
                     f" | {memory[side] / 2**20:.0f} |")
    ratios = [ours / theirs for ours, theirs in zip(
        results[OURS]["imagesPerSecond"], results[best]["imagesPerSecond"])]
    lines.append(f"| ratio to {best} | {statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
                 f" | | {memory[OURS] / memory[best]:.2f} |")
    lines.append(f"| roof: {gflops:.0f} GFLOP/s | {roof:.0f} | | |")
    return "\n".join(lines)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=".build/release/smilestone")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(".build/bench"))
    parser.add_argument("--images", type=int, default=2048,
                        help="JPEG files at 64 px; beyond 112 px an eighth of them (default 2048)")
    parser.add_argument("--side", type=int, default=200, help="their side in pixels")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[64, 224],
                        help="sides of the networks' images in pixels (default 64 224)")
    parser.add_argument("--modes", nargs="+", default=["train", "evaluate"],
                        choices=["train", "evaluate"],
                        help="evaluating needs the model that training leaves")
    parser.add_argument("--precision", choices=["float32", "bfloat16"], default="float32",
                        help="what PyTorch and Smilestone train in")
    parser.add_argument("--fused", action="store_true",
                        help="let PyTorch use Adam in one kernel, which is not its default")
    return parser.parse_args()


def main():
    options = parse()
    if (busy := busy_share()) > 0.1:
        print(f"Other programs keep {busy:.0%} of the processors busy: the numbers will be wrong "
              "unless they stop.", file=sys.stderr)
    report = {"machine": machine(), "options": vars(options) | {"data": str(options.data)}, "work": []}
    tables = []
    for size in options.sizes:
        count = options.images if size <= 112 else options.images // 8
        folder = options.data / f"{count}-faces"
        draw_faces(options, folder, count)
        for mode in options.modes:
            work = Work(mode, size, folder, 0, options)
            work.images = images_of(work)
            found = compare(work)
            tables.append(summary(work, found))
            report["work"].append({"mode": mode, "size": size, "found": found})
    (options.data / "results.json").write_text(json.dumps(report, indent=2) + "\n")
    print(f"\n{report['machine']}; ResNet-18, batches of {BATCH}, JPEG files of {options.side} px, "
          f"{options.precision}\n")
    print("\n\n".join(tables))


if __name__ == "__main__":
    main()

"""What a correction by some known ages does to the likely ages of the others: the table of docs/results/age.md.

    python3 scripts/measure-known-ages.py FACES MODEL FOLDER [--program FILE] [--draws N]

FACES is a manifest with test faces of known age, MODEL an age estimator. Of the test faces N samples each are drawn whose ages
count as known, at random (50, 100, 200) and alike by group of the estimated age (50, 100); `age evaluate --known-ages` corrects
the others. FOLDER keeps samples and results, and finished ones are not made again.
"""

import argparse
import csv
import json
import random
import subprocess
from pathlib import Path

GROUPS = ["toddler", "younger_child", "older_child", "teenager", "adult"]
BOUNDS = [3, 8, 12, 17]


def evaluate(options, *more):
    return subprocess.run(
        [options.program, "age", "evaluate", options.faces, "--model", options.model,
         "--cache", str(options.folder / "cache"), "--threads", "1", *more],
        check=True, capture_output=True, text=True).stdout


def samples(faces, draws):
    """Pairs of a name and the faces whose ages are known."""
    for draw in range(draws):
        generator = random.Random(draw)
        order = generator.sample(faces, len(faces))
        for size in (50, 100, 200):
            yield f"{size} at random", draw, order[:size]
        for size in (50, 100):
            chosen = []
            for group in range(len(GROUPS)):
                own = [f for f in order if sum(float(f["estimated_age"]) > b for b in BOUNDS) == group]
                chosen += own[:size // len(GROUPS)]
            yield f"{size}, alike by group", draw, chosen


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("faces")
    parser.add_argument("model")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--program", default=".build/release/smilestone")
    parser.add_argument("--draws", type=int, default=8)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    rows = options.folder / "rows.csv"
    if not rows.exists():
        evaluate(options, "--out", str(rows))
    faces = list(csv.DictReader(rows.open()))
    results = {"none": [json.loads(evaluate(options, "--json"))]}
    for name, draw, known in samples(faces, options.draws):
        stem = options.folder / f"{name.replace(' ', '-').replace(',', '')}-{draw}"
        out = stem.with_suffix(".json")
        if not out.exists():
            with stem.with_suffix(".csv").open("w", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(["image", "age"])
                writer.writerows([f["image"], f["age"]] for f in known)
            out.write_text(evaluate(options, "--json", "--known-ages", str(stem.with_suffix(".csv"))))
        results.setdefault(name, []).append(json.loads(out.read_text()))
    print("| ages known | " + " | ".join(f"estimated {g.replace('_', ' ')}" for g in GROUPS) + " | all |")
    print("|---" * (len(GROUPS) + 2) + "|")
    for name, runs in results.items():
        cells = []
        for group in [*GROUPS, None]:
            held = faces_seen = 0
            widths = []
            for run in runs:
                if group is None:
                    coverage, n = run["coverage"], run["n"]
                else:
                    own = [g for g in run["calibration"]["byEstimatedGroup"] if g["ageGroup"] == group]
                    if not own:
                        continue
                    coverage, n = own[0]["coverage"], own[0]["n"]
                level = [c for c in coverage or [] if c["level"] == 0.9]
                if level:
                    held += n * level[0]["covered"]["value"]
                    faces_seen += n
                    widths.append(level[0]["medianWidthInYears"])
            cells.append(f"{100 * held / faces_seen:.0f}, {sum(widths) / len(widths):.1f}" if faces_seen else "")
        print(f"| {name} | " + " | ".join(cells) + " |")


main()

#!/usr/bin/env python3
"""How right an age estimator's probabilities and intervals are on cohorts that chose nothing.

Usage: membership.py OUT_FOLDER [--program FILE] [--seeds 1,2,3,4] [--subjects 1100] [--run RUN]

For each seed an estimator is trained as a study with that seed trains it, on a synthetic cohort, and judged
on another one of so many subjects, drawn with a seed of its own. With --run, the estimator of a finished
study is judged on that study's own faces instead, whose true ages it never saw. Prints the tables of
docs/results/age.md; "before" is the former rule, one quantile curve for each estimated age group from 60
validation subjects, applied to the same estimator. Finished parts are kept, so that it can be stopped and
run again.
"""
import argparse
import bisect
import csv
import json
import pathlib
import subprocess

GROUPS = ["toddler", "younger_child", "older_child", "teenager", "adult"]
BOUNDS = [3, 8, 12, 17]
ADULT_BANDS = [(17, 20), (20, 25), (25, 30), (30, 40), (40, 101)]


def run(program, *arguments, output):
    part = output.with_suffix(".part")
    with open(part, "w") as file:
        subprocess.run([program, *map(str, arguments)], check=True, stdout=file)
    part.rename(output)


def judged(program, folder, model, faces, images):
    """What `age evaluate` says of an estimator on some faces, its predictions with each face's probability of
    being a teenager, and its validation predictions."""
    if not (folder / "evaluation.json").exists():
        run(program, "age", "evaluate", faces, "--model", model / "model.safetensors", "--json",
            "--out", folder / "predictions.csv", "--cache", folder / "cache",
            output=folder / "evaluation.json")
    if not (folder / "predicted.txt").exists():
        run(program, "age", "predict", images, "--model", model / "model.safetensors", "--out",
            folder / "predicted.csv", "--cache", folder / "cache", output=folder / "predicted.txt")
    with open(folder / "predicted.csv", newline="") as file:
        teenager = {pathlib.Path(row["image"]).name: float(row["p_teenager"])
                    for row in csv.DictReader(file)}
    predictions = rows(folder / "predictions.csv")
    for row in predictions:
        row["teenager"] = teenager[pathlib.Path(row["image"]).name]
    return (json.loads((folder / "evaluation.json").read_text()), predictions,
            [row for row in rows(model / "predictions.csv") if row["split"] == "validation"])


def trained(program, folder, seed, subjects):
    """Trains an estimator and judges it on a fresh cohort."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, count, offset in (("ages", 1400, 1000), ("fresh", subjects, 2000)):
        if not (folder / f"{name}.txt").exists():
            run(program, "synth", "--out", folder / name, "--subjects", count, "--size", 48,
                "--seed", offset + seed, output=folder / f"{name}.txt")
    if not (folder / "train.txt").exists():
        run(program, "age", "train", folder / "ages" / "manifest.csv", "--preset", "synthetic",
            "--out", folder / "model", "--seed", seed, "--cache", folder / "cache",
            output=folder / "train.txt")
    return judged(program, folder, folder / "model", folder / "fresh" / "manifest.csv",
                  folder / "fresh" / "images")


def rows(path):
    with open(path, newline="") as file:
        table = list(csv.DictReader(file))
    for row in table:
        row["known"], row["estimate"] = float(row["age"]), float(row["estimated_age"])
        row["reach"] = max(float(row["age_sd"] or 1), 1 / 12)
    return table


def group(age):
    return bisect.bisect_left(BOUNDS, age)


def before(validation, predictions):
    """Each face's probabilities by the former rule: 199 quantiles of (known - estimated) / age_sd
    within the estimated group, those of all faces for fewer than 40."""
    subjects = list(dict.fromkeys(row["subject"] for row in validation))[:60]
    faces = [row for row in validation if row["subject"] in set(subjects)]

    def curve(faces):
        ratios = sorted((row["known"] - row["estimate"]) / row["reach"] for row in faces)
        quantiles = []
        for level in range(1, 200):
            place = min(max(level / 200 * (len(ratios) + 1) - 1, 0), len(ratios) - 1)
            lower = min(int(place), len(ratios) - 2)
            quantiles.append(ratios[lower] + (place - lower) * (ratios[lower + 1] - ratios[lower]))
        return quantiles
    members = [[row for row in faces if group(row["estimate"]) == g] for g in range(5)]
    curves = [curve(own if len(own) >= 40 else faces) for own in members]
    said = []
    for row in predictions:
        counts = [0] * 5
        for quantile in curves[group(row["estimate"])]:
            counts[group(max(row["estimate"] + row["reach"] * quantile, 0))] += 1
        said.append([count / 199 for count in counts])
    return said


def wilson(share, subjects, z=1.959963984540054):
    """Wilson's interval with subjects as n."""
    square = z * z / subjects
    centre = (share + square / 2) / (1 + square)
    half = z / (1 + square) * (share * (1 - share) / subjects + square / (4 * subjects)) ** 0.5
    return {"value": share, "lower": max(centre - half, 0), "upper": min(centre + half, 1)}


def bands(said_before, predictions):
    print("\n| estimated age | n | teenagers, %: before; now; found |")
    print("|---|---|---|")
    for low, high in ADULT_BANDS:
        faces = [(s, row) for s, row in zip(said_before, predictions) if low < row["estimate"] <= high]
        count = len(faces)
        found = wilson(sum(group(row["known"]) == 3 for _, row in faces) / count,
                       len({row["subject"] for _, row in faces}))
        print(f"| {low} to {high} | {count} | {100 * sum(s[3] for s, _ in faces) / count:.1f}; "
              f"{100 * sum(row['teenager'] for _, row in faces) / count:.1f}; {percent(found)} |")


def percent(estimate):
    value, lower, upper = (100 * estimate[key] for key in ("value", "lower", "upper"))
    return f"{value:.1f} ({lower:.1f} to {upper:.1f})"


def table(title, result, predictions, validation):
    calibration = result["calibration"]
    said_before = before(validation, predictions)
    print(f"\n{title}: mean absolute error {result['meanAbsoluteError']['value']:.2f} years; "
          f"correlation of one subject's errors "
          f"{percent(calibration['withinSubjectCorrelation'])} %\n")
    print("| estimated group | n | " + " | ".join(name.replace("_", " ") for name in GROUPS)
          + " | 90 % interval holds |")
    print("|---" * (len(GROUPS) + 3) + "|")
    for part in calibration["byEstimatedGroup"]:
        own = GROUPS.index(part["ageGroup"])
        faces = [s for s, row in zip(said_before, predictions) if group(row["estimate"]) == own]
        held = next(c for c in part["coverage"] if c["level"] == 0.9)["covered"]
        cells = [f"{100 * sum(s[g] for s in faces) / len(faces):.1f}; "
                 f"{100 * m['probability']['value']:.1f}; {percent(m['share'])}"
                 for g, m in enumerate(part["memberships"])]
        print(f"| {part['ageGroup'].replace('_', ' ')} | {part['n']} | {' | '.join(cells)} "
              f"| {percent(held)} |")
    print(f"\nContradicted: {len(calibration['broken'])} of {calibration['checked']}"
          + "".join(f"; {p['kind']} {p['among']} {p.get('of', '')} promised "
                    f"{100 * p['promised']:.1f} %, found {percent(p['found'])}"
                    for p in calibration["broken"]) + ".")
    bands(said_before, predictions)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--program", default=".build/release/smilestone")
    parser.add_argument("--seeds", default="1,2,3,4")
    parser.add_argument("--subjects", type=int, default=1100)
    parser.add_argument("--run", type=pathlib.Path)
    arguments = parser.parse_args()
    if arguments.run:
        folder = arguments.out / "run"
        folder.mkdir(parents=True, exist_ok=True)
        results = {"The study's own faces": judged(
            arguments.program, folder, arguments.run / "age",
            arguments.run / "cohort" / "faces.csv", arguments.run / "cohort" / "faces" / "images")}
    else:
        results = {f"Seed {seed}": trained(
            arguments.program, arguments.out / seed, int(seed), arguments.subjects)
            for seed in arguments.seeds.split(",")}
    for title, (result, predictions, predictions) in results.items():
        table(title, result, predictions, predictions)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""What the distance loss does: the table of docs/results/distance-loss.md.

    distance_loss.py --program .build/release/smilestone --fer2013 FOLDER --out FOLDER

Trains the adult model's settings of the preset `open` with and without the distance term, from the
same five seeds: on 2,400 synthetic faces (and 600 for testing) and on 4,000 faces of FER2013 (3,400 for
training, 600 for choosing the epoch; 4,000 others for testing). Near duplicates never cross the
splits. Two trainings run at a time, with a thread each. Finished trainings are kept, so that it can
be stopped and run again. Prints a table in Markdown: means over seeds, and the mean difference at
equal seeds with its 95% t interval.
"""
import argparse
import concurrent.futures
import csv
import pathlib
import random
import statistics
import subprocess

EMOTIONS = ["anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"]
SEEDS = [1, 2, 3, 4, 5]
WEIGHTS = ["0", "0.0035"]
# The 97.5 % quantile of Student's t with 4 degrees of freedom: five seeds.
T_QUANTILE = 2.7764451052
FER_COUNTS = {"train": 3400, "validation": 600, "test": 4000}


def smilestone(options, *arguments):
    subprocess.run([options.program, *map(str, arguments)], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def synthetic_faces(options):
    manifest = options.out / "drawn" / "manifest.csv"
    if not manifest.exists():
        smilestone(options, "synth", "--out", manifest.parent, "--subjects", 600, "--images", 5,
                   "--size", 48)
        smilestone(options, "stratify", manifest, "--out", manifest, "--split")
    return manifest


def fer_faces(options):
    manifest = options.out / "fer2013.csv"
    if not manifest.exists():
        whole = options.out / "fer2013-whole.csv"
        smilestone(options, "manifest", options.fer2013, "--dataset", "folders", "--out", whole)
        smilestone(options, "stratify", whole, "--out", whole, "--split")
        rows = read(whole)
        random.Random(1).shuffle(rows)
        chosen = [row for split, count in FER_COUNTS.items()
                  for row in [r for r in rows if r["split"] == split][:count]]
        write(manifest, chosen)
    return manifest


def scores(options, manifest, name, weight, seed):
    """Accuracy and macro recall on the test faces, in per cent."""
    folder = options.out / f"{name}-{weight}-{seed}"
    predictions = folder / "predictions.csv"
    if not predictions.exists():
        smilestone(options, "train", manifest, "--out", folder, "--preset", "scratch",
                   "--epochs", options.epochs, "--seed", seed, "--threads", 1,
                   "--cache", options.out / "cache", "--set", f"distanceLoss.weight={weight}")
        smilestone(options, "predict", manifest, "--model", folder / "model.safetensors",
                   "--out", predictions, "--threads", 1, "--cache", options.out / "cache")
    truth = {row["image"]: row["emotion"] for row in read(manifest) if row["split"] == "test"}
    right = {emotion: [] for emotion in EMOTIONS}
    for row in read(predictions):
        if row["image"] in truth:
            emotion = truth[row["image"]]
            right[emotion].append(row["adult_emotion"] == emotion)
    hits = [hit for hits in right.values() for hit in hits]
    return {"accuracy": 100 * statistics.mean(hits), "n": len(hits),
            "macro recall": 100 * statistics.mean(map(statistics.mean, filter(None, right.values())))}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--fer2013", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    cohorts = {"synthetic faces": synthetic_faces(options), "FER2013": fer_faces(options)}
    jobs = [(name, weight, seed) for name in cohorts for seed in SEEDS for weight in WEIGHTS]
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        results = dict(zip(jobs, pool.map(
            lambda job: scores(options, cohorts[job[0]], *job), jobs)))

    print("| faces | score | without, % | with λ = 0.0035, % | difference, points (95% confidence interval) |")
    print("|---|---|---|---|---|")
    for name in cohorts:
        count = results[name, WEIGHTS[0], SEEDS[0]]["n"]
        for score in ["accuracy", "macro recall"]:
            without, with_term = ([results[name, weight, seed][score] for seed in SEEDS]
                                  for weight in WEIGHTS)
            differences = [b - a for a, b in zip(without, with_term)]
            mean = statistics.mean(differences)
            margin = T_QUANTILE * statistics.stdev(differences) / len(SEEDS) ** 0.5
            print(f"| {name}, n = {count} | {score} | {statistics.mean(without):.1f} "
                  f"| {statistics.mean(with_term):.1f} "
                  f"| {mean:+.1f} ({mean - margin:+.1f} to {mean + margin:+.1f}) |")


main()

#!/usr/bin/env python3
"""How long `smilestone evaluate` takes on invented predictions of two models.

    evaluate.py --program .build/release/smilestone [--faces 26000] [--faces-per-subject 3]

Draws the predictions by seed (the age groups in the study's proportions, a tenth for validation),
writes predictions.csv and a manifest with sex, ethnicity, votes and sharpness, and runs the
command with 2,000 bootstrap replicates. Prints the seconds from the start of the process to its
end, and fails beyond the limit.
"""
import argparse
import csv
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

EMOTIONS = ["anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"]
# Ages in years, and the share of faces.
GROUPS = {"toddler": (1, 3, 0.04), "younger_child": (3.1, 8, 0.08), "older_child": (8.1, 12, 0.08),
          "teenager": (12.1, 17, 0.15), "adult": (17.1, 80, 0.65)}
LIMIT_IN_SECONDS = 30


def write_tables(folder, faces, faces_per_subject, seed):
    generator = random.Random(seed)
    names = list(GROUPS)
    header = ["image", "subject", "source", "split", "age", "age_group", "emotion", "model",
              "predicted"] + [f"p_{e}" for e in EMOTIONS]
    with open(folder / "predictions.csv", "w", newline="") as predictions_file, \
            open(folder / "manifest.csv", "w", newline="") as manifest_file:
        predictions, manifest = csv.writer(predictions_file), csv.writer(manifest_file)
        predictions.writerow(header)
        manifest.writerow(["image", "subject", "source", "emotion", "votes", "sex", "ethnicity",
                           "sharpness"])
        for face in range(faces):
            if face % faces_per_subject == 0:
                group = generator.choices(names, [GROUPS[g][2] for g in names])[0]
                split = "validation" if generator.random() < 0.1 else "test"
                sex = generator.choice(["female", "male"])
                ethnicity = generator.choice("ABCDE")
            subject = face // faces_per_subject
            emotion = generator.randrange(7)
            age = round(generator.uniform(*GROUPS[group][:2]), 2)
            votes = [0] * 7
            for _ in range(10):
                votes[emotion if generator.random() < 0.7 else generator.randrange(7)] += 1
            manifest.writerow([f"{face}.png", subject, "drawn", EMOTIONS[emotion],
                               ";".join(map(str, votes)), sex, ethnicity,
                               round(generator.gammavariate(3, 50), 2)])
            for model in ("infant", "adult"):
                logits = [generator.gauss(0, 1) for _ in EMOTIONS]
                lead = names.index(group) * (0.3 if model == "adult" else -0.3)
                logits[emotion] += 1.2 + lead
                weights = [2.718281828 ** value for value in logits]
                p = [weight / sum(weights) for weight in weights]
                predictions.writerow([f"{face}.png", subject, "drawn", split, age, group,
                                      EMOTIONS[emotion], model, EMOTIONS[p.index(max(p))]]
                                     + [f"{value:.7f}" for value in p])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--faces", type=int, default=26_000)
    parser.add_argument("--faces-per-subject", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_tables(folder, options.faces, options.faces_per_subject, options.seed)
        start = time.perf_counter()
        subprocess.run(
            [options.program.resolve(), "evaluate", folder / "manifest.csv", "--predictions",
             folder / "predictions.csv", "--out", folder / "out"],
            check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - start
        size = (folder / "out" / "metrics.json").stat().st_size
    print(f"evaluate: {options.faces} faces x 2 models, {options.faces_per_subject} faces per "
          f"subject, 2000 replicates, {os.cpu_count()} cores: {seconds:.1f} s "
          f"(limit {LIMIT_IN_SECONDS} s), metrics.json {size / 1e6:.1f} MB")
    sys.exit(seconds > LIMIT_IN_SECONDS)


if __name__ == "__main__":
    main()

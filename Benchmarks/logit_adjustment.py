#!/usr/bin/env python3
"""What a logit adjustment does to a model's accuracy and mean recall.

Usage: logit_adjustment.py MANIFEST PREDICTIONS [--model NAME] [--split validation,test]
           [--group adult] [--tau 0,0.3,0.5,0.7,1]

PREDICTIONS is what `smilestone predict`, or a study's evaluation/predictions.csv, says of a model that was
trained with `logitAdjustment` 0; MANIFEST, with labels and splits, is what it was trained on. For each τ
it subtracts τ·log(share of the label among the training faces) from the log probabilities; where they are
means over the mirror image, a model does so before it averages, which differs by little. Prints the tables
of docs/results/open.md; choose τ on validation.
"""
import argparse
import collections
import csv
import math


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("manifest")
    parser.add_argument("predictions")
    parser.add_argument("--model", default="adult")
    parser.add_argument("--split", default="validation,test")
    parser.add_argument("--group", help="the age group whose training faces it learnt from and is tested on")
    parser.add_argument("--tau", default="0,0.1,0.2,0.3,0.4,0.5,0.6,0.7,1")
    options = parser.parse_args()

    faces = {row["image"]: row for row in rows(options.manifest)
             if row["emotion"] and (not options.group or row["age_group"] == options.group)}
    counts = collections.Counter(row["emotion"] for row in faces.values() if row["split"] == "train")
    labels = sorted(counts)
    shares = {label: counts[label] / sum(counts.values()) for label in labels}
    probabilities = {}
    for row in rows(options.predictions):
        # A study's table has a row for each model, `predict`'s a column.
        prefix = "p_" if "model" in row else f"{options.model}_p_"
        if row.get("model", options.model) == options.model and row["image"] in faces:
            probabilities[row["image"]] = [float(row[prefix + label]) for label in labels]

    print("| split | τ | n | accuracy, % | mean recall, % | "
          + " | ".join(f"{label}: n, named, recall %" for label in labels) + " |")
    print("|---" * (5 + len(labels)) + "|")
    for split in options.split.split(","):
        chosen = [image for image in probabilities if faces[image]["split"] == split]
        if not chosen:
            raise SystemExit(f"There are no predictions of faces of the split {split}.")
        for tau in map(float, options.tau.split(",")):
            shown, named, right = (collections.Counter() for _ in range(3))
            for image in chosen:
                adjusted = [math.log(max(probability, 1e-9)) - tau * math.log(shares[label])
                            for label, probability in zip(labels, probabilities[image])]
                label = faces[image]["emotion"]
                shown[label] += 1
                named[answer := labels[adjusted.index(max(adjusted))]] += 1
                right[label] += answer == label
            recalls = [right[label] / shown[label] for label in labels if shown[label]]
            print(f"| {split} | {tau:g} | {len(chosen)} | {100 * right.total() / len(chosen):.1f} | "
                  f"{100 * sum(recalls) / len(recalls):.1f} | "
                  + " | ".join(f"{shown[label]}, {named[label]}, {100 * right[label] / max(shown[label], 1):.0f}"
                               for label in labels)
                  + " |")


if __name__ == "__main__":
    main()

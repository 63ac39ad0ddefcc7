#!/usr/bin/env python3
"""What maps that take the bias out of estimated ages do to errors and bias by age group.

Usage: age_bias.py RUN/age/predictions.csv [--splits 40]

The validation and test faces, none of which trained the estimator, are divided at random so many times: three
eighths fit a map, as `calibrationShare` 0.75 would leave for it, the others test it. Both maps rise with
the estimate, and shift beyond their ends.

equipercentile  as many faces are estimated below each age as are below it
inverse         the age whose faces' mean estimate is the estimate (classical calibration); means of those
                around an age with weights that fall as a normal curve, over 50 faces
"""
import argparse
import csv
import math
import random

GROUPS = ["all", "toddler", "younger child", "older child", "teenager", "adult"]


def group(age):
    return 1 + sum(age > bound for bound in (3, 8, 12, 17))


def interpolated(x, xs, ys):
    if x <= xs[0]:
        return max(x - xs[0] + ys[0], 0)
    if x >= xs[-1]:
        return x - xs[-1] + ys[-1]
    place = next(i for i in range(1, len(xs)) if xs[i] >= x)
    share = (x - xs[place - 1]) / max(xs[place] - xs[place - 1], 1e-9)
    return ys[place - 1] + share * (ys[place] - ys[place - 1])


def quantiles(values, count=20):
    """At equally spaced levels, where equal values stand in the middle of their ranks."""
    distinct = sorted(set(values))
    ranks = [(sum(v < d for v in values) + sum(v <= d for v in values)) / 2 / len(values)
             for d in distinct]
    return [interpolated((2 * i + 1) / (2 * count), ranks, distinct) for i in range(count)]


def equipercentile(faces):
    return quantiles([estimate for _, estimate in faces]), quantiles([age for age, _ in faces])


def inverse(faces):
    places = sorted({age for age, _ in faces})[::2]
    means = []
    for place in places:
        width = 0.5
        while True:
            weights = [math.exp(-((age - place) / width) ** 2 / 2) for age, _ in faces]
            if sum(weights) ** 2 / sum(w * w for w in weights) >= 50:
                break
            width *= 1.25
        shift = sum(w * (e - a) for w, (a, e) in zip(weights, faces)) / sum(weights)
        means.append(max(place + shift, means[-1] + 1e-6 if means else 0))
    return means, places


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("predictions")
    parser.add_argument("--splits", type=int, default=40)
    options = parser.parse_args()
    with open(options.predictions, newline="") as file:
        faces = [(float(row["age"]), float(row["estimated_age"])) for row in csv.DictReader(file)]
    maps = {"none": lambda _: ([0, 100], [0, 100]), "equipercentile": equipercentile,
            "inverse": inverse}
    print("| map | number | " + " | ".join(GROUPS) + " |")
    print("|---" * 8 + "|")
    for name, fitted in maps.items():
        generator = random.Random(1)
        errors, biases = ([[] for _ in GROUPS] for _ in range(2))
        for _ in range(options.splits):
            mixed = generator.sample(faces, len(faces))
            fitting, testing = mixed[:len(mixed) * 3 // 8], mixed[len(mixed) * 3 // 8:]
            xs, ys = fitted(fitting)
            found = [(group(age), interpolated(estimate, xs, ys) - age) for age, estimate in testing]
            for index in range(len(GROUPS)):
                own = [error for place, error in found if index in (0, place)]
                errors[index].append(sum(map(abs, own)) / len(own))
                biases[index].append(sum(own) / len(own))
        for number, values, sign in (("mean absolute error", errors, ""), ("bias", biases, "+")):
            print(f"| {name} | {number} | "
                  + " | ".join(f"{sum(v) / len(v):{sign}.2f}" for v in values) + " |")


if __name__ == "__main__":
    main()

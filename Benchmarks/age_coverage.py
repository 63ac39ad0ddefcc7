#!/usr/bin/env python3
"""Whether 90% intervals of ages keep their promise over many divisions of the same faces.

    age_coverage.py RUN/age/predictions.csv [--divisions 500]

A table of an estimator's test faces says how often intervals hold for one set of calibration faces; with some 300 of
these, that alone moves it by two points. Here the calibration and the test faces, neither of which trained the
estimator or chose its epoch, are put together and divided again, as many of each as before, the intervals are
calibrated on the one part (docs/training.md, "How sure an age is", written again in NumPy) and counted on
the other. Prints for each age group the mean over divisions and the middle 95% of them. Needs NumPy.
"""
import argparse
import csv

import numpy

GROUPS = [("toddler", 3), ("younger child", 8), ("older child", 12), ("teenager", 17), ("adult", 200)]
SUBJECTS_PER_CURVE, CURVES = 50, 30


def scale(ages):
    """Ages and their places from 0 to 1."""
    distinct = [age for age in numpy.unique(ages) if 0 < age < 100]
    knots = numpy.array([0, *distinct, 100])
    places = 0.8 * numpy.searchsorted(numpy.sort(ages), knots, "right") / len(ages) + 0.2 * numpy.sqrt(knots / 100)
    places[0], places[-1] = 0, 1
    return knots, places


def middles(ages):
    """The middle of what known ages, which are whole years, take up on the scale."""
    ordered = numpy.sort(ages)
    ranks = (numpy.searchsorted(ordered, ages, "left") + numpy.searchsorted(ordered, ages, "right")) / 2
    return 0.8 * ranks / len(ages) + 0.2 * numpy.sqrt(numpy.clip(ages, 0, 100) / 100)


def curves(places, ratios, levels):
    """Estimates' places, and quantiles of the ratios around each."""
    ordered = numpy.sort(places)
    chosen = numpy.unique([ordered[(2 * i + 1) * len(places) // (2 * CURVES)] for i in range(CURVES)])
    order = numpy.argsort(ratios)
    found = []
    for place in chosen:
        width = 0.02
        while True:
            weights = numpy.exp(-((places - place) ** 2) / (2 * width**2))
            effective = weights.sum() ** 2 / (weights**2).sum()
            if effective >= SUBJECTS_PER_CURVE or width > 1:
                break
            width *= 1.25
        sorted_weights = weights[order]
        sums = (numpy.cumsum(sorted_weights) - sorted_weights / 2) / weights.sum()
        found.append(numpy.interp(levels, (sums * effective + 0.5) / (effective + 1), ratios[order]))
    return chosen, numpy.array(found)


def covered(calibration, test):
    """Whether each test face's 90% interval holds its age; rows are age, estimate, standard deviation."""
    knots, places = scale(calibration[:, 0])

    def place(ages):
        return numpy.interp(ages, knots, places)

    def reach(faces):
        return numpy.maximum(place(faces[:, 1] + faces[:, 2]) - place(faces[:, 1] - faces[:, 2]), 0.01)

    ratios = (middles(calibration[:, 0]) - place(calibration[:, 1])) / reach(calibration)
    at, quantiles = curves(place(calibration[:, 1]), ratios, [0.05, 0.95])
    ages_at = numpy.interp(at, places, knots)
    # Ages are whole years, and so are likely ages then.
    bounds = [
        numpy.ceil(numpy.interp(
            place(test[:, 1]) + reach(test) * numpy.interp(test[:, 1], ages_at, quantiles[:, side]),
            places, knots) - 1e-6)
        for side in (0, 1)
    ]
    return (bounds[0] <= test[:, 0]) & (test[:, 0] <= bounds[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("predictions")
    parser.add_argument("--divisions", type=int, default=500)
    options = parser.parse_args()
    with open(options.predictions, newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == "test" or row["calibrates"] == "yes"]
    faces = numpy.array([[float(row[name]) for name in ("age", "estimated_age", "age_sd")] for row in rows])
    calibrates = numpy.array([row["calibrates"] == "yes" for row in rows])
    generator = numpy.random.default_rng(1)

    def shares(held, ages):
        lower, found = -1, [held.mean()]
        for _, upper in GROUPS:
            inside = (lower < ages) & (ages <= upper)
            found.append(held[inside].mean() if inside.any() else numpy.nan)
            lower = upper
        return 100 * numpy.array(found)

    own = shares(covered(faces[calibrates], faces[~calibrates]), faces[~calibrates, 0])
    many = []
    for _ in range(options.divisions):
        order = generator.permutation(len(faces))
        calibration, test = faces[order[: calibrates.sum()]], faces[order[calibrates.sum():]]
        many.append(shares(covered(calibration, test), test[:, 0]))
    many = numpy.array(many)
    print("| true age group | the run's own division, % | mean over divisions, % | middle 95% of divisions |\n|---|---|---|---|")
    for index, name in enumerate(["all"] + [name for name, _ in GROUPS]):
        low, high = numpy.nanquantile(many[:, index], [0.025, 0.975])
        print(f"| {name} | {own[index]:.1f} | {numpy.nanmean(many[:, index]):.1f} | {low:.0f} to {high:.0f} |")


if __name__ == "__main__":
    main()

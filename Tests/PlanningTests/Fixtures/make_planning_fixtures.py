#!/usr/bin/env python3
"""Probabilities that simulated cohorts must have, computed exactly: how often two predictions of one
subject are both correct (bivariate normal), and how often the plurality of raters names the truth
(sum over all vote counts, ties by lot).

Needs scipy; writes planning.json beside itself.
"""
import itertools
import json
import math
import pathlib

from scipy import stats

HERE = pathlib.Path(__file__).parent


def both(p, correlation):
    z = stats.norm.ppf(p)
    return stats.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]]).cdf([z, z])


def plurality(raters, accuracy, classes):
    """The chance that the label is the truth, and that it is one given other class."""
    other = (1 - accuracy) / (classes - 1)
    truth = 0.0
    for votes in itertools.product(range(raters + 1), repeat=classes):
        if sum(votes) != raters:
            continue
        ways = math.factorial(raters)
        for count in votes:
            ways //= math.factorial(count)
        probability = ways * accuracy ** votes[0] * other ** (raters - votes[0])
        leading = [place for place in range(classes) if votes[place] == max(votes)]
        truth += probability * (0 in leading) / len(leading)
    return truth, (1 - truth) / (classes - 1)


def agreement(raters, accuracy, classes, p):
    """The chance that a prediction that is true with p is the label; a false one is any other class."""
    truth, other = plurality(raters, accuracy, classes)
    return p * truth + (1 - p) * other


fixtures = {
    "pairs": [{"p": p, "correlation": r, "both": both(p, r)}
              for p, r in [(0.6, 0.3), (0.35, 0.3), (0.8, 0.6)]],
    "raters": [{"count": n, "accuracy": a, "p": p, "correct": agreement(n, a, 7, p)}
               for n, a, p in [(1, 0.8, 0.6), (3, 0.7, 0.7), (4, 0.6, 0.4)]],
}
(HERE / "planning.json").write_text(json.dumps(fixtures, indent=1) + "\n")

#!/usr/bin/env python3
"""Fieller's interval of a ratio, by inverting its test numerically with scipy.

Needs numpy and scipy; writes ratio.json beside itself. `--coverage` prints instead how often the
interval holds the true ratio in 1,000,000 simulations, with the numerator a mean of few values.
"""
import json
import pathlib
import sys

import numpy as np
from scipy import optimize, stats

HERE = pathlib.Path(__file__).parent
# Value and half width of numerator and denominator.
CASES = [
    (-0.031, 0.008, -0.052, 0.014), (0.02, 0.03, 0.11, 0.04), (-0.06, 0.01, 0.09, 0.05),
    (0.16, 0.02, 0.12, 0.03), (0.0, 0.02, -0.08, 0.02), (0.05, 0.0, 0.1, 0.04),
    (0.05, 0.01, 0.1, 0.0), (0.04, 0.02, 0.03, 0.0299)]


def interval(a, h, b, k):
    def excess(ratio):
        return (a - ratio * b) ** 2 - h ** 2 - ratio ** 2 * k ** 2

    middle, step = a / b, 1e-3
    lower, upper = middle - step, middle + step
    while excess(lower) <= 0:
        lower -= (step := step * 2)
    step = 1e-3
    while excess(upper) <= 0:
        upper += (step := step * 2)
    find = lambda left, right: optimize.brentq(excess, left, right, xtol=1e-15, rtol=1e-15)
    return find(lower, middle), find(middle, upper)


def coverage():
    generator = np.random.default_rng(1)
    count = 1_000_000
    for cohorts in (3, 5, 10):
        for ratio in (0, 0.3, 0.6, 1, 1.5):
            for error in (0.01, 0.02, 0.03):
                b = generator.normal(0.1, error, count)
                k = stats.norm.ppf(0.975) * error
                values = generator.normal(0.1 * ratio, 0.02, (count, cohorts))
                a = values.mean(axis=1)
                h = stats.t.ppf(0.975, cohorts - 1) * values.std(axis=1, ddof=1) / cohorts ** 0.5
                # The set holds a ratio wherever the inequality does, bounded or not.
                held = (a - ratio * b) ** 2 <= h ** 2 + ratio ** 2 * k ** 2
                print(cohorts, ratio, error, round(held.mean(), 4))


if "--coverage" in sys.argv:
    coverage()
else:
    cases = []
    for case in CASES:
        lower, upper = interval(*case)
        cases.append(dict(zip(("numerator", "numeratorHalf", "denominator", "denominatorHalf"), case),
                          lower=lower, upper=upper))
    (HERE / "ratio.json").write_text(json.dumps(cases, indent=1) + "\n")

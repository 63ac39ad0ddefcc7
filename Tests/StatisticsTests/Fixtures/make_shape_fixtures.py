"""Makes shapes.json from scipy's optimisers, B-splines and chi-squared statistic.

Run in this folder: python make_shape_fixtures.py (numpy, scipy).
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import interpolate, optimize, stats

MARGIN = 1e-4
SCALES = (0.5, 6.0)
DISTANCE = 1.0


def share(x, midpoint, scale):
    return 1 / (1 + np.exp(-(x - midpoint) / scale))


def steps(x, levels, midpoints, scale):
    first, second = share(x, midpoints[0], scale), share(x, midpoints[1], scale)
    return levels[0] * (1 - first) + levels[1] * (first - second) + levels[2] * second


def log_likelihood(p, trials, successes):
    p = np.clip(p, MARGIN, 1 - MARGIN)
    return float(np.sum(successes * np.log(p) + (trials - successes) * np.log(1 - p)))


def fit_steady(ages, trials, successes):
    place = np.log(ages + 1)
    result = optimize.minimize(
        lambda b: -log_likelihood(1 / (1 + np.exp(-b[0] - b[1] * place)), trials, successes),
        [0.0, 0.0], method="BFGS", options={"gtol": 1e-9})
    return {"intercept": result.x[0], "slope": result.x[1], "logLikelihood": -result.fun}


def fit_steps(ages, trials, successes, midpoints):
    """The best of many local searches; the second midpoint is the first and a distance."""
    low = [MARGIN] * 3 + [midpoints[0], DISTANCE, np.log(SCALES[0])]
    high = [1 - MARGIN] * 3 + [midpoints[1] - DISTANCE, midpoints[1] - midpoints[0],
                               np.log(SCALES[1])]

    def parts(q):
        q = np.clip(q, low, high)
        return q[:3], (q[3], min(q[3] + q[4], midpoints[1])), np.exp(q[5])

    def loss(q):
        return -log_likelihood(steps(ages, *parts(q)), trials, successes)

    best = None
    for first in np.linspace(midpoints[0], midpoints[1] - DISTANCE, 6):
        for distance in (1.5, 4.0, 9.0):
            for scale in (0.6, 1.5):
                for levels in ((0.3, 0.5, 0.7), (0.4, 0.7, 0.4), (0.7, 0.4, 0.7)):
                    result = optimize.minimize(
                        loss, [*levels, first, distance, np.log(scale)], method="L-BFGS-B",
                        bounds=list(zip(low, high)))
                    if best is None or result.fun < best.fun:
                        best = result
    for _ in range(4):
        best = optimize.minimize(loss, best.x, method="Nelder-Mead", options={
            "xatol": 1e-11, "fatol": 1e-13, "maxiter": 40000, "maxfev": 40000})
    levels, middle, scale = parts(best.x)
    return {"levels": list(levels), "midpoints": list(middle), "scale": float(scale),
            "logLikelihood": -best.fun}


def fit_monotone(ages, trials, successes):
    """A cubic B-spline of the root of age with ordered coefficients, on the logit."""
    inner, total = [], trials.sum()
    for age, passed in zip(ages, np.cumsum(trials)):
        while len(inner) < 4 and passed >= (len(inner) + 1) / 5 * total:
            inner.append(np.sqrt(age))
    roots = np.sqrt(ages)
    knots = np.r_[[roots[0]] * 4, inner, [roots[-1]] * 4]
    count = len(knots) - 4
    basis = np.column_stack([
        interpolate.BSpline(knots, np.eye(count)[k], 3)(roots) for k in range(count)])
    terms = np.column_stack([basis[:, k:].sum(axis=1) for k in range(1, count)])
    best = None
    for sign in (1, -1):
        def loss(b):
            return -log_likelihood(
                1 / (1 + np.exp(-b[0] - sign * terms @ b[1:])), trials, successes)

        for level in (-1.0, 0.0, 1.0):
            result = optimize.minimize(
                loss, [level] + [0.3] * (count - 1), method="L-BFGS-B",
                bounds=[(-10, 10)] + [(0, 20)] * (count - 1),
                options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 5000, "maxfun": 100000})
            if best is None or result.fun < best[0]:
                best = (result.fun, sign, result.x)
    loss, sign, b = best
    return {"fitted": list(1 / (1 + np.exp(-b[0] - sign * terms @ b[1:]))),
            "logLikelihood": -loss}


def pearson(trials, successes, p, groups):
    """scipy's statistic over groups of neighbouring ages, successes and failures as cells."""
    total, passed, start, observed, expected = trials.sum(), 0.0, 0, [], []
    done = 0
    for age in range(len(trials)):
        passed += trials[age]
        if passed >= total * (done + 1) / groups - 1e-9 * total or age == len(trials) - 1:
            part = slice(start, age + 1)
            n, s, e = trials[part].sum(), successes[part].sum(), (trials * p)[part].sum()
            observed += [s, n - s]
            expected += [e, n - e]
            start, done = age + 1, max(done + 1, int(passed / total * groups + 1e-9))
    return float(stats.chisquare(observed, expected).statistic)


def cases():
    generator = np.random.default_rng(11)
    ages = np.sort(np.r_[generator.uniform(0.3, 17, 60), generator.uniform(18, 60, 12)])
    truths = {
        "peak": steps(ages, (0.4, 0.7, 0.45), (4.0, 14.0), 1.0),
        "trough": steps(ages, (0.7, 0.4, 0.65), (5.0, 12.0), 1.2),
        "two-steps": steps(ages, (0.25, 0.5, 0.8), (4.0, 13.0), 0.8),
        "steady": 1 / (1 + np.exp(1.0 - 0.6 * np.log(ages + 1))),
    }
    midpoints = (1.0, 25.0)
    for name, truth in truths.items():
        trials = generator.uniform(30, 90, len(ages))
        successes = trials * np.clip(
            truth + generator.normal(0, np.sqrt(truth * (1 - truth) / trials)), 0.02, 0.98)
        fits = fit_steps(ages, trials, successes, midpoints)
        fitted = steps(ages, fits["levels"], fits["midpoints"], fits["scale"])
        yield {
            "truth": name, "ages": list(ages), "trials": list(trials),
            "successes": list(successes), "midpoints": list(midpoints), "steps": fits,
            "steady": fit_steady(ages, trials, successes),
            "monotone": fit_monotone(ages, trials, successes),
            "pearson": pearson(trials, successes, fitted, 10),
            "pearsonOfLevel": pearson(
                trials, successes, np.full(len(ages), successes.sum() / trials.sum()), 7),
        }


if __name__ == "__main__":
    Path("shapes.json").write_text(json.dumps(
        {"scipy": scipy.__version__, "cases": list(cases())}, indent=1) + "\n")

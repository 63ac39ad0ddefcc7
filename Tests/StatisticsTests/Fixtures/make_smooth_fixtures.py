"""Makes smooth.json: logits of largest posterior density under a random walk, found by scipy.

Run in this folder: python make_smooth_fixtures.py (numpy, scipy).
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import optimize
from scipy.special import expit

generator = np.random.default_rng(11)


def negative_log_posterior(logits, case):
    curve = np.interp(case["places"], case["knots"], logits) + case["offsets"]
    trials, successes = np.array(case["trials"]), np.array(case["successes"])
    likelihood = successes @ curve - trials @ np.logaddexp(0, curve)
    walk = np.sum(np.diff(logits) ** 2) / (2 * case["step"] ** 2)
    return walk + np.mean(logits) ** 2 / (2 * case["level"] ** 2) - likelihood


def gradient(logits, case):
    basis = np.column_stack([np.interp(case["places"], case["knots"], row)
                             for row in np.eye(len(case["knots"]))])
    curve = basis @ logits + case["offsets"]
    result = basis.T @ (np.array(case["trials"]) * expit(curve) - case["successes"])
    steps = np.diff(logits) / case["step"] ** 2
    result[1:] += steps
    result[:-1] -= steps
    return result + np.mean(logits) / (case["level"] ** 2 * len(logits))


def case(name, places, trials, successes, offsets=None, step=0.5, level=2.0):
    made = {"name": name, "knots": [0.5, 2.0, 5.0, 9.0, 20.0], "places": places, "trials": trials,
            "successes": successes, "offsets": offsets or [0.0] * len(places), "step": step,
            "level": level}
    start = optimize.minimize(negative_log_posterior, np.zeros(5), args=(made,), jac=gradient).x
    made["logits"] = optimize.root(gradient, start, args=(made,), tol=1e-13).x.tolist()
    return made


ages = np.round(generator.uniform(0, 30, 40), 2)
trials = np.round(generator.uniform(1, 9, 40), 1)
successes = np.round(trials * generator.uniform(0, 1, 40), 2)
cases = [
    case("scattered", ages.tolist(), trials.tolist(), successes.tolist()),
    case("offsets", ages.tolist(), trials.tolist(), successes.tolist(),
         offsets=np.round(0.1 * (ages - 10), 3).tolist(), step=0.2),
    case("all right, old faces alone", [12.0, 15.0], [30.0, 20.0], [30.0, 20.0]),
    case("sharp", [1.0, 4.0, 6.0, 12.0], [400.0] * 4, [80.0, 90.0, 300.0, 320.0]),
]
assert all(np.abs(gradient(np.array(made["logits"]), made)).max() < 1e-9 for made in cases)
Path("smooth.json").write_text(json.dumps(
    {"scipy": scipy.__version__, "cases": cases}, separators=(",", ":")) + "\n")

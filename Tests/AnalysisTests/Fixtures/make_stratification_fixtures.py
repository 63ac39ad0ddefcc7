"""Writes stratification.json: counts, near bounds and mixing of age groups by pandas and scipy.

The ages follow a formula that the test repeats, so that 26,000 of them need no file.
Run with numpy, pandas and scipy: python make_stratification_fixtures.py
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import scipy
from scipy import stats

COUNT = 26_000
# On the bounds, just beside them, and at the ends.
SPECIAL = [0.0, 3.0, 3.0000001, 2.9999999, 8.0, 8.0000001, 12.0, 12.0000001, 17.0, 17.0000001,
           116.0]


def faces():
    places = np.arange(COUNT)
    ages = np.round((places * 7919 % COUNT) / COUNT * 30 + (places % 7 == 0) * 40, 3)
    ages[:len(SPECIAL)] = SPECIAL
    spreads = np.round(0.2 + (places * 104729 % 1000) / 250 + ages / 20, 3)
    return ages, spreads


def stratified(bounds):
    ages, spreads = faces()
    groups = pd.cut(ages, [-np.inf, *bounds, np.inf], right=True, labels=False)
    near = np.any(np.abs(np.array(bounds)[None, :] - ages[:, None]) <= spreads[:, None], axis=1)
    edges = np.array([-np.inf, *bounds, np.inf])
    below = stats.norm.cdf(edges[None, :], ages[:, None], spreads[:, None])
    membership = np.diff(below, axis=1)
    count = lambda which: np.bincount(groups[which], minlength=5).tolist()
    mixing = [membership[groups == g].mean(0).tolist() for g in range(5)]
    # The same by drawing every age again.
    generator = np.random.default_rng(1)
    drawn = np.zeros((5, 5))
    repeats = 200
    for _ in range(repeats):
        truth = pd.cut(generator.normal(ages, spreads), edges, right=True, labels=False)
        np.add.at(drawn, (groups, truth), 1)
    return {
        "bounds": list(bounds), "counts": count(np.full(COUNT, True)), "near": count(near),
        "kept": count(~near), "mixing": mixing,
        "drawn": (drawn / drawn.sum(1, keepdims=True)).tolist(),
        "rightShare": float(membership[np.arange(COUNT), groups].mean()),
    }


reference = {
    "versions": {"numpy": np.__version__, "pandas": pd.__version__, "scipy": scipy.__version__},
    "special": SPECIAL,
    "cases": [stratified([3, 8, 12, 17]), stratified([2, 6.5, 12, 18])],
}
Path(__file__).with_name("stratification.json").write_text(json.dumps(reference, indent=1) + "\n")

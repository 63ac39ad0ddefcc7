#!/usr/bin/env python3
"""Debiased linear CKA with numpy, its jackknife over subjects worked out by leaving each out.

Needs numpy and scipy; writes similarity.json beside itself. The unbiased HSIC is written out over
quadruples of different faces in `by_definition` (Song et al. 2012, equation 4), which the first
case checks.
"""
import itertools
import json
import pathlib

import numpy as np
from scipy import stats

HERE = pathlib.Path(__file__).parent


def hsic(k, l):
    n = len(k)
    k, l = k - np.diag(np.diag(k)), l - np.diag(np.diag(l))
    one = np.ones(n)
    total = np.trace(k @ l) + (one @ k @ one) * (one @ l @ one) / ((n - 1) * (n - 2))
    return (total - 2 / (n - 2) * (one @ k @ l @ one)) / (n * (n - 3))


def by_definition(k, l):
    terms = [k[i, j] * (l[i, j] + l[q, r] - 2 * l[i, q])
             for i, j, q, r in itertools.permutations(range(len(k)), 4)]
    return np.mean(terms)


def cka(x, y):
    k, l = x @ x.T, y @ y.T
    return hsic(k, l) / np.sqrt(hsic(k, k) * hsic(l, l))


def case(x, y, subjects):
    x, y, subjects = np.round(x, 4), np.round(y, 4), np.array(subjects)
    value = cka(x, y)
    parts = np.array([
        cka(x[subjects != s], y[subjects != s]) for s in np.unique(subjects)])
    g = len(parts)
    error = np.sqrt((g - 1) / g * ((parts - parts.mean()) ** 2).sum())
    half = stats.t.ppf(0.975, g - 1) * error
    return {
        "first": x.tolist(), "second": y.tolist(), "subjects": subjects.tolist(),
        "value": value, "lower": value - half, "upper": max(value, min(value + half, 1)),
    }


generator = np.random.default_rng(3)
x = generator.normal(size=(8, 3))
y = np.hstack([x[:, :1] * 2 + generator.normal(size=(8, 1)), generator.normal(size=(8, 1)) + 5])
assert np.isclose(hsic(x @ x.T, y @ y.T), by_definition(x @ x.T, y @ y.T))
cases = [case(x, y, range(8))]
# Fewer faces than features, several of a subject, unrelated features.
cases.append(case(
    generator.normal(size=(12, 19)) + 3, generator.normal(size=(12, 21)), [0, 0, 1, 2, 2, 2, 3, 4, 4, 5, 6, 7]))
# The same features, turned and scaled: 1.
x = generator.normal(size=(10, 4))
turn, _ = np.linalg.qr(generator.normal(size=(4, 4)))
cases.append(case(x, 0.3 * x @ turn - 1, [i // 2 for i in range(10)]))
(HERE / "similarity.json").write_text(json.dumps(cases) + "\n")
for item in cases:
    print(item["value"], item["lower"], item["upper"])

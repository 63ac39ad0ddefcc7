"""Makes votes.json: what numbers become where every subject counts the same, from dense definitions.

Run in this folder: python make_vote_fixtures.py (numpy, scipy, statsmodels).
"""

import json
from pathlib import Path

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import linalg, stats
from statsmodels.stats.weightstats import DescrStatsW


def logistic(x, infant, adult, midpoint, scale):
    return infant + (adult - infant) / (1 + np.exp(-(x - midpoint) / scale))


def sandwich():
    """The midpoint's robust error where faces have votes: each subject's influence is the numerical derivative of the
    weighted score by the number of times that it is counted."""
    generator = np.random.default_rng(21)
    faces = generator.integers(1, 9, 70)
    subject = np.repeat(np.arange(70), faces)
    ages = np.repeat(generator.uniform(0.5, 20, 70), faces)
    kind = generator.integers(0, 3, len(ages))
    stratum = (ages > 8).astype(int)
    cell = stratum * 3 + kind
    votes = (1 / faces)[subject] * len(ages) / 70
    outcome = generator.uniform(size=len(ages)) < logistic(ages, 0.3, 0.8, 8, 1.2)
    theta = np.array([0.32, 0.77, 7.6, np.log(1.4)])

    def p(theta):
        return logistic(ages, *theta[:3], np.exp(theta[3]))

    def weights(times):
        own = votes * times
        return own * (np.bincount(stratum, own) / 3)[stratum] / np.bincount(cell, own)[cell]

    step = 1e-6
    slopes = np.stack([(p(theta + step * e) - p(theta - step * e)) / (2 * step)
                       for e in np.eye(4)], 1)
    variance = p(theta) * (1 - p(theta))
    weight = weights(np.ones(len(ages)))
    information = (slopes * (weight / variance)[:, None]).T @ slopes
    scores = slopes * ((outcome - p(theta)) / variance)[:, None]

    def influence(s):
        more = [weights(1 + sign * 1e-4 * (subject == s)) @ scores for sign in (1, -1)]
        return (more[0] - more[1]) / 2e-4

    sums = np.stack([influence(s) for s in range(70)])
    inverse = np.linalg.inv(information)
    robust = inverse @ (sums.T @ sums) @ inverse * 70 / 69
    return {"ages": ages.tolist(), "weights": weight.tolist(), "votes": votes.tolist(),
            "outcomes": outcome.tolist(), "strata": stratum.tolist(), "cells": cell.tolist(),
            "facesOfSubjects": faces.tolist(),
            "curve": [float(v) for v in (*theta[:3], np.exp(theta[3]))],
            "standardError": float(np.sqrt(robust[2, 2])),
            "designEffect": float(robust[2, 2] / inverse[2, 2])}


def accuracies():
    """Subjects' mean by statsmodels, its difference from the mean over faces by the delta method, and the weighted line."""
    generator = np.random.default_rng(22)
    subjects, groups = 45, 3
    faces = generator.integers(0, 7, (subjects, groups))
    skill = generator.uniform(0.2, 0.9, subjects)
    faces[skill < 0.5] *= 2
    right = generator.binomial(faces, skill[:, None] * np.array([0.7, 0.85, 1]))
    result = {"faces": faces.tolist(), "right": right.tolist(), "groups": []}
    for g in range(groups):
        there = faces[:, g] > 0
        n, x = faces[there, g].astype(float), right[there, g].astype(float)
        share = x / n
        means = DescrStatsW(share)
        lower, upper = means.tconfint_mean()
        g_ = np.array([1, -1 / n.mean(), x.mean() / n.mean() ** 2])
        error = np.sqrt(g_ @ np.cov(np.stack([share, x, n])) @ g_ / there.sum())
        difference = share.mean() - x.sum() / n.sum()
        half = stats.t.ppf(0.975, there.sum() - 1) * error
        result["groups"].append({
            "byFace": x.sum() / n.sum(), "bySubject": means.mean, "lower": lower, "upper": upper,
            "difference": difference, "differenceLower": difference - half,
            "differenceUpper": difference + half})
    # Face by face, weights 1/n: the value. CR2 from its definition on subjects' shares, which is the same fit.
    y, score, weight, shares, ranks, owner = [], [], [], [], [], []
    for s in range(subjects):
        for g in range(groups):
            n, x = faces[s, g], right[s, g]
            y += [1] * x + [0] * (n - x)
            score += [g] * n
            weight += [1 / max(n, 1)] * n
            if n:
                shares.append(x / n)
                ranks.append(g)
                owner.append(s)
    fit = sm.WLS(np.array(y, float), sm.add_constant(np.array(score, float)), np.array(weight)).fit()
    x = np.column_stack([np.ones(len(ranks)), ranks])
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ x.T @ np.array(shares)
    assert abs(beta[1] - fit.params[1]) < 1e-12
    residual, owner = np.array(shares) - x @ beta, np.array(owner)
    remainder = np.eye(len(ranks)) - x @ bread @ x.T
    variance, columns = 0.0, []
    for s in np.unique(owner):
        own = owner == s
        root = np.real(linalg.fractional_matrix_power(remainder[np.ix_(own, own)], -0.5))
        direction = root @ x[own] @ bread[1]
        variance += (direction @ residual[own]) ** 2
        columns.append(remainder[own].T @ direction)
    form = np.array(columns) @ np.array(columns).T
    df = np.trace(form) ** 2 / np.sum(form * form)
    half = stats.t.ppf(0.975, df) * np.sqrt(variance)
    result["slope"] = {"value": fit.params[1], "lower": fit.params[1] - half,
                       "upper": fit.params[1] + half}
    return result


content = {"versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                        "statsmodels": statsmodels.__version__},
           "sandwich": sandwich(), "accuracies": accuracies()}
Path(__file__).with_name("votes.json").write_text(json.dumps(content, indent=1) + "\n")

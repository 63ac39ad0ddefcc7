"""Makes transition.json and cluster-robust.json from scipy's optimisers and dense matrices.

Run in this folder: python make_transition_fixtures.py (numpy, scipy).
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import linalg, optimize, stats

MARGIN = 1e-4
SCALES = (0.25, 6.0)


def logistic(x, infant, adult, midpoint, scale):
    return infant + (adult - infant) / (1 + np.exp(-(x - midpoint) / scale))


def segmented(x, infant, adult, midpoint, scale):
    return infant + (adult - infant) * np.clip(0.5 + (x - midpoint) / (4 * scale), 0, 1)


def log_likelihood(curve, parameters, data):
    ages, trials, successes = data
    p = curve(ages, *parameters[:3], np.exp(parameters[3]))
    return float(np.sum(successes * np.log(p) + (trials - successes) * np.log(1 - p)))


def maximum(curve, data, midpoints, fixed=None):
    """The best of many local searches, polished by Nelder and Mead's simplex."""
    low = np.array([MARGIN, MARGIN, midpoints[0], np.log(SCALES[0])])
    high = np.array([1 - MARGIN, 1 - MARGIN, midpoints[1], np.log(SCALES[1])])
    if fixed is not None:
        low[2] = high[2] = fixed

    def loss(parameters):
        return -log_likelihood(curve, np.clip(parameters, low, high), data)

    best = None
    for midpoint in np.linspace(low[2], high[2], 1 if fixed is not None else 15):
        for scale in (0.4, 1.2, 3.5):
            for infant, adult in ((0.3, 0.7), (0.7, 0.3)):
                start = [infant, adult, midpoint, np.log(scale)]
                result = optimize.minimize(
                    loss, start, method="L-BFGS-B", bounds=list(zip(low, high)))
                if best is None or result.fun < best.fun:
                    best = result
    for _ in range(3):
        best = optimize.minimize(loss, best.x, method="Nelder-Mead", options={
            "xatol": 1e-12, "fatol": 1e-14, "maxiter": 20000, "maxfev": 20000})
    parameters = np.clip(best.x, low, high)
    return {"infant": parameters[0], "adult": parameters[1], "midpoint": parameters[2],
            "scale": float(np.exp(parameters[3])), "logLikelihood": -best.fun}


def transitions():
    generator = np.random.default_rng(3)
    cases = []
    for truth, faces in (((0.4, 0.8, 7.0, 1.0), 4000), ((0.6, 0.3, 4.0, 0.7), 1500),
                         ((0.2, 0.9, 11.0, 2.0), 900)):
        ages = np.sort(np.round(generator.uniform(0.5, 22, 60), 2))
        trials = np.round(generator.gamma(3, faces / 180, 60), 3)
        successes = trials * np.clip(
            logistic(ages, *truth) + generator.normal(0, 0.03, 60), 0.01, 0.99)
        data = (ages, trials, successes)
        midpoints = (float(ages[4]), float(ages[-5]))
        case = {"ages": ages.tolist(), "trials": trials.tolist(),
                "successes": successes.tolist(), "midpoints": midpoints,
                "logistic": maximum(logistic, data, midpoints),
                "segmented": maximum(segmented, data, midpoints),
                "fixed": [maximum(logistic, data, midpoints, m) for m in (3.0, 8.0, 15.0)]}
        # Least squares of the same curve lands nearby: the likelihood is not at a false peak.
        fit, _ = optimize.curve_fit(
            logistic, ages, successes / trials, p0=truth, sigma=1 / np.sqrt(trials))
        assert abs(fit[2] - case["logistic"]["midpoint"]) < 0.2
        cases.append(case)
    return cases


def sandwiches():
    """The midpoint's robust error from numerical derivatives and dense sums."""
    generator = np.random.default_rng(5)
    subjects, faces, classes = 80, 4, 3
    ages = np.repeat(generator.uniform(0.5, 20, subjects), faces)
    subject = np.repeat(np.arange(subjects), faces)
    kind = generator.integers(0, classes, subjects * faces)
    stratum = (ages > 8).astype(int)
    cell = stratum * classes + kind
    counts = np.bincount(cell, minlength=2 * classes)
    weights = (np.bincount(stratum) / classes)[stratum] / counts[cell]
    outcome = generator.uniform(size=len(ages)) < logistic(ages, 0.3, 0.8, 8, 1.2) \
        + np.array([-0.1, 0, 0.1])[kind]
    theta = np.array([0.32, 0.77, 7.6, np.log(1.4)])

    def p(theta):
        return logistic(ages, *theta[:3], np.exp(theta[3]))

    step = 1e-6
    slopes = np.stack([(p(theta + step * e) - p(theta - step * e)) / (2 * step)
                       for e in np.eye(4)], 1)
    variance = p(theta) * (1 - p(theta))
    information = (slopes * (weights / variance)[:, None]).T @ slopes
    scores = slopes * ((outcome - p(theta)) / variance)[:, None]
    influence = np.zeros_like(scores)
    for i in range(len(ages)):
        same = cell == cell[i]
        group = stratum == stratum[i]
        influence[i] = weights[i] * (scores[i] - scores[same].mean(0)) \
            + (weights[group, None] * scores[group]).sum(0) / group.sum()
    sums = np.stack([influence[subject == s].sum(0) for s in range(subjects)])
    inverse = np.linalg.inv(information)
    robust = inverse @ (sums.T @ sums) @ inverse * subjects / (subjects - 1)
    return {"ages": ages.tolist(), "weights": weights.tolist(), "outcomes": outcome.tolist(),
            "strata": stratum.tolist(), "cells": cell.tolist(), "facesPerSubject": faces,
            "curve": [float(v) for v in (*theta[:3], np.exp(theta[3]))],
            "standardError": float(np.sqrt(robust[2, 2])),
            "designEffect": float(robust[2, 2] / inverse[2, 2])}


def robust_slopes():
    """CR2 and Bell and McCaffrey's degrees of freedom from their definitions, face by face."""
    generator = np.random.default_rng(11)
    cases = []
    for clusters, groups in ((12, 3), (60, 5), (25, 2)):
        trials = generator.poisson(1.2, (clusters, groups))
        trials[0] = 0
        share = generator.beta(3, 2, clusters)[:, None] * np.linspace(0.6, 1, groups)
        successes = generator.binomial(trials, share)
        subject, score, outcome = [], [], []
        for c in range(clusters):
            for g in range(groups):
                subject += [c] * trials[c, g]
                score += [g] * trials[c, g]
                outcome += [1] * successes[c, g] + [0] * (trials[c, g] - successes[c, g])
        subject, y = np.array(subject), np.array(outcome, float)
        x = np.column_stack([np.ones(len(y)), score])
        bread = np.linalg.inv(x.T @ x)
        beta = bread @ x.T @ y
        residual = y - x @ beta
        remainder = np.eye(len(y)) - x @ bread @ x.T
        contrast = bread[1]
        variance, columns = 0.0, []
        for c in np.unique(subject):
            own = subject == c
            root = np.real(linalg.fractional_matrix_power(remainder[np.ix_(own, own)], -0.5))
            direction = root @ x[own] @ contrast
            variance += (direction @ residual[own]) ** 2
            columns.append(remainder[own].T @ direction)
        form = np.array(columns) @ np.array(columns).T
        df = np.trace(form) ** 2 / np.sum(form * form)
        t = beta[1] / np.sqrt(variance)
        half = stats.t.ppf(0.975, df) * np.sqrt(variance)
        cases.append({"trials": trials.tolist(), "successes": successes.tolist(),
                      "slope": beta[1], "standardError": np.sqrt(variance),
                      "degreesOfFreedom": df, "lower": beta[1] - half, "upper": beta[1] + half,
                      "t": t, "p": 2 * stats.t.sf(abs(t), df)})
    return cases


def pooled():
    """Rubin's rules with Barnard and Rubin's degrees of freedom, from their formulas."""
    cases = []
    for estimates, errors, complete in (
            ([1.2, 1.5, 0.9, 1.1, 1.4], [0.5, 0.45, 0.55, 0.5, 0.48], 40.0),
            ([0.031, 0.030, 0.029], [0.01, 0.011, 0.012], 17.0),
            ([2.0, 2.0, 2.0, 2.0], [0.3, 0.3, 0.3, 0.3], 9.5)):
        q, u = np.array(estimates), np.array(errors) ** 2
        m = len(q)
        between = q.var(ddof=1)
        total = u.mean() + (1 + 1 / m) * between
        share = (1 + 1 / m) * between / total
        observed = (complete + 1) / (complete + 3) * complete * (1 - share)
        df = observed if share == 0 else 1 / (share ** 2 / (m - 1) + 1 / observed)
        half = stats.t.ppf(0.975, df) * np.sqrt(total)
        cases.append({"estimates": estimates, "standardErrors": errors,
                      "completeDegreesOfFreedom": complete, "value": q.mean(),
                      "standardError": np.sqrt(total), "degreesOfFreedom": df,
                      "missingShare": share, "lower": q.mean() - half,
                      "upper": q.mean() + half,
                      "p": 2 * stats.t.sf(abs(q.mean()) / np.sqrt(total), df)})
    return cases


def skewed():
    """Hall's transformation of t."""
    generator = np.random.default_rng(9)
    cases = []
    for values in (generator.exponential(1, 12) - 0.8, generator.normal(0.3, 1, 30),
                   generator.binomial(6, 1 / 7, 25) - 6 / 7):
        n = len(values)
        gamma = np.mean((values - values.mean()) ** 3) / values.std(ddof=1) ** 3
        t = np.sqrt(n) * values.mean() / values.std(ddof=1)
        g = t + gamma * t ** 2 / (3 * np.sqrt(n)) + gamma ** 2 * t ** 3 / (27 * n) \
            + gamma / (6 * np.sqrt(n))
        cases.append({"values": values.tolist(), "statistic": g,
                      "p": float(stats.t.sf(g, n - 1))})
    return cases


def write(name, content):
    content = {"versions": {"numpy": np.__version__, "scipy": scipy.__version__}} | content
    Path(__file__).with_name(name).write_text(json.dumps(content, indent=1) + "\n")


write("transition.json", {"fits": transitions(), "sandwich": sandwiches()})
write("cluster-robust.json", {
    "slopes": robust_slopes(), "pooled": pooled(), "skewed": skewed()})

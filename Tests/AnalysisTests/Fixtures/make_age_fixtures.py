"""Writes ages.json: an invented age estimator's answers with scikit-learn's and statsmodels' numbers.

Run with numpy, scikit-learn and statsmodels: python make_age_fixtures.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
import sklearn.metrics as metrics
import statsmodels
import statsmodels.api as sm
from scipy import stats

BOUNDS = [3, 8, 12, 17]
EMOTIONS = ["anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"]


def group(ages):
    # "left": a bound belongs to the group below it.
    return np.searchsorted(BOUNDS, ages, side="left")


def spline(x):
    """Harrell's restricted cubic spline with four knots."""
    t = np.quantile(x, [0.05, 0.35, 0.65, 0.95])
    cube = lambda v: np.maximum(v, 0) ** 3
    terms = [x]
    for j in range(2):
        terms.append((cube(x - t[j]) - cube(x - t[2]) * (t[3] - t[j]) / (t[3] - t[2])
                      + cube(x - t[3]) * (t[2] - t[j]) / (t[3] - t[2])) / (t[3] - t[0]) ** 2)
    return np.column_stack(terms)


def robust(y, x, subjects):
    return sm.OLS(y, x).fit(cov_type="cluster", use_t=True, cov_kwds={
        "groups": subjects, "use_correction": True, "df_correction": True})


def effects(y, emotions, subjects, terms):
    """Cell means at the faces' mean age terms; F of equal means; deviations; the widest gap."""
    kept = [e for e in range(7) if (emotions == e).any()]
    k = len(kept)
    cells = np.column_stack([emotions == e for e in kept]).astype(float)
    x = cells if terms is None else np.column_stack([cells, terms - terms.mean(0)])
    fit = robust(y, x, subjects)
    pad = lambda rows: np.column_stack([rows, np.zeros((len(rows), x.shape[1] - k))])
    interval = lambda row, alpha=0.05: [
        float(v) for v in (lambda t: (t.effect[0], *t.conf_int(alpha)[0]))(fit.t_test(row))]
    equal = pad(np.eye(k)[1:] - np.eye(k)[:1])
    wald = fit.wald_test(equal, use_f=True, scalar=True)
    adjusted = fit.params[:k]
    older, younger = int(adjusted.argmax()), int(adjusted.argmin())
    pairs = k * (k - 1) // 2
    gap = pad(np.eye(k)[[older]] - np.eye(k)[[younger]])
    return {
        "emotions": [EMOTIONS[e] for e in kept],
        "means": [interval(row) for row in pad(np.eye(k))],
        "deviations": [interval(row) for row in pad(np.eye(k) - 1 / k)],
        "wald": [float(wald.statistic), float(wald.pvalue)],
        "older": EMOTIONS[kept[older]], "younger": EMOTIONS[kept[younger]],
        "gap": interval(gap, 0.05 / pairs),
    }


def weight_effect(y, emotions, subjects, terms, weights):
    cells = np.column_stack([emotions == e for e in range(7) if (emotions == e).any()])
    x = np.column_stack([cells.astype(float), terms - terms.mean(0), weights])
    fit = robust(y, x, subjects)
    return [float(fit.params[-1]), *map(float, fit.conf_int()[-1]), float(fit.tvalues[-1] ** 2),
            float(fit.pvalues[-1])]


def cohort(seed):
    generator = np.random.default_rng(seed)
    subjects = np.repeat(np.arange(90), generator.integers(2, 6, 90))
    n = len(subjects)
    ages = generator.uniform(0.5, 40, 90).round(2)[subjects]
    emotions = generator.choice([0, 3, 4, 5, 6], n, p=[.15, .35, .25, .15, .1])
    # Half of the subjects have adult expressions whatever their age.
    weights = np.where(subjects % 2 == 0, 1, 1 / (1 + np.exp(-(ages - 8) / 2))).round(4)
    estimates = np.maximum(
        2 + 0.85 * ages + np.where(emotions == 3, 1.5, 0) - 1.2 * (1 - weights)
        + generator.normal(0, 1, 90)[subjects] + generator.normal(0, 2, n), 0).round(3)
    sexes = np.where(subjects % 3 == 0, "female", "male")
    ethnicities = np.where(subjects % 30 == 0, "rare", "common")
    return subjects, ages, emotions, weights, estimates, sexes, ethnicities


subjects, ages, emotions, weights, estimates, sexes, ethnicities = cohort(5)
errors = estimates - ages
terms = spline(ages)
limits = errors.mean() + stats.norm.ppf(0.975) * errors.std(ddof=1) * np.array([-1, 1])
reference = {
    "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__,
                 "statsmodels": statsmodels.__version__},
    "subjects": subjects.tolist(), "ages": ages.tolist(), "estimates": estimates.tolist(),
    "emotions": [EMOTIONS[e] for e in emotions], "weights": weights.tolist(),
    "sexes": sexes.tolist(), "ethnicities": ethnicities.tolist(),
    "meanAbsoluteError": float(metrics.mean_absolute_error(ages, estimates)),
    "rootMeanSquaredError": float(metrics.root_mean_squared_error(ages, estimates)),
    "bias": float(errors.mean()), "limits": limits.tolist(),
    "confusion": metrics.confusion_matrix(
        group(ages), group(estimates), labels=range(5)).tolist(),
    "groupAccuracy": float(metrics.accuracy_score(group(ages), group(estimates))),
    "femaleError": float(np.abs(errors[sexes == "female"]).mean()),
    "errorByEmotion": effects(errors, emotions, subjects, terms),
    "ageByEmotion": effects(estimates, emotions, subjects, None),
    "weight": weight_effect(errors, emotions, subjects, terms, weights),
}
Path(__file__).with_name("ages.json").write_text(json.dumps(reference) + "\n")

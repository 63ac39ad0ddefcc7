"""Makes association.json: Cramér's V, its interval, and clustered means by scipy and statsmodels.

Run in this folder: python make_association_fixtures.py (numpy, scipy, statsmodels).
"""

import json
from pathlib import Path

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import stats
from scipy.optimize import brentq
from scipy.stats.contingency import association


def bound(statistic, freedom, p):
    """The noncentrality at which the statistic has p below it."""
    if stats.chi2.cdf(statistic, freedom) <= p:
        return 0.0
    return brentq(lambda nc: stats.ncx2.cdf(statistic, freedom, nc) - p, 1e-12,
                  4 * statistic + 200, xtol=1e-13, rtol=1e-14)


def cramer(table, size=None):
    table = np.array(table)
    used = table[table.sum(1) > 0][:, table.sum(0) > 0]
    n = used.sum()
    pearson = stats.chi2_contingency(used, correction=False)
    phi2 = pearson.statistic / n
    n = n if size is None else size
    statistic = phi2 * n
    r, c = used.shape
    k = min(r, c) - 1
    corrected = max(0, phi2 - (r - 1) * (c - 1) / (n - 1))
    rt, ct = r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)
    return {
        "table": table.tolist(), "size": size, "statistic": float(statistic),
        "p": float(stats.chi2.sf(statistic, pearson.dof)), "freedom": int(pearson.dof),
        "uncorrected": float(association(used, method="cramer")),
        "corrected": float(min(1, np.sqrt(corrected / (min(rt, ct) - 1)))),
        "lower": float(min(1, np.sqrt(bound(statistic, pearson.dof, 0.975) / (n * k)))),
        "upper": float(min(1, np.sqrt(bound(statistic, pearson.dof, 0.025) / (n * k)))),
    }


def clustered_mean(seed, clusters, spread):
    generator = np.random.default_rng(seed)
    sizes = generator.integers(1, 6, clusters)
    groups = np.repeat(np.arange(clusters), sizes)
    values = generator.normal(0.1, 1, len(groups)) + np.repeat(
        generator.normal(0, spread, clusters), sizes)
    values = np.round(values, 3)
    fit = sm.OLS(values, np.ones(len(values))).fit(
        cov_type="cluster", use_t=True,
        cov_kwds={"groups": groups, "use_correction": True, "df_correction": True})
    lower, upper = fit.conf_int()[0]
    return {"values": values.tolist(), "clusters": groups.tolist(), "mean": float(fit.params[0]),
            "lower": float(lower), "upper": float(upper), "t": float(fit.tvalues[0]),
            "p": float(fit.pvalues[0])}


reference = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "statsmodels": statsmodels.__version__},
    "cramersV": [
        cramer([[10, 20], [30, 5]]),
        cramer([[10, 20, 30], [12, 18, 33]]),
        cramer([[120, 3, 40, 900, 880, 35, 60], [250, 180, 300, 20, 10, 260, 240]]),
        cramer([[120, 3, 40, 900, 880, 35, 60], [250, 180, 300, 20, 10, 260, 240]], 700.0),
        cramer([[50, 0, 0], [0, 0, 40], [0, 0, 0]]),
        cramer([[2, 3], [4, 6]]),
        cramer([[1, 0], [0, 1], [1, 1]]),
        cramer([[3000, 2900, 3100], [3050, 2950, 3000], [2990, 3010, 3000], [2, 3, 1]]),
    ],
    "means": [clustered_mean(1, 12, 0.5), clustered_mean(2, 60, 2.0)],
}
Path(__file__).with_name("association.json").write_text(json.dumps(reference, indent=1) + "\n")

"""Writes linear.json: least squares with cluster-robust and HC1 covariances by statsmodels.

Run with numpy and statsmodels: python make_linear_fixtures.py
"""

import json
from pathlib import Path

import numpy as np
import statsmodels
import statsmodels.api as sm


def regression(seed, clusters, largest):
    generator = np.random.default_rng(seed)
    sizes = generator.integers(1, largest + 1, clusters)
    groups = np.repeat(np.arange(clusters), sizes)
    n = len(groups)
    columns = [generator.normal(0, 1, n).round(3), generator.integers(0, 2, n).astype(float),
               np.repeat(generator.uniform(0, 60, clusters), sizes).round(2)]
    outcomes = (1 + 0.3 * columns[0] - 0.5 * columns[1] + 0.02 * columns[2]
                + np.repeat(generator.normal(0, 1, clusters), sizes)
                + generator.normal(0, 1, n) * (1 + columns[2] / 20)).round(3)
    # With one row for each cluster the CR1 factor is n/(n-k): this is HC1.
    fit = sm.OLS(outcomes, sm.add_constant(np.column_stack(columns))).fit(
        cov_type="cluster", use_t=True,
        cov_kwds={"groups": groups, "use_correction": True, "df_correction": True})
    weights = [0.0, 1.0, -1.0, 0.0]
    contrast = fit.t_test(np.array([weights]))
    wald = fit.wald_test(np.eye(4)[[1, 2]], use_f=True, scalar=True)
    return {
        "columns": [c.tolist() for c in columns], "outcomes": outcomes.tolist(),
        "clusters": groups.tolist(), "coefficients": fit.params.tolist(),
        "errors": fit.bse.tolist(), "lower": fit.conf_int()[:, 0].tolist(),
        "upper": fit.conf_int()[:, 1].tolist(), "weights": weights,
        "contrast": [float(contrast.effect[0]), *map(float, contrast.conf_int()[0])],
        "wald": [float(wald.statistic), float(wald.pvalue)],
    }


reference = {
    "versions": {"numpy": np.__version__, "statsmodels": statsmodels.__version__},
    "regressions": [regression(1, 14, 4), regression(2, 50, 1), regression(3, 40, 6)],
}
Path(__file__).with_name("linear.json").write_text(json.dumps(reference, indent=1) + "\n")

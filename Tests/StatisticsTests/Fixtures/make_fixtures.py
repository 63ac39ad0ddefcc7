"""Makes reference.json: what scipy and statsmodels answer.

Run in this folder: python make_fixtures.py (numpy, scipy, statsmodels).
"""

import json
from pathlib import Path

import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats import proportion
from statsmodels.stats.contingency_tables import Table
from statsmodels.stats.multitest import multipletests


def distributions():
    cases = []

    def add(name, parameters, x, lower, upper):
        cases.append({"name": name, "parameters": parameters, "x": x,
                      "lower": float(lower), "upper": float(upper)})

    for x in (-8.5, -1.96, 0.0, 0.3, 6.0):
        add("normal", [], x, stats.norm.cdf(x), stats.norm.sf(x))
    for x, df in ((-3.2, 4.0), (0.0, 1.0), (2.1, 17.0), (9.0, 200.5)):
        add("student_t", [df], x, stats.t.cdf(x, df), stats.t.sf(x, df))
    for x, df in ((0.0, 1.0), (3.84, 1.0), (60.0, 12.0), (900.0, 800.0)):
        add("chi_squared", [df], x, stats.chi2.cdf(x, df), stats.chi2.sf(x, df))
    for k, n, p in ((-1, 10, 0.2), (0, 10, 0.2), (3, 10, 1 / 7), (10, 10, 0.5), (12, 10, 0.5),
                    (0, 0, 0.5), (700, 5000, 1 / 7), (5, 9, 0.0), (5, 9, 1.0)):
        add("binomial", [n, p], k, stats.binom.cdf(k, n, p), stats.binom.sf(k, n, p))
    for x, a, b in ((0.0, 2.0, 3.0), (0.2, 0.5, 0.5), (0.7, 40.0, 12.5), (1.0, 1.0, 1.0)):
        add("beta", [a, b], x, stats.beta.cdf(x, a, b), stats.beta.sf(x, a, b))
    return cases


def quantiles():
    cases = []
    for p in (1e-9, 0.025, 0.5, 0.975):
        cases.append(("normal", [], p, stats.norm.ppf(p)))
        cases.append(("student_t", [3.0], p, stats.t.ppf(p, 3.0)))
        cases.append(("student_t", [250.0], p, stats.t.ppf(p, 250.0)))
        cases.append(("chi_squared", [7.0], p, stats.chi2.ppf(p, 7.0)))
        cases.append(("beta", [2.5, 40.0], p, stats.beta.ppf(p, 2.5, 40.0)))
    return [{"name": n, "parameters": q, "probability": p, "value": float(v)}
            for n, q, p, v in cases]


def wilson():
    cases = []
    for k, n, level in ((0, 1, 0.95), (1, 1, 0.95), (0, 25, 0.95), (25, 25, 0.95),
                        (39, 70, 0.95), (39, 70, 0.99), (1, 3, 0.8), (3000, 23456, 0.95)):
        lower, upper = proportion.proportion_confint(k, n, 1 - level, method="wilson")
        cases.append({"successes": k, "trials": n, "level": level,
                      "lower": float(lower), "upper": float(upper)})
    return cases


def differences():
    cases = []
    for a, m, b, n in ((56, 70, 48, 80), (9, 10, 3, 10), (10, 10, 0, 20), (0, 10, 0, 10),
                       (10, 10, 10, 10), (1, 1, 2, 3), (700, 5000, 900, 5100)):
        lower, upper = proportion.confint_proportions_2indep(
            a, m, b, n, method="newcomb", compare="diff")
        case = {"successes": [a, b], "trials": [m, n], "lower": float(lower),
                "upper": float(upper)}
        if 0 < a + b < m + n:
            z, p = proportion.proportions_ztest([a, b], [m, n])
            chi2 = stats.chi2_contingency([[a, m - a], [b, n - b]], correction=False)
            assert np.isclose(z * z, chi2.statistic)
            case |= {"z": float(z), "p": float(p)}
        cases.append(case)
    return cases


def binomial_tests():
    return [{"successes": k, "trials": n, "probability": p,
             "p": float(stats.binomtest(k, n, p, alternative="greater").pvalue)}
            for k, n, p in ((0, 5, 1 / 7), (5, 5, 1 / 7), (39, 70, 1 / 7), (14, 98, 1 / 7),
                            (10, 70, 0.5), (3, 3, 1.0), (0, 3, 0.0), (4000, 26000, 1 / 7))]


def trends():
    """z from the correlation of the expanded data; statsmodels' statistic checks it."""
    cases = []
    for k, n, scores in (([12, 20, 33, 41, 60], [70, 80, 90, 75, 95], None),
                         ([5, 5, 5], [10, 10, 10], None),
                         ([2, 0, 9], [10, 0, 10], None),
                         ([9, 6, 1, 0], [10, 11, 12, 3], [1.5, 5.5, 10.0, 14.5]),
                         ([1, 0], [2, 2], None),
                         ([400, 700, 2100], [2000, 2500, 7000], [0, 1, 2])):
        used = list(range(len(k))) if scores is None else scores
        x = np.repeat(used, n)
        y = np.concatenate([np.r_[np.ones(a), np.zeros(b - a)] for a, b in zip(k, n)])
        r = np.corrcoef(x, y)[0, 1] if len(set(x)) > 1 else 0.0
        total = sum(n)
        z = r * np.sqrt(total)
        keep = [i for i in range(len(n)) if n[i] > 0]
        table = Table(np.array([[n[i] - k[i], k[i]] for i in keep]), shift_zeros=False)
        association = table.test_ordinal_association(
            np.array([used[i] for i in keep], float), np.array([0.0, 1.0]))
        assert np.isclose(association.zscore * np.sqrt(total / (total - 1)), z)
        cases.append({"successes": k, "trials": n, "scores": scores, "z": float(z),
                      "p": float(2 * stats.norm.sf(abs(z)))})
    return cases


def holm():
    lists = [[0.01, 0.04, 0.03, 0.005], [0.5], [0.02, 0.02, 0.02], [1.0, 0.9, 1e-9, 0.0, 0.2]]
    return [{"p": p, "adjusted": multipletests(p, method="holm")[1].tolist()} for p in lists]


def means():
    cases = []
    for values in ([1.0, 4.0, -2.5, 3.5], [2.0, 2.0], [0.1, 0.2, 0.3, 0.4, 5.0]):
        values = np.array(values)
        case = {"values": values.tolist()}
        error = stats.sem(values)
        if error > 0:
            case["interval"] = [float(v) for v in stats.t.interval(
                0.95, len(values) - 1, values.mean(), error)]
            test = stats.ttest_1samp(values, 0, alternative="greater")
            case |= {"t": float(test.statistic), "p": float(test.pvalue)}
        cases.append(case)
    return cases


def bootstraps():
    """Intervals from given replicates: ratios of sums over clusters."""
    generator = np.random.default_rng(4)
    cases = []
    for clusters in (6, 40):
        trials = generator.integers(1, 9, clusters)
        successes = generator.binomial(trials, generator.beta(2, 1.5, clusters))

        def ratio(successes, trials, axis=-1):
            return successes.sum(axis) / trials.sum(axis)

        data = (successes.astype(float), trials.astype(float))
        for method in ("percentile", "BCa"):
            result = stats.bootstrap(
                data, ratio, paired=True, n_resamples=199, method=method,
                rng=np.random.default_rng(8))
            cases.append({
                "successes": successes.tolist(), "trials": trials.tolist(), "method": method,
                "replicates": result.bootstrap_distribution.tolist(),
                "lower": float(result.confidence_interval.low),
                "upper": float(result.confidence_interval.high)})
        # Hesterberg's widening of the percentile interval, from its definition.
        z = stats.t.ppf(0.975, clusters - 1) * np.sqrt(clusters / (clusters - 1))
        lower, upper = np.percentile(
            cases[-1]["replicates"], [100 * stats.norm.cdf(-z), 100 * stats.norm.cdf(z)])
        cases.append(cases[-1] | {"method": "widened percentile", "lower": float(lower),
                                  "upper": float(upper)})
    return cases


reference = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "statsmodels": statsmodels.__version__},
    "distributions": distributions(), "quantiles": quantiles(), "wilson": wilson(),
    "differences": differences(), "binomialTests": binomial_tests(), "trends": trends(),
    "holm": holm(), "means": means(), "bootstraps": bootstraps(),
}
Path(__file__).with_name("reference.json").write_text(json.dumps(reference, indent=1) + "\n")

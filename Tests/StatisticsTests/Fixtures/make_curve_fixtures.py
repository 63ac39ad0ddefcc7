"""Makes curves.json: what scipy, statsmodels and scikit-learn answer about curves, pairs,
calibration and agreement; where they have no such function, the definition worked out in full.

Run in this folder: python make_curve_fixtures.py (numpy, scipy, statsmodels, scikit-learn, patsy).
"""

import itertools
import json
from pathlib import Path

import numpy as np
import patsy
import scipy
import sklearn
import statsmodels
import statsmodels.api as sm
from scipy import optimize, stats
from scipy.spatial.distance import jensenshannon
from sklearn.calibration import calibration_curve
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import power_proportions_2indep

generator = np.random.default_rng(6)


def f_distribution():
    return [{"x": x, "numerator": a, "denominator": b, "lower": float(stats.f.cdf(x, a, b)),
             "upper": float(stats.f.sf(x, a, b))}
            for x, a, b in ((0.0, 1, 4), (1.3, 2, 17), (8.5, 3, 200), (40.0, 2, 9))]


def spline_terms(x, knots):
    def cubed(v):
        return np.maximum(v, 0) ** 3
    first, before, last = knots[0], knots[-2], knots[-1]
    return np.column_stack([x] + [
        (cubed(x - t) - cubed(x - before) * (last - t) / (last - before)
         + cubed(x - last) * (before - t) / (last - before)) / (last - first) ** 2
        for t in knots[:-2]])


def wald(fit, columns):
    matrix = np.eye(len(fit.params))[columns]
    test = fit.wald_test(matrix, use_f=fit.use_t, scalar=True)
    return {"columns": columns, "statistic": float(test.statistic), "p": float(test.pvalue)}


def logistic():
    cases = []
    for clusters, size in ((220, 1), (30, 6), (8, 20)):
        count = clusters * size
        cluster = np.repeat(np.arange(clusters), size)
        age = np.round(generator.gamma(2, 9, count), 2)
        lift = generator.normal(0, 0.8, clusters)[cluster]
        outcome = generator.random(count) < 1 / (1 + np.exp(-(0.08 * (age - 12) + lift)))
        outcome[-1] = not outcome[-2]
        knots = np.quantile(age, [0.05, 0.35, 0.65, 0.95])
        designs = {"linear": age[:, None], "quadratic": np.column_stack([age, age ** 2]),
                   "spline": spline_terms(age, knots)}
        # The same space of curves as patsy's natural cubic splines.
        natural = patsy.dmatrix("cr(x, knots=k[1:-1], lower_bound=k[0], upper_bound=k[-1]) - 1",
                                {"x": age, "k": knots})
        deviance = sm.GLM(outcome, natural, family=sm.families.Binomial()).fit().deviance
        for name, columns in designs.items():
            design = sm.add_constant(columns)
            model = sm.Logit(outcome.astype(float), design)
            options = {"method": "newton", "tol": 1e-12, "maxiter": 100, "disp": 0}
            if size == 1:
                fit = model.fit(**options)
            else:
                fit = model.fit(cov_type="cluster",
                                cov_kwds={"groups": cluster, "use_correction": True}, **options)
            if name == "spline":
                assert np.isclose(-2 * fit.llf, deviance)
            null = sm.Logit(outcome.astype(float), np.ones(count)).fit(**options)
            critical = stats.norm.ppf(0.975) if size == 1 else stats.t.ppf(0.975, clusters - 1)
            at = np.r_[1, designs[name][3]]
            half = critical * np.sqrt(at @ fit.cov_params() @ at)
            curve = [1 / (1 + np.exp(-(at @ fit.params + d))) for d in (0, -half, half)]
            terms = list(range(1, design.shape[1]))
            tests = []
            for tested in [terms] + ([terms[1:]] if len(terms) > 1 else []):
                b = fit.params[tested]
                w = float(b @ np.linalg.solve(fit.cov_params()[np.ix_(tested, tested)], b))
                if size == 1:
                    reference = wald(fit, tested)
                    assert np.isclose(reference["statistic"], w)
                    tests.append(reference)
                else:
                    f = w / len(tested)
                    tests.append({"columns": tested, "statistic": f,
                                  "p": float(stats.f.sf(f, len(tested), clusters - 1))})
            statistic = 2 * (fit.llf - null.llf)
            cases.append({
                "name": name, "clusters": cluster.tolist(), "ages": age.tolist(),
                "outcomes": outcome.tolist(), "knots": knots.tolist(),
                "terms": designs[name][:5].tolist(),
                "coefficients": fit.params.tolist(), "errors": fit.bse.tolist(),
                "logLikelihood": float(fit.llf), "tests": tests,
                "likelihoodRatio": float(statistic),
                "likelihoodRatioP": float(stats.chi2.sf(statistic, len(terms))),
                "curve": [float(c) for c in curve]})
    return cases


def isotonic():
    cases = []
    for values, weights in (([1, 2, 3], [1, 1, 1]), ([3, 2, 1], [1, 2, 3]),
                            ([0.2, 0.5, 0.4, 0.4, 0.9, 0.1], [5, 1, 2, 2, 7, 1]),
                            ([0.5], [2]), ([1, 1, 0.5, 0.5], [1, 1, 1, 1])):
        fit = IsotonicRegression().fit_transform(
            np.arange(len(values)), np.array(values, float), sample_weight=weights)
        cases.append({"values": values, "weights": weights, "fit": fit.tolist()})
    return cases


def monotonicity():
    cases = []
    for values in ([0.5, 0.6, 0.55, 0.7], [0.7, 0.5, 0.6, 0.4], [0.1, 0.2, 0.2, 0.3]):
        weights = [40, 60, 50, 70]
        replicates = (np.array(values) + generator.normal(0, 0.06, (59, 4))).tolist()

        def distance(curve):
            fit = IsotonicRegression().fit_transform(range(4), curve, sample_weight=weights)
            return float(np.sum(weights * (np.array(curve) - fit) ** 2))

        observed = distance(np.array(values))
        far = sum(distance(np.array(r) - values) >= observed - 1e-12 for r in replicates)
        cases.append({"values": values, "weights": weights, "replicates": replicates,
                      "statistic": observed, "p": (1 + far) / 60})
    return cases


def mcnemars():
    return [{"first": b, "second": c,
             "p": float(mcnemar([[5, b], [c, 9]], exact=True).pvalue)}
            for b, c in ((3, 0), (10, 2), (7, 7), (0, 1), (40, 61), (300, 380))]


def sign_flips():
    cases = []
    for differences in ([1, 2, -1], [3, 3, 3, 3], [1, -1, 2, -2, 0], [5, -2, 1, 1, 4, -3, 2],
                        [1] * 9 + [-1] * 3, [2, 0, 7, -1, 3, 1, 1, -4, 2, 6, 1]):
        nonzero = [d for d in differences if d]
        sums = [abs(sum(s * d for s, d in zip(signs, nonzero)))
                for signs in itertools.product((1, -1), repeat=len(nonzero))]
        cases.append({"differences": differences,
                      "p": float(np.mean(np.array(sums) >= abs(sum(differences))))})
    return cases


def rao_scott():
    """From the paper's definitions (sections 2 and 3.2)."""
    cases = []
    for groups, clusters in ((3, 9), (5, 14)):
        trials = np.zeros((groups * clusters, groups), int)
        successes = trials.copy()
        z_trials, z_successes = [], []
        for g in range(groups):
            rows = slice(g * clusters, (g + 1) * clusters)
            n = generator.integers(1, 8, clusters)
            x = generator.binomial(n, generator.beta(2, 2 - 0.2 * g, clusters))
            if g == 1 and groups == 5:
                x = n  # all right: no variance seen
            trials[rows, g], successes[rows, g] = n, x
            p = x.sum() / n.sum()
            v = clusters / (clusters - 1) * np.sum((x - n * p) ** 2) / n.sum() ** 2
            d = v * n.sum() / (p * (1 - p)) if 0 < p < 1 else n.sum() / clusters
            z_trials.append(n.sum() / d)
            z_successes.append(x.sum() / d)
        n, x, s = np.array(z_trials), np.array(z_successes), np.arange(groups)
        p = x.sum() / n.sum()
        spread = np.sum(n * (s - np.sum(n * s) / n.sum()) ** 2)
        z = np.sum(s * (x - n * p)) / np.sqrt(p * (1 - p) * spread)
        cases.append({"trials": trials.tolist(), "successes": successes.tolist(), "z": float(z),
                      "p": float(2 * stats.norm.sf(abs(z)))})
    return cases


def powers():
    cases = []
    for p1, p2, n1, n2 in ((0.6, 0.5, 100, 100), (0.55, 0.49, 70, 400), (0.9, 0.7, 30, 45)):
        result = power_proportions_2indep(p1 - p2, p2, n1, ratio=n2 / n1, alpha=0.05)
        # statsmodels pools the shares without weighing the sizes; we weigh them.
        pooled = (p1 * n1 + p2 * n2) / (n1 + n2)
        null = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
        error = np.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
        z = stats.norm.ppf(0.975)
        power = stats.norm.sf((z * null - (p1 - p2)) / error) + stats.norm.cdf(
            (-z * null - (p1 - p2)) / error)
        if n1 == n2:
            assert np.isclose(result.power, power, atol=1e-6), (result.power, power)
        cases.append({"first": p1, "second": p2, "sizes": [n1, n2], "power": float(power)})
    return cases


def calibration():
    confidences = np.round(generator.beta(4, 2, 400), 4)
    correct = generator.random(400) < confidences ** 1.5
    correct[confidences < 0.3] = False
    share, mean = calibration_curve(correct, confidences, n_bins=15, strategy="uniform")
    counts = np.histogram(np.ceil(confidences * 15), np.arange(0.5, 16))[0]
    error = float(np.sum(counts[counts > 0] * np.abs(share - mean)) / 400)
    logits = generator.normal(0, 2, (80, 7))
    labels = np.array([generator.choice(7, p=np.exp(0.4 * row) / np.exp(0.4 * row).sum())
                       for row in logits])
    log_p = logits - scipy.special.logsumexp(logits, axis=1, keepdims=True)

    def loss(inverse):
        scaled = log_p * inverse
        scaled = scaled - scipy.special.logsumexp(scaled, axis=1, keepdims=True)
        return -np.mean(scaled[np.arange(80), labels])

    best = optimize.minimize_scalar(loss, bounds=(0.01, 5), method="bounded",
                                    options={"xatol": 1e-12})
    scaled = scipy.special.softmax(log_p * best.x, axis=1)
    return {"confidences": confidences.tolist(), "correct": correct.tolist(), "error": error,
            "logProbabilities": log_p.tolist(), "labels": labels.tolist(),
            "temperature": float(1 / best.x), "firstScaled": scaled[0].tolist()}


def kappas():
    cases = []
    for labels, answers in (([0, 1, 2, 2, 1, 0, 0], [0, 2, 2, 2, 1, 1, 0]),
                            ([0, 0, 1, 1], [1, 1, 0, 0]), ([3, 3, 3, 2], [3, 3, 3, 3])):
        cases.append({"labels": labels, "answers": answers,
                      "kappa": float(cohen_kappa_score(labels, answers))})
    return cases


def raters():
    """Each rater in turn against the plurality of the others, ties drawn."""
    cases = []
    for votes in ([10, 0, 0, 0, 0, 0, 0], [5, 4, 1, 0, 0, 0, 0], [1, 1, 0, 0, 0, 0, 0],
                  [2, 2, 2, 1, 0, 0, 3], [1, 1, 1, 1, 1, 1, 1], [3, 2, 0, 0, 0, 0, 0]):
        choices = [c for c in range(7) for _ in range(votes[c])]
        hits = []
        for i, choice in enumerate(choices):
            others = choices[:i] + choices[i + 1:]
            counts = [others.count(c) for c in range(7)]
            leaders = [c for c in range(7) if counts[c] == max(counts)]
            hits.append((choice in leaders) / len(leaders))
        cases.append({"votes": votes, "agreement": float(np.mean(hits))})
    return cases


def divergences():
    pairs = [([1, 0, 0], [1, 0, 0]), ([1, 0, 0], [0, 1, 0]), ([5, 3, 2], [0.2, 0.2, 0.6])]
    return [{"first": p, "second": q, "bits": float(jensenshannon(p, q, base=2) ** 2)}
            for p, q in pairs]


reference = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__,
                 "statsmodels": statsmodels.__version__, "scikit-learn": sklearn.__version__},
    "fDistribution": f_distribution(), "logistic": logistic(), "isotonic": isotonic(),
    "monotonicity": monotonicity(), "mcnemars": mcnemars(), "signFlips": sign_flips(),
    "raoScott": rao_scott(), "powers": powers(), "calibration": calibration(),
    "kappas": kappas(), "raters": raters(), "divergences": divergences(),
}
Path(__file__).with_name("curves.json").write_text(json.dumps(reference, allow_nan=False) + "\n")

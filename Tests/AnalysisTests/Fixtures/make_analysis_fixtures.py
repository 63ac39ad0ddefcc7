"""Makes cohort-predictions.csv and cohort-manifest.csv (invented faces, several per subject) and
analysis.json: what scikit-learn, statsmodels, scipy and pandas make of them.

Run in this folder: python make_analysis_fixtures.py (numpy, pandas, scipy, scikit-learn,
statsmodels).
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import scipy
import sklearn
import statsmodels
import statsmodels.api as sm
from scipy import optimize, special, stats
from scipy.spatial.distance import jensenshannon
from sklearn import metrics
from sklearn.calibration import calibration_curve

EMOTIONS = ["anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"]
GROUPS = ["toddler", "younger_child", "older_child", "teenager", "adult"]
AGES = [(1, 3), (3.1, 8), (8.1, 12), (12.1, 17), (17.1, 50)]
# Toddlers are rarely happy and hardly ever disgusted; adults are mostly happy, which is easy.
MIXES = {"toddler": [18, 3, 19, 12, 20, 14, 14], "adult": [13, 11, 11, 30, 13, 11, 11]}
P = [f"p_{e}" for e in EMOTIONS]
generator = np.random.default_rng(31)
folder = Path(__file__).parent

predictions, manifest = [], []
for index, group in enumerate(GROUPS):
    mix = np.array(MIXES.get(group, [14, 14, 14, 20, 14, 12, 12]), float)
    for number in range(72):
        subject = number // 3
        image = f"{group}/{number:03}.png"
        emotion = generator.choice(7, p=mix / mix.sum())
        age = np.round(generator.uniform(*AGES[index]), 2)
        split = "validation" if subject % 6 == 5 else "test"
        sex = ["female", "male", ""][subject % 3]
        votes = generator.multinomial(9, 0.3 / 7 + 0.7 * np.eye(7)[emotion])
        sharpness = np.round(generator.gamma(3, 40 + 10 * index), 1)
        manifest.append([image, f"{group}-{subject}", "invented", EMOTIONS[emotion],
                         ";".join(map(str, votes)), age, group, sex,
                         "rare" if number < 6 and group == "adult" else "common", split,
                         sharpness if number % 10 else ""])
        for model in ("adult", "infant"):
            logits = generator.normal(0, 1.2, 7)
            logits[emotion] += (1 + 0.35 * index if model == "adult" else 2 - 0.25 * index) + (
                1.2 if emotion == 3 else 0)
            p = np.round(special.softmax(logits * 1.4), 6)
            p[p.argmax()] += 1 - p.sum()
            predictions.append([image, f"{group}-{subject}", "invented", split, age, group,
                                EMOTIONS[emotion], model, EMOTIONS[int(p.argmax())],
                                *np.round(p, 6)])

manifest = pd.DataFrame(manifest, columns=[
    "image", "subject", "source", "emotion", "votes", "age", "age_group", "sex", "ethnicity",
    "split", "sharpness"])
manifest.to_csv(folder / "cohort-manifest.csv", index=False)
table = pd.DataFrame(predictions, columns=[
    "image", "subject", "source", "split", "age", "age_group", "emotion", "model", "predicted"] + P)
table.to_csv(folder / "cohort-predictions.csv", index=False)
table = pd.read_csv(folder / "cohort-predictions.csv")
table["correct"] = (table.emotion == table.predicted).astype(float)
faces = table.merge(manifest.drop(columns=["subject", "source", "split", "age", "age_group",
                                           "emotion"]), on="image")


def calibration_error(confidence, correct):
    share, mean = calibration_curve(correct, confidence, n_bins=15, strategy="uniform")
    counts = np.histogram(np.ceil(confidence * 15), np.arange(0.5, 16))[0]
    return float(np.sum(counts[counts > 0] * np.abs(share - mean)) / len(correct))


def temperature(validation):
    log_p = np.log(np.maximum(validation[P].to_numpy(np.float32).astype(float), 1e-7))
    labels = validation.emotion.map(EMOTIONS.index).to_numpy()

    def loss(inverse):
        scaled = special.log_softmax(log_p * inverse, axis=1)
        return -np.mean(scaled[np.arange(len(labels)), labels])
    return 1 / optimize.minimize_scalar(loss, bounds=(0.05, 5), method="bounded",
                                        options={"xatol": 1e-12}).x


def scores(rows, t):
    p = rows[P].to_numpy(np.float32).astype(float)
    labels = rows.emotion.map(EMOTIONS.index).to_numpy()
    answers = rows.predicted.map(EMOTIONS.index).to_numpy()
    scaled = special.softmax(np.log(np.maximum(p, 1e-7)) / t, axis=1)
    present = sorted(set(labels) | set(answers))
    precision = metrics.precision_score(labels, answers, labels=range(7), average=None,
                                        zero_division=np.nan)
    f1 = metrics.f1_score(labels, answers, labels=range(7), average=None, zero_division=np.nan)
    one_hot = np.eye(7)[labels]
    rows_ = np.arange(len(rows))
    return {
        "n": len(rows), "subjects": rows.subject.nunique(),
        "precision": [None if np.isnan(v) else v for v in precision],
        "f1": [None if np.isnan(v) else v for v in f1],
        "macroF1": metrics.f1_score(labels, answers, labels=present, average="macro"),
        "topTwo": metrics.top_k_accuracy_score(labels, p, k=2, labels=range(7)),
        "kappa": metrics.cohen_kappa_score(labels, answers),
        "logLoss": metrics.log_loss(labels, p / p.sum(1, keepdims=True), labels=range(7)),
        "brier": float(np.mean(np.sum((p - one_hot) ** 2, axis=1))),
        "calibration": calibration_error(p[rows_, answers], labels == answers),
        "scaledLogLoss": metrics.log_loss(labels, scaled, labels=range(7)),
        "scaledBrier": float(np.mean(np.sum((scaled - one_hot) ** 2, axis=1))),
        "scaledCalibration": calibration_error(scaled[rows_, answers], labels == answers),
        "confusionShares": [None if np.isnan(r).any() else r.tolist() for r in
                            metrics.confusion_matrix(labels, answers, labels=range(7)).astype(float)
                            / np.array([[(labels == e).sum() or np.nan] for e in range(7)])],
    }


def mix(rows, stratum, names):
    rows = rows.dropna(subset=[stratum])
    counts = rows.pivot_table(index="age_group", columns=stratum, values="correct",
                              aggfunc="count", fill_value=0).reindex(GROUPS)
    kept = [s for s in names if s in counts and (counts[s] >= 5).all()]
    inside = rows[rows[stratum].isin(kept)]
    rates = inside.pivot_table(index="age_group", columns=stratum,
                               values="correct").reindex(GROUPS)[kept]
    shares = counts[kept].div(counts[kept].sum(axis=1), axis=0)
    raw = rows.groupby("age_group").correct.mean().reindex(GROUPS)
    standardised = rates.mean(axis=1)
    pairs = []
    for second in range(5):
        for first in range(second + 1, 5):
            a, b = GROUPS[first], GROUPS[second]
            p, q, r, s = shares.loc[a], shares.loc[b], rates.loc[a], rates.loc[b]
            pairs.append({"first": a, "second": b,
                          "total": float((p * r).sum() - (q * s).sum()),
                          "distribution": float(((p - q) * (r + s) / 2).sum()),
                          "within": float(((r - s) * (p + q) / 2).sum())})
    return {"kept": kept, "leftOut": [s for s in names if s not in kept],
            "n": counts[kept].sum(axis=1).tolist(), "rawN": counts.sum(axis=1).tolist(),
            "raw": raw.tolist(),
            "standardised": standardised.tolist(), "pairs": pairs,
            "rawSlope": float(np.polyfit(range(5), raw, 1)[0]),
            "standardisedSlope": float(np.polyfit(range(5), standardised, 1)[0])}


def quality(rows):
    rows = rows.dropna(subset=["sharpness"]).copy()
    values = np.sort(rows.sharpness.to_numpy())
    bounds = [values[k * len(values) // 4] for k in (1, 2, 3)]
    names = [f"{n} quarter" for n in ("lowest", "second", "third", "highest")]
    rows["quarter"] = [names[sum(b <= v for b in bounds)] for v in rows.sharpness]
    return mix(rows, "quarter", names)


def age_regression(rows):
    origin = np.sort(rows.age.to_numpy())[len(rows) // 2]
    x = rows.age - origin
    result = {}
    for shape, design in {"linear": [x], "quadratic": [x, x ** 2]}.items():
        fit = sm.Logit(rows.correct.to_numpy(),
                       sm.add_constant(np.column_stack(design))).fit(
            method="newton", tol=1e-12, maxiter=100, disp=0, cov_type="cluster",
            cov_kwds={"groups": pd.factorize(rows.subject)[0]})
        subjects = rows.subject.nunique()
        tested = range(1, len(fit.params))
        b = fit.params[1:]
        f = b @ np.linalg.solve(fit.cov_params()[1:, 1:], b) / len(b)
        half = stats.t.ppf(0.975, subjects - 1) * fit.bse[1]
        result[shape] = {"slope": float(fit.params[1]), "lower": float(fit.params[1] - half),
                         "upper": float(fit.params[1] + half), "statistic": float(f),
                         "p": float(stats.f.sf(f, len(tested), subjects - 1)),
                         "logLikelihood": float(fit.llf)}
    return result


def raters(rows):
    def one(votes):
        choices = [c for c in range(7) for _ in range(votes[c])]
        hits = []
        for i, choice in enumerate(choices):
            counts = np.bincount(choices[:i] + choices[i + 1:], minlength=7)
            leaders = np.flatnonzero(counts == counts.max())
            hits.append((choice in leaders) / len(leaders))
        return np.mean(hits)
    votes = [np.array(list(map(int, v.split(";")))) for v in rows.votes]
    p = rows[P].to_numpy(np.float32).astype(float)
    labels = rows.emotion.map(EMOTIONS.index)
    return {"n": len(rows), "agreement": float(np.mean([one(v) for v in votes])),
            "label": float(np.mean([v[l] / v.sum() for v, l in zip(votes, labels)])),
            "accuracy": float(rows.correct.mean()),
            "divergence": float(np.mean([jensenshannon(a, v, base=2) ** 2
                                         for a, v in zip(p, votes)])),
            "uniform": float(np.mean([jensenshannon(np.ones(7), v, base=2) ** 2
                                      for v in votes]))}


result = {"versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__,
                       "statsmodels": statsmodels.__version__}, "models": {}}
for model in ("infant", "adult"):
    rows = faces[faces.model == model]
    test = rows[rows.split == "test"]
    t = temperature(rows[rows.split == "validation"])
    result["models"][model] = {
        "temperature": float(t),
        "samples": {g: scores(test[test.age_group == g], t) for g in GROUPS}
        | {"all": scores(test, t)},
        "sexes": {s: {"n": int(len(r)), "accuracy": float(r.correct.mean())}
                  for s, r in test[test.sex != ""].groupby("sex")},
        "emotionStandardisation": mix(test, "emotion", EMOTIONS),
        "sharpness": quality(test.assign(sharpness=pd.to_numeric(test.sharpness))),
        "ageRegression": age_regression(test), "raters": raters(test),
    }
both = faces[faces.split == "test"].pivot(index="image", columns="model", values="correct")
result["pairs"] = {"n": len(both), "onlyInfant": int((both.infant > both.adult).sum()),
                   "onlyAdult": int((both.adult > both.infant).sum())}
(folder / "analysis.json").write_text(json.dumps(result, allow_nan=False) + "\n")

"""Makes predictions.csv (invented answers) and reference.json: what scikit-learn, statsmodels
and numpy make of them.

Run in this folder: python make_fixtures.py (numpy, scikit-learn, statsmodels).
"""

import csv
import json
from pathlib import Path

import numpy as np
import sklearn
import statsmodels
from sklearn import metrics
from statsmodels.stats import proportion

EMOTIONS = ["anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"]
GROUPS = ["toddler", "younger_child", "older_child", "teenager", "adult"]
COUNTS = {"toddler": 24, "younger_child": 40, "older_child": 0, "teenager": 30, "adult": 45}

generator = np.random.default_rng(20)
folder = Path(__file__).parent
rows = []
for group in GROUPS:
    for number in range(COUNTS[group]):
        # Toddlers are never labelled disgusted, so that one recall is undefined.
        emotion = generator.choice([e for e in range(7) if group != "toddler" or e != 1])
        split = "validation" if number % 6 == 5 else "test"
        for model in ("adult", "infant"):
            logits = generator.normal(0, 1, 7)
            logits[emotion] += 1.5 if model == "adult" else 0.8
            p = np.float32(np.exp(logits) / np.exp(logits).sum())
            rows.append([f"{group}/{number:03}.png", f"{group}-{number}", "invented", split,
                         {"toddler": 2.5, "younger_child": 6.25, "teenager": 15.0,
                          "adult": 40.5}[group], group, EMOTIONS[emotion], model,
                         EMOTIONS[int(p.argmax())], *p.tolist()])

header = ["image", "subject", "source", "split", "age", "age_group", "emotion", "model",
          "predicted"] + [f"p_{e}" for e in EMOTIONS]
with open(folder / "predictions.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([[*row[:9], *[f"{p:.6f}" for p in row[9:]]] for row in rows])


def sample(chosen):
    truth = [row[6] for row in chosen]
    answer = [row[8] for row in chosen]
    correct = sum(t == a for t, a in zip(truth, answer))
    probabilities = np.array([[float(f"{p:.6f}") for p in row[9:]] for row in chosen])
    index = [EMOTIONS.index(t) for t in truth]
    recall = metrics.recall_score(
        truth, answer, labels=EMOTIONS, average=None, zero_division=np.nan)
    lower, upper = proportion.proportion_confint(correct, len(chosen), method="wilson")
    return {
        "n": len(chosen), "correct": correct,
        "accuracy": metrics.accuracy_score(truth, answer), "lower": lower, "upper": upper,
        "recall": [None if np.isnan(r) else float(r) for r in recall],
        "macroRecall": metrics.balanced_accuracy_score(truth, answer),
        "confusion": metrics.confusion_matrix(truth, answer, labels=EMOTIONS).tolist(),
        "logLoss": float(-np.mean(np.log(probabilities[np.arange(len(chosen)), index]))),
        "majority": max(truth.count(e) for e in EMOTIONS) / len(chosen),
    }


reference = {
    "versions": {"scikit-learn": sklearn.__version__, "statsmodels": statsmodels.__version__},
    "samples": [
        {"model": model, "ageGroup": group, "split": split} | sample(chosen)
        for model in ("infant", "adult")
        for split, group in [("test", g) for g in GROUPS] + [("test", None), ("validation", None)]
        if (chosen := [r for r in rows if r[7] == model and r[3] == split
                       and group in (None, r[5])])
    ],
}
(folder / "reference.json").write_text(json.dumps(reference, indent=1) + "\n")

"""Writes reliability.json: agreement of raters by the packages krippendorff, pingouin and scikit-learn.

    pip install krippendorff==0.9.0 pingouin==0.7.0 scikit-learn==1.9.1 && python make_reliability_fixtures.py
"""

import json
import pathlib

import krippendorff
import numpy as np
import pandas as pd
import pingouin
from sklearn.metrics import cohen_kappa_score

random = np.random.default_rng(7)


def ratings(raters, units, classes, agreement, missing):
    """[rater][unit] classes from 0 on; -1 where a rater has none."""
    truth = random.integers(0, classes, units)
    rows = []
    for _ in range(raters):
        noise = random.integers(0, classes, units)
        row = np.where(random.random(units) < agreement, truth, noise)
        rows.append(np.where(random.random(units) < missing, -1, row))
    return np.array(rows)


def alpha_case(raters, units, classes, agreement, missing):
    table = ratings(raters, units, classes, agreement, missing)
    data = np.where(table < 0, np.nan, table.astype(float))
    return {
        "ratings": table.tolist(),
        "classes": classes,
        "alpha": {
            level: krippendorff.alpha(
                reliability_data=data, level_of_measurement=level, value_domain=list(range(classes)))
            for level in ["nominal", "ordinal", "interval"]
        },
    }


def kappa_case(units, classes, agreement):
    first, second = ratings(2, units, classes, agreement, 0)
    return {
        "first": first.tolist(),
        "second": second.tolist(),
        "classes": classes,
        "kappa": {
            name: cohen_kappa_score(first, second, labels=list(range(classes)), weights=weights)
            for name, weights in [("none", None), ("linear", "linear"), ("quadratic", "quadratic")]
        },
    }


def correlation_case(targets, raters, noise):
    truth = random.normal(10, 3, targets)
    table = truth[:, None] + random.normal(0, noise, (targets, raters)) + random.normal(0, 1, raters)
    long = pd.DataFrame(
        [(t, r, table[t, r]) for t in range(targets) for r in range(raters)],
        columns=["target", "rater", "rating"])
    result = pingouin.intraclass_corr(
        data=long, targets="target", raters="rater", ratings="rating").set_index("Type")["ICC"]
    single = [result.get(a, result.get(b)) for a, b in
              [("ICC1", "ICC(1,1)"), ("ICC2", "ICC(A,1)"), ("ICC3", "ICC(C,1)")]]
    return {"ratings": table.tolist(), "icc": [float(value) for value in single]}


document = {
    "alpha": [alpha_case(3, 40, 4, 0.7, 0.2), alpha_case(2, 60, 3, 0.3, 0), alpha_case(5, 25, 5, 0.9, 0.4)],
    "kappa": [kappa_case(80, 3, 0.6), kappa_case(50, 5, 0.2)],
    "icc": [correlation_case(12, 2, 1), correlation_case(30, 4, 3)],
}
place = pathlib.Path(__file__).with_name("reliability.json")
place.write_text(json.dumps(document) + "\n")

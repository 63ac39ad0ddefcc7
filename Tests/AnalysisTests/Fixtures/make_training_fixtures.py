"""Writes trainings.json: ages of several trainings pooled by scipy.

Each side of the interval adds the variance within trainings (from the mean squared distance of that bound) and
(1 + 1/K) times the variance between them; Student's t with Satterthwaite's (1946) degrees of freedom.

    pip install numpy scipy
    python3 make_training_fixtures.py
"""

import json
import pathlib

import numpy as np
from scipy.stats import t as student

LEVEL = 0.95


def distance(values, distances, complete):
    count = len(values)
    errors = np.asarray(distances) / student.ppf((1 + LEVEL) / 2, complete)
    within = np.mean(errors**2)
    between = (1 + 1 / count) * np.var(values, ddof=1)
    total = within + between
    degrees = total**2 / (within**2 / complete + between**2 / (count - 1))
    return student.ppf((1 + LEVEL) / 2, degrees) * np.sqrt(total)


def case(values, lower, upper, subjects):
    values, lower, upper = (np.asarray(numbers, float) for numbers in (values, lower, upper))
    complete = subjects - 1
    mean = values.mean()
    scale = student.ppf((1 + LEVEL) / 2, complete)
    within = np.mean(((values - lower) ** 2 + (upper - values) ** 2) / 2) / scale**2
    between = np.var(values, ddof=1)
    training = (1 + 1 / len(values)) * between
    return {
        "values": values.tolist(), "lower": lower.tolist(), "upper": upper.tolist(), "subjects": subjects,
        "mean": mean, "pooledLower": mean - distance(values, values - lower, complete),
        "pooledUpper": mean + distance(values, upper - values, complete),
        "sampling": np.sqrt(within), "between": np.sqrt(between),
        "share": training / (within + training),
    }


cases = [
    case([7.1, 7.9, 7.4], [6.0, 6.9, 6.6], [8.4, 8.8, 8.1], 165),
    case([5.0, 9.0], [4.5, 8.2], [5.3, 9.9], 60),
    case([8.2, 8.2, 8.2, 8.2], [7.5, 7.6, 7.4, 7.5], [9.0, 8.9, 8.8, 9.1], 1000),
    case([10.4, 11.9, 9.3, 10.8, 11.2], [9.9, 10.1, 8.0, 10.2, 10.0], [11.0, 12.3, 11.7, 11.1, 13.9], 25),
]
place = pathlib.Path(__file__).with_name("trainings.json")
place.write_text(json.dumps(cases, indent=1) + "\n")

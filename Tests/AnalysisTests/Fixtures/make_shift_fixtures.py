"""Makes shift.json: the ratio of two distributions of ages by smoothed expectation maximisation, with numpy.

Saerens, Latinne & Decaestecker (2002, equations 2.8 and 2.9), each step smoothed by a normal kernel. Faces are given by a formula that
the test repeats. Run in this folder: python make_shift_fixtures.py (numpy).
"""

import json
from pathlib import Path

import numpy as np

CELLS = 40


def ratios(faces, calibration, smoothing=0.04, precision=1e-4, steps=500):
    distance = (np.arange(CELLS)[:, None] - np.arange(CELLS)) / CELLS / smoothing
    kernel = np.exp(-distance ** 2 / 2)
    w = np.ones(CELLS)
    for _ in range(steps):
        posterior = faces * w
        posterior /= posterior.sum(1, keepdims=True)
        new = kernel @ posterior.sum(0) / (kernel @ calibration)
        new /= new @ calibration
        done = np.abs(new - w).max() < precision
        w = new
        if done:
            break
    return w


def faces(count, bend):
    """Normal shapes around places that `bend` draws to the first cells."""
    place = CELLS * ((np.arange(count) + 0.5) / count) ** bend
    width = 1.5 + 3 * (np.arange(count) % 5) / 4
    shares = np.exp(-((np.arange(CELLS) + 0.5 - place[:, None]) / width[:, None]) ** 2 / 2)
    return shares / shares.sum(1, keepdims=True)


calibration = 1 + np.arange(CELLS) % 4
calibration = calibration / calibration.sum()
cases = [{"faces": count, "bend": bend, "ratios": ratios(faces(count, bend), calibration).tolist()}
         for count, bend in ((80, 1.0), (60, 2.0), (200, 0.4))]
content = {"versions": {"numpy": np.__version__}, "calibration": calibration.tolist(), "cases": cases}
Path(__file__).with_name("shift.json").write_text(json.dumps(content, indent=1) + "\n")

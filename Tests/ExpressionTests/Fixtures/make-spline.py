#!/usr/bin/env python3
"""Makes spline.json: thin-plate splines by SciPy, for `ThinPlateSplineTests`. Needs NumPy and SciPy."""
import json
import pathlib

import numpy as np
from scipy.interpolate import RBFInterpolator

generator = np.random.default_rng(1)
points = generator.uniform(0.2, 0.8, (12, 2)).round(3)
points[11] = points[10]  # With other values: no contradiction, thanks to the smoothing.
values = (points @ [[1.1, 0.1], [-0.1, 0.9]] + generator.normal(0, 0.03, (12, 2))).round(3)
places = generator.uniform(0, 1, (6, 2)).round(3)
places[0] = points[3]
smoothing = 1e-4  # ThinPlateSpline.leniency
spline = RBFInterpolator(points, values, kernel="thin_plate_spline", degree=1, smoothing=smoothing)
reference = {"points": points.ravel().tolist(), "values": values.ravel().tolist(),
             "places": places.ravel().tolist(), "expected": spline(places).ravel().tolist(),
             "smoothing": smoothing}
pathlib.Path(__file__).with_name("spline.json").write_text(json.dumps(reference, indent=1) + "\n")

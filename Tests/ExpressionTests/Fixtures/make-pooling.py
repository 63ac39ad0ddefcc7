#!/usr/bin/env python3
"""The eight schools (Rubin 1981; Gelman et al., "Bayesian Data Analysis", 2013, table 5.2), pooled by brute
force: mean, scale and each school's effect on grids, for `PartialPoolingTests`. Needs NumPy alone."""
import numpy as np

estimates = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
errors = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])
prior_scale = 10.0

mean = np.linspace(-60, 80, 1401)[:, None]
spread = np.linspace(0, 60, 3001)[None, :]
density = -spread**2 / (2 * prior_scale**2) + 0 * mean
for estimate, error in zip(estimates, errors):
    variance = error**2 + spread**2
    density = density - np.log(variance) / 2 - (estimate - mean) ** 2 / (2 * variance)
density = np.exp(density - density.max())
density /= density.sum()
print("spread", round(float((density * spread).sum()), 3))
middle = float((density * mean).sum())
print("mean", round(middle, 3), round(float((density * (mean - middle) ** 2).sum()) ** 0.5, 3))
for estimate, error in zip(estimates, errors):
    own = spread**2 / (spread**2 + error**2)
    centre = own * estimate + (1 - own) * mean
    value = float((density * centre).sum())
    variance = float((density * (own * error**2 + (centre - value) ** 2)).sum())
    print(estimate, round(value, 3), round(variance**0.5, 3))

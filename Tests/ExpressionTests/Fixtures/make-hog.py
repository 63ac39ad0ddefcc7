"""Writes hog.json: cell histograms of oriented gradients by scikit-image, to compare with.

scikit-image gives a gradient to one direction, this project to the two nearest. They agree where all
gradients have one of the eight directions (`facets`), and otherwise when scikit-image's 720 fine
directions are shared out as here (`image`). One block over all cells leaves histograms that are
divided by one number, the length of them all.

Made with scikit-image 0.26.0 and NumPy 2.4.6.
"""

import json
import pathlib

import numpy as np
from skimage.feature import hog

SIZE, CELLS, DIRECTIONS, FINE = 32, 8, 8, 720


def histograms(image, orientations):
    return hog(
        image, orientations=orientations, pixels_per_cell=(SIZE // CELLS, SIZE // CELLS),
        cells_per_block=(CELLS, CELLS), block_norm="L2", transform_sqrt=True, feature_vector=False
    )[0, 0]


def wave(positions, period):
    """A zigzag of whole numbers, so that all gradients have one length across and down."""
    return np.abs((positions + period) % (2 * period) - period)


def shared(fine):
    """Each fine direction to the two nearest of eight, whose middles lie 22.5 degrees apart."""
    middles = (np.arange(FINE) + 0.5) * DIRECTIONS / FINE
    lower = np.floor(middles).astype(int)
    share = middles - lower
    coarse = np.zeros((CELLS, CELLS, DIRECTIONS))
    for direction in range(FINE):
        coarse[..., lower[direction] % DIRECTIONS] += fine[..., direction] * (1 - share[direction])
        coarse[..., (lower[direction] + 1) % DIRECTIONS] += fine[..., direction] * share[direction]
    return coarse / np.sqrt((coarse**2).sum())


y, x = np.mgrid[:SIZE, :SIZE]
facets = ((wave(x, 5) + wave(y, 7)) ** 2).astype(float)
random = np.random.default_rng(1)
coarse = random.uniform(20, 235, (9, 9))
image = np.round(np.kron(coarse, np.ones((4, 4)))[:SIZE, :SIZE] + random.normal(0, 6, (SIZE, SIZE)))
image = image.clip(0, 255)

json.dump(
    {
        "facets": facets.astype(int).ravel().tolist(),
        "facetsHistograms": np.round(histograms(facets, DIRECTIONS), 9).ravel().tolist(),
        "image": image.astype(int).ravel().tolist(),
        "imageHistograms": np.round(shared(histograms(image, FINE)), 6).ravel().tolist(),
    },
    open(pathlib.Path(__file__).with_name("hog.json"), "w"))

#!/usr/bin/env python3
"""Measures which share of faces both detectors find, by age: writes the tables of docs/results/detection.md.

    pip install pillow numpy
    scripts/measure-detection.py UTKFACE [--program PROGRAM] [--each 60] [--out DIR]

UTKFACE has aligned chips with the age first in their names. Of each age group as many are drawn (seed 1), and each is
put once per condition at a random place of a frame of 640 × 360 pixels with a background of random gradients and
shapes: in several sizes, turned in the plane, and blurred. A face counts as found where the largest that the program
cuts out has its middle within 0.3 sides of the chip's, and half to twice its side.
"""
import argparse
import csv
import pathlib
import random
import re
import subprocess

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

GROUPS = [("up to 3", 0, 3), ("4 to 12", 4, 12), ("13 to 17", 13, 17), ("18 to 60", 18, 60), ("above 60", 61, 120)]
# Side of the chip in pixels, degrees, standard deviation of the blur in hundredths of the side.
CONDITIONS = {
    "32 px": (32, 0, 0), "48 px": (48, 0, 0), "80 px": (80, 0, 0), "160 px": (160, 0, 0),
    "turned 20°": (160, 20, 0), "turned 45°": (160, 45, 0), "blurred 2%": (160, 0, 2), "blurred 5%": (160, 0, 5),
}
FRAME = (640, 360)


def background(random_numbers):
    """A gradient of two colours with twelve translucent shapes on it."""
    first, second = (np.array([random_numbers.randrange(256) for _ in range(3)], float) for _ in range(2))
    share = np.linspace(0, 1, FRAME[0])[None, :, None]
    image = Image.fromarray(
        np.broadcast_to(first * (1 - share) + second * share, (FRAME[1], FRAME[0], 3)).astype(np.uint8).copy())
    draw = ImageDraw.Draw(image, "RGBA")
    for _ in range(12):
        x, y = random_numbers.randrange(FRAME[0]), random_numbers.randrange(FRAME[1])
        size = random_numbers.randrange(20, 160)
        colour = tuple(random_numbers.randrange(256) for _ in range(3)) + (random_numbers.randrange(60, 200),)
        shape = draw.ellipse if random_numbers.random() < 0.5 else draw.rectangle
        shape([x, y, x + size, y + random_numbers.randrange(20, 160)], fill=colour)
    return image


def compose(chip, condition, random_numbers):
    """The frame, and the chip's middle in it."""
    side, degrees, blur = condition
    face = chip.resize((side, side), Image.LANCZOS)
    if blur:
        face = face.filter(ImageFilter.GaussianBlur(side * blur / 100))
    mask = Image.new("L", (side, side), 255)
    if degrees:
        degrees *= random_numbers.choice([-1, 1])
        face, mask = (part.rotate(degrees, Image.BICUBIC, expand=True) for part in (face, mask))
    frame = background(random_numbers)
    x = random_numbers.randrange(FRAME[0] - face.width)
    y = random_numbers.randrange(FRAME[1] - face.height)
    frame.paste(face, (x, y), mask)
    return frame, (x + face.width / 2, y + face.height / 2)


def drawn(folder, each, random_numbers):
    """(group, path) of as many chips of each age group."""
    chips = [(int(m[1]), path) for path in sorted(folder.glob("*.jpg")) if (m := re.match(r"(\d+)_", path.name))]
    for name, first, last in GROUPS:
        group = [path for age, path in chips if first <= age <= last]
        for path in random_numbers.sample(group, min(each, len(group))):
            yield name, path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chips", type=pathlib.Path)
    parser.add_argument("--program", default=".build/release/smilestone")
    parser.add_argument("--each", type=int, default=60)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("runs/detection"))
    options = parser.parse_args()
    numbers = random.Random(1)
    frames = options.out / "frames"
    frames.mkdir(parents=True, exist_ok=True)
    truth = {}
    for group, path in drawn(options.chips, options.each, numbers):
        chip = Image.open(path).convert("RGB")
        for condition, values in CONDITIONS.items():
            frame, middle = compose(chip, values, numbers)
            name = f"{len(truth):05}.png"
            frame.save(frames / name, compress_level=1)
            truth[name] = (group, condition, middle, values[0])
    groups, counts = [name for name, _, _ in GROUPS], {}
    for group, condition, _, _ in truth.values():
        counts[group, condition] = counts.get((group, condition), 0) + 1
    for detector in ("dlib", "mtcnn"):
        out = options.out / detector
        subprocess.run(
            [options.program, "faces", frames, "--detect", "--detector", detector, "--keep-tilt", "--out", out],
            check=True, stdout=subprocess.DEVNULL)
        hits, false = {}, 0
        with open(out / "faces.csv") as file:
            for row in csv.DictReader(file):
                if not row["side"]:
                    continue
                x, y, cut = (float(row[key]) for key in ("centre_x", "centre_y", "side"))
                group, condition, middle, side = truth[pathlib.Path(row["image"]).name]
                if np.hypot(x - middle[0], y - middle[1]) < 0.3 * side and 0.5 <= cut / side <= 2:
                    hits[group, condition] = hits.get((group, condition), 0) + 1
                else:
                    false += 1
        print(f"\n{detector}: share found, %; {false} of {len(truth)} frames in which the largest is something else\n")
        print("| ages | n | " + " | ".join(CONDITIONS) + " |")
        print("|---" * (len(CONDITIONS) + 2) + "|")
        for group in groups:
            cells = [f"{100 * hits.get((group, c), 0) / counts[group, c]:.0f}" for c in CONDITIONS]
            print(f"| {group} | {counts[group, next(iter(CONDITIONS))]} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()

"""Measures which near duplicates `smilestone manifest check` finds, and what it takes for some wrongly.

    pip install pillow
    python Benchmarks/near_duplicates.py FOLDER --program .build/release/smilestone [--faces 300]

FOLDER holds photographs of faces, below it at any depth. A random sample is altered in each way below, once
for each image and way, and put beside the originals; the program looks at all together. Found: the share of
altered images that are in a pair with their original (95% Wilson interval). False alarms: pairs of two
photographs that are in no pair without the altered images (such pairs may be real, and are to be looked at).
"""

import argparse
import csv
import io
import math
import random
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageEnhance

ENDINGS = {".jpg", ".jpeg", ".png"}


def crop(image, side, generator=None):
    width, height = image.size
    left = (1 - side) / 2 if generator is None else generator.uniform(0, 1 - side)
    top = (1 - side) / 2 if generator is None else generator.uniform(0, 1 - side)
    box = [left * width, top * height, (left + side) * width, (top + side) * height]
    return image.crop([round(edge) for edge in box])


def rotated(image, degrees):
    """Turned within the frame, with black corners."""
    return image.rotate(degrees, resample=Image.BICUBIC)


def rotated_crop(image, degrees):
    """Turned, and the largest square inside kept."""
    angle = math.radians(abs(degrees))
    return crop(rotated(image, degrees), 1 / (math.cos(angle) + math.sin(angle)))


def recompressed(image, quality):
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=quality)
    return Image.open(buffer)


def augmented(image, generator):
    """What augmentation leaves behind: turned, cropped, brighter and mirrored or not."""
    turned = crop(rotated(image, generator.uniform(-12, 12)), generator.uniform(0.8, 0.9), generator)
    return ImageEnhance.Brightness(turned).enhance(generator.uniform(0.8, 1.2))


WAYS = {
    "recompressed (quality 40)": lambda image, g: recompressed(image, 40),
    "half the size": lambda image, g: image.resize([max(1, n // 2) for n in image.size]),
    "mirrored": lambda image, g: image.transpose(Image.FLIP_LEFT_RIGHT),
    **{f"crop of {s}, in the middle": lambda image, g, s=s: crop(image, s) for s in (0.95, 0.9, 0.8, 0.7)},
    **{f"crop of {s}, anywhere": lambda image, g, s=s: crop(image, s, g) for s in (0.95, 0.9, 0.8, 0.7, 0.6)},
    **{
        f"turned by {d}°, black corners": lambda image, g, d=d: rotated(image, d * g.choice([-1, 1]))
        for d in (2, 5, 10, 15, 20)
    },
    **{
        f"turned by {d}°, cropped": lambda image, g, d=d: rotated_crop(image, d * g.choice([-1, 1]))
        for d in (5, 10, 15)
    },
    "turned by up to 12°, crop of 0.8 to 0.9, brightness": augmented,
    "crop of 0.8 anywhere, mirrored": lambda image, g: crop(image, 0.8, g).transpose(
        Image.FLIP_LEFT_RIGHT
    ),
}


def wilson(successes, trials, z=1.959964):
    share = successes / trials
    centre = share + z * z / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return (centre - spread) / scale, (centre + spread) / scale


def pairs(program, folder, images):
    """The pairs of images that the program finds among those."""
    manifest, clusters = folder / "m.csv", folder / "pairs.csv"
    with open(manifest, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["image"])
        writer.writerows([str(image)] for image in images)
    command = [program, "manifest", "check", str(manifest), "--clusters", str(clusters)]
    subprocess.run(command, check=True, capture_output=True)
    with open(clusters) as file:
        return {frozenset([row["first"], row["second"]]) for row in csv.DictReader(file)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--program", default=".build/release/smilestone")
    parser.add_argument("--faces", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    generator = random.Random(arguments.seed)
    everything = sorted(p for p in arguments.folder.rglob("*") if p.suffix.lower() in ENDINGS)
    sample = generator.sample(everything, min(arguments.faces, len(everything)))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        alone = pairs(arguments.program, folder, [p.resolve() for p in sample])
        originals = {}
        for number, (way, alter) in enumerate(WAYS.items()):
            for index, path in enumerate(sample):
                name = f"{number}-{index}.png"
                alter(Image.open(path).convert("RGB"), generator).save(folder / name)
                originals[name] = (way, str(path.resolve()))
        images = [p.resolve() for p in sample] + list(originals)
        together = pairs(arguments.program, folder, images)

    def source(image):
        return originals[image][1] if image in originals else image

    found = {way: 0 for way in WAYS}
    for image, (way, path) in originals.items():
        found[way] += frozenset([image, path]) in together
    print("| altered image | found | 95% confidence interval |\n|---|---|---|")
    for way, count in found.items():
        low, high = wilson(count, len(sample))
        share = f"{100 * count / len(sample):.1f} %"
        print(f"| {way} | {count} of {len(sample)}, {share} | {100 * low:.1f} to {100 * high:.1f} % |")
    known = {frozenset(pair) for pair in alone}
    wrong = {frozenset(source(image) for image in pair) for pair in together}
    wrong = {pair for pair in wrong if len(pair) == 2 and pair not in known}
    comparisons = len(sample) * (len(sample) - 1) // 2
    print(f"\n{len(alone)} pairs among the {len(sample)} originals alone; {len(wrong)} further pairs of "
          f"photographs, of {comparisons}, are joined by their altered images:")
    for pair in sorted(map(sorted, wrong)):
        print("  " + "  ".join(pair))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Makes imitations of two archives of synthetic faces: infants as the Tromsø Infant Faces are distributed, everybody
else as AffectNet's lists are, without their ages.

    smilestone synth --out synthetic
    python3 scripts/imitate-archives.py synthetic/manifest.csv --out imitations
"""

import argparse
import csv
import shutil
from collections import Counter
from pathlib import Path

TIF = {"happy": "HA", "sad": "SA", "disgust": "DI", "anger": "AN", "surprise": "SU", "neutral": "NE", "fear": "AF"}
AFFECTNET = ["neutral", "happy", "sad", "surprise", "fear", "disgust", "anger"]
COLUMNS = ["subDirectory_filePath", "face_x", "face_y", "face_width", "face_height", "facial_landmarks",
           "expression", "valence", "arousal"]
# The database's names have room for 99 infants, and for ages below 100 months.
MOST_INFANTS = 99
OLDEST_INFANT_IN_YEARS = 3


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    root = arguments.manifest.parent
    with open(arguments.manifest, newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["emotion"] in TIF]
    infants, takes, lists = {}, Counter(), {"training": [], "validation": []}
    for place in ("TIF", "AffectNet/1"):
        (arguments.out / place).mkdir(parents=True, exist_ok=True)
    for number, row in enumerate(rows):
        age = float(row["age"] or row["true_age"])
        image = root / row["image"]
        if age <= OLDEST_INFANT_IN_YEARS:
            subject = infants.setdefault(row["subject"], len(infants) + 1)
            if subject > MOST_INFANTS:
                continue
            sex = "F" if row.get("sex") == "female" else "M"
            stem = f"A{subject:02}{sex}{round(12 * age)}{TIF[row['emotion']]}"
            takes[stem] += 1
            shutil.copy(image, arguments.out / "TIF" / f"{stem}{takes[stem]}{image.suffix}")
        else:
            name = f"1/{number:06}{image.suffix}"
            shutil.copy(image, arguments.out / "AffectNet" / name)
            part = "validation" if number % 5 == 0 else "training"
            lists[part].append([name, 0, 0, 64, 64, "", AFFECTNET.index(row["emotion"]), 0, 0])
    for part, lines in lists.items():
        with open(arguments.out / "AffectNet" / f"{part}.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(lines)
    print(f"{arguments.out}: {sum(takes.values())} faces of TIF's form, "
          f"{sum(map(len, lists.values()))} of AffectNet's")


if __name__ == "__main__":
    main()

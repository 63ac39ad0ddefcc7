#!/usr/bin/env python3
"""Makes imitations of archives of synthetic faces: infants as the Tromsø Infant Faces are distributed, everybody else
as AffectNet's lists are, without their ages.

    smilestone synth --out synthetic
    python3 scripts/imitate-archives.py synthetic/manifest.csv --out imitations

With --as utkface, all faces as UTKFace's, age and sex in their names; with --as fer2013, in FER2013's folders of
emotions, without their ages.
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


def age_in_years(row):
    return float(row["age"] or row["true_age"])


def imitate_study(rows, root, out):
    infants, takes, lists = {}, Counter(), {"training": [], "validation": []}
    for place in ("TIF", "AffectNet/1"):
        (out / place).mkdir(parents=True, exist_ok=True)
    for number, row in enumerate(rows):
        age = age_in_years(row)
        image = root / row["image"]
        if age <= OLDEST_INFANT_IN_YEARS:
            subject = infants.setdefault(row["subject"], len(infants) + 1)
            if subject > MOST_INFANTS:
                continue
            sex = "F" if row.get("sex") == "female" else "M"
            stem = f"A{subject:02}{sex}{round(12 * age)}{TIF[row['emotion']]}"
            takes[stem] += 1
            shutil.copy(image, out / "TIF" / f"{stem}{takes[stem]}{image.suffix}")
        else:
            name = f"1/{number:06}{image.suffix}"
            shutil.copy(image, out / "AffectNet" / name)
            part = "validation" if number % 5 == 0 else "training"
            lists[part].append([name, 0, 0, 64, 64, "", AFFECTNET.index(row["emotion"]), 0, 0])
    for part, lines in lists.items():
        with open(out / "AffectNet" / f"{part}.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(lines)
    return f"{sum(takes.values())} faces of TIF's form, {sum(map(len, lists.values()))} of AffectNet's"


def imitate_utkface(rows, root, out):
    (out / "utkface").mkdir(parents=True, exist_ok=True)
    for number, row in enumerate(rows):
        image = root / row["image"]
        sex = 1 if row.get("sex") == "female" else 0
        name = f"{round(age_in_years(row))}_{sex}_4_{number:08}{image.suffix}"
        shutil.copy(image, out / "utkface" / name)
    return f"{len(rows)} faces of UTKFace's form"


def imitate_fer2013(rows, root, out):
    for number, row in enumerate(rows):
        image = root / row["image"]
        folder = out / "fer2013" / row["emotion"]
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(image, folder / f"Training_{number:08}{image.suffix}")
    return f"{len(rows)} faces of FER2013's form"


IMITATIONS = {"study": imitate_study, "utkface": imitate_utkface, "fer2013": imitate_fer2013}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--as", dest="form", choices=IMITATIONS, default="study")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    with open(arguments.manifest, newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["emotion"] in TIF]
    made = IMITATIONS[arguments.form](rows, arguments.manifest.parent, arguments.out)
    print(f"{arguments.out}: {made}")


if __name__ == "__main__":
    main()

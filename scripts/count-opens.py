#!/usr/bin/env python3
"""Counts how often a study opens each image file, with strace.

Without arguments to `study` it runs two small ones: of a synthetic cohort, and of folders of images (a folder
for each emotion, and UTKFace's names for ages). Fails where a file is opened more than twice; what the
program writes itself does not count. Only Python's standard library and strace are used.

    scripts/count-opens.py --program .build/release/smilestone [-- ARGUMENTS OF study]
"""

import argparse
import collections
import csv
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MOST = 2
ENDINGS = (".png", ".jpg", ".jpeg", ".webp")
OPENED = re.compile(r'open(?:at)?\((?:AT_FDCWD, )?"((?:[^"\\]|\\.)*)", ([A-Z_|]+)')
# Enough for the age estimator to find toddlers and adults.
SUBJECTS = 150
QUICK = ["--set", "infant.epochs=1", "--set", "adult.epochs=1"] + [
    part for model in ("age", "infant", "adult") for part in ("--set", f"{model}.imageSize=24")]


def opens(program, arguments, log):
    """Runs `study` and returns how often each image file was opened to be read."""
    command = ["strace", "-f", "--seccomp-bpf", "-e", "trace=open,openat", "-s", "4096", "-o", log, program, "study"]
    subprocess.run(command + arguments, check=True)
    counts = collections.Counter()
    with open(log, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            found = OPENED.search(line)
            # A call that another thread interrupts ends on a later line, which does not name the file.
            if found and "= -1" not in line and "O_RDONLY" in found[2] and found[1].lower().endswith(ENDINGS):
                counts[found[1]] += 1
    return {path: count for path, count in counts.items() if "/figures/" not in path}


def folders(program, place):
    """A folder for each emotion, and one of UTKFace's names, of synthetic faces; as arguments."""
    faces, ages = place / "emotions", place / "utkface"
    for name, seed in (("faces", "11"), ("ages", "12")):
        subprocess.run(
            [program, "synth", "--out", place / name, "--subjects", str(SUBJECTS), "--size", "24", "--seed", seed], check=True, stdout=subprocess.DEVNULL)
    ages.mkdir()
    for row in csv.DictReader(open(place / "faces/manifest.csv", encoding="utf-8")):
        (faces / row["emotion"]).mkdir(parents=True, exist_ok=True)
        shutil.copy(place / "faces" / row["image"], faces / row["emotion"])
    for number, row in enumerate(csv.DictReader(open(place / "ages/manifest.csv", encoding="utf-8"))):
        sex = "0" if row["sex"] == "male" else "1"
        name = f"{round(float(row['age']))}_{sex}_0_{number:017}.png"
        shutil.copy(place / "ages" / row["image"], ages / name)
    return ["--faces", str(faces), "--age-faces", str(ages)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=".build/release/smilestone")
    parser.add_argument("study", nargs="*", help="arguments of study, without --out")
    options = parser.parse_args()
    if shutil.which("strace") is None:
        sys.exit("count-opens: strace is missing: apt-get install strace")
    most = 0
    with tempfile.TemporaryDirectory() as scratch:
        place = pathlib.Path(scratch)
        studies = {"given": options.study} if options.study else {
            "drawn": QUICK + ["--set", f"data.synthetic.subjects={SUBJECTS}", "--set",
                              f"data.synthetic.ageSubjects={SUBJECTS}"],
            "folders": QUICK + folders(options.program, place)}
        for name, arguments in studies.items():
            counts = opens(
                options.program, ["--out", str(place / name / "run")] + arguments, place / f"{name}.trace")
            files = collections.Counter(counts.values())
            print(f"{name}: {len(counts)} image files, {sum(counts.values())} times opened to be read")
            for times, number in sorted(files.items()):
                print(f"  {number} files {times} times")
            most = max([most] + list(counts.values()))
    if most > MOST:
        sys.exit(f"count-opens: a file was opened {most} times; {MOST} are the most")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""How long a manifest of many rows takes to read and write, and how much memory.

    manifest_rows.py --program .build/release/smilestone [--rows 1000000] [--folder DIR]

Makes a manifest with every standard column filled, lets `smilestone stratify` read it, group the
ages and write it back, and prints seconds and the largest resident set.
"""
import argparse
import os
import pathlib
import random
import resource
import subprocess
import tempfile
import time

EMOTIONS = ["anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"]
HEADER = "image,subject,source,emotion,votes,age,age_sd,age_source,age_group,sex,ethnicity,split\n"


def write_manifest(path, rows):
    """Rows as long as AffectNet's, the same for the same number of rows."""
    generator = random.Random(1)
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEADER)
        for row in range(rows):
            votes = ";".join(str(generator.randrange(10)) for _ in EMOTIONS)
            file.write(
                f"Manually_Annotated_Images/{row % 1200}/{generator.getrandbits(224):056x}.jpg,"
                f"S{row // 4},AffectNet,{EMOTIONS[row % 7]},{votes},"
                f"{generator.uniform(0, 90):.4f},{generator.uniform(1, 8):.3f},estimated,,"
                f"{'female' if row % 2 else 'male'},White,{'test' if row % 9 == 0 else 'train'}\n"
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        folder = pathlib.Path(folder)
        write_manifest(folder / "manifest.csv", options.rows)
        size = os.path.getsize(folder / "manifest.csv") / 1e6
        start = time.monotonic()
        subprocess.run(
            [options.program, "stratify", folder / "manifest.csv", "--out", folder / "out.csv"],
            check=True,
        )
        seconds = time.monotonic() - start
        with open(folder / "out.csv", "rb") as file:
            lines = sum(1 for _ in file)
    assert lines == options.rows + 1, f"{lines} lines were written"
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{options.rows} rows, {size:.0f} MB: {seconds:.1f} s, at most {memory:.0f} MiB")


if __name__ == "__main__":
    main()

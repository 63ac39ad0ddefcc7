#!/usr/bin/env python3
"""Runs the commands of a document in order, docs/tutorial.md unless --page says otherwise, and stops at the first that
fails.

    scripts/tutorial.py [--page docs/PAGE.md] [--archives FOLDER] [--most N] [--out DIR] [--program PROGRAM]

Commands are the blocks that the page marks with `sh`. FOLDER has UTKFace and FER2013, unpacked (utkface, fer2013)
or as utkface*.tar.gz and fer2013*.tar.gz; pages that do not name $ARCHIVES need none. Of each at most N images are
taken, spread over all, for trying; an age estimator that learns from fewer than some thousand takes hardly anybody for
a toddler, without whom the study stops. Where FOLDER has not both, imitations of them are made of synthetic faces.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
# The subjects of imitations, with four images each: enough to find toddlers among them.
SUBJECTS = {"utkface": 300, "fer2013": 400}
MOST = 8000


def commands(page):
    """The blocks of commands, in order."""
    return re.findall(r"^```sh\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE)


def unpacked(name, archives, work):
    """The folder of an archive; None where it is not there."""
    if not archives:
        return None
    if (archives / name).is_dir():
        return archives / name
    for packed in sorted(archives.glob(f"{name}*.tar.gz")):
        print(f"Unpacking {packed}", flush=True)
        place = work / "unpacked"
        place.mkdir(parents=True, exist_ok=True)
        subprocess.run(["tar", "-xzf", packed, "-C", place, "--no-same-owner"], check=True)
        return place / name
    return None


def take(source, into, most):
    """Copies at most so many images, spread over all, folders kept."""
    found = sorted(path for path in source.rglob("*") if path.is_file())
    share = -(-len(found) // most)
    files = found[::share]
    for path in files:
        place = into / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    print(f"{into}: {len(files)} files of {source}, one of {share}", flush=True)


def imitate(name, program, work, into, seed):
    """Makes an archive of synthetic faces, of other people than those of other seeds."""
    synthetic = work / f"synthetic-{name}"
    subprocess.run(
        [program, "synth", "--out", synthetic, "--subjects", str(SUBJECTS[name]), "--seed", str(seed)],
        check=True, stdout=subprocess.DEVNULL)
    subprocess.run(
        [sys.executable, ROOT / "scripts/imitate-archives.py", synthetic / "manifest.csv", "--as", name, "--out", into],
        check=True)


def gather(archives, program, work, most):
    """Makes the folder that the page's commands call $ARCHIVES."""
    into = work / "archives"
    sources = {name: unpacked(name, archives, work) for name in SUBJECTS}
    if all(sources.values()):
        for name, source in sources.items():
            take(source, into / name, most)
    else:
        print(f"{archives} has not both UTKFace and FER2013: imitations are made of synthetic faces.", flush=True)
        for seed, name in enumerate(SUBJECTS, 11):
            imitate(name, program, work, into, seed)
    return into


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--page", type=pathlib.Path, default=ROOT / "docs/tutorial.md")
    parser.add_argument("--archives", type=pathlib.Path)
    parser.add_argument("--most", type=int, default=MOST)
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "runs/tutorial")
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / ".build/release/smilestone")
    arguments = parser.parse_args()
    program, work = arguments.program.resolve(), arguments.out.resolve()
    if work.exists() and any(work.iterdir()):
        sys.exit(f"{work} is not empty: remove it, or name another folder with --out.")
    start = time.monotonic()
    blocks = commands(arguments.page)
    if any("$ARCHIVES" in block for block in blocks):
        archives = gather(arguments.archives, program, work, arguments.most)
    else:
        archives = ""
        work.mkdir(parents=True, exist_ok=True)
    environment = dict(os.environ, PATH=f"{program.parent}:{os.environ['PATH']}", ARCHIVES=str(archives))
    for number, block in enumerate(blocks, 1):
        print(f"\n[{number}/{len(blocks)}]\n{block}", flush=True)
        begun = time.monotonic()
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", block], cwd=work, env=environment, check=False)
        print(f"({time.monotonic() - begun:.0f} s)", flush=True)
        if done.returncode:
            sys.exit(f"{arguments.page}: block {number} ended with status {done.returncode}.")
    print(f"\nAll {len(blocks)} blocks ran, in {(time.monotonic() - start) / 60:.1f} minutes: {work}")


if __name__ == "__main__":
    main()

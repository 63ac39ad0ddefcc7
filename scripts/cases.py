#!/usr/bin/env python3
"""Runs small inputs as people have them, a folder each with a run.sh, and compares what they print.

  scripts/cases.py FOLDER [--program PROGRAM] [--show] [NAME …]

What must stand in an output, and what must not, is in scripts/cases.txt: a name, + or -, and a regular
expression; blanks count as any white space. A case fails too where a program was killed.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys

SCRIPTS = pathlib.Path(__file__).resolve().parent


def expectations():
    """The patterns of each case: [(whether it must be there, pattern)]."""
    found = {}
    for line in (SCRIPTS / "cases.txt").read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, sign, pattern = line.split(maxsplit=2)
        if sign not in "+-":
            sys.exit(f"cases.txt: {line}: the second word is + or -")
        found.setdefault(name, []).append((sign == "+", pattern.replace(" ", r"\s+")))
    return found


def output(case, program, seconds):
    """What a case prints, both streams; None where it takes too long."""
    environment = dict(os.environ, SMILESTONE=str(program), OMP_WAIT_POLICY="passive")
    try:
        done = subprocess.run(
            ["sh", "run.sh"], cwd=case, env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.decode(errors="replace")


def flaws(text, patterns):
    """Why an output is not the expected one."""
    if text is None:
        return ["it takes too long"]
    found = [f"missing: {p}" for wanted, p in patterns if wanted and not re.search(p, text)]
    found += [f"unwanted: {p}" for wanted, p in patterns if not wanted and re.search(p, text)]
    if re.search(r"Segmentation fault|Fatal error|Illegal instruction|core dumped", text):
        found.append("it crashed")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--program", type=pathlib.Path, default=SCRIPTS.parent / ".build/release/smilestone")
    parser.add_argument("--seconds", type=float, default=300, help="at most for each case")
    parser.add_argument("--show", action="store_true", help="print the outputs of those that fail")
    arguments = parser.parse_intermixed_args()
    if not arguments.folder.is_dir():
        print(f"cases: skipped, there is no folder {arguments.folder}")
        return 0
    if not arguments.program.is_file():
        sys.exit(f"cases: there is no program {arguments.program}: run `make build`")
    os.environ.setdefault("SMILESTONE_VEGA_BUNDLE", str(SCRIPTS.parent / ".deps/vega/bundle.js"))
    known = expectations()
    names = arguments.names or sorted(
        p.parent.name for p in arguments.folder.resolve().glob("*/run.sh"))
    failed = 0
    for name in names:
        text = output(arguments.folder.resolve() / name, arguments.program.resolve(), arguments.seconds)
        wrong = flaws(text, known.get(name, []))
        note = "" if name in known else " (nothing is expected of it: see scripts/cases.txt)"
        failed += bool(wrong)
        print(f"{name:<6} {'FAIL  ' + '; '.join(wrong) if wrong else 'ok'}{note}", flush=True)
        if wrong and arguments.show:
            print(text)
    print(f"{len(names) - failed} of {len(names)} cases give the expected outcome")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

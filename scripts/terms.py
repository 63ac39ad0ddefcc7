#!/usr/bin/env python3
"""Fails where a text uses a word that the glossary of CONTRIBUTING.md gives another for.

    python3 scripts/terms.py

The glossary's second column lists what is not said, each in `backquotes`: words, which are found in
identifiers too (`right answer` in rightAnswers), or the start of an identifier (`fewest…` in fewestFaces).
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
READ = (".swift", ".md", ".py", ".sh", ".js", ".css", ".html", ".h", ".cpp", ".c", "Makefile")
# What was said before.
LEFT_OUT = ("CHANGELOG.md", "CONTRIBUTING.md", "Tests/StudyTests/Fixtures/earlier/make.sh", "scripts/terms.py")
# Former names that are understood ("former": "present"), and a data set's name.
LEFT_OUT_LINES = re.compile(r'formerNames|formerly|"\w+": "\w+"|Picture\W+Set')


def pattern(term):
    if term.endswith("…"):
        return re.compile(rf"(?<![A-Za-z]){re.escape(term[:-1])}[A-Z]\w*")
    words = r"[\s_-]+".join(re.escape(word) for word in term.split())
    return re.compile(rf"(?<![A-Za-z]){words}s?(?![A-Za-z])", re.IGNORECASE)


def glossary():
    """What is not said, and what is said instead."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE)
    terms = {term: said for said, row in rows for term in re.findall(r"`([^`]+)`", row)}
    if not terms:
        sys.exit("CONTRIBUTING.md has no glossary: a table whose second column has words in backquotes.")
    return [(term, said, pattern(term)) for term, said in terms.items()]


def words(line):
    """Identifiers taken apart at their capitals: rightAnswers as right Answers."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", line)


def main():
    terms = glossary()
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n")
    found = 0
    for name in tracked:
        path = ROOT / name
        if not name.endswith(READ) or name in LEFT_OUT or not path.is_file():
            continue
        for number, line in enumerate(path.read_text().split("\n"), 1):
            if LEFT_OUT_LINES.search(line):
                continue
            for term, said, regex in terms:
                if match := regex.search(line if term.endswith("…") else words(line)):
                    print(f"{name}:{number}: “{match[0]}”: say {said}")
                    found += 1
    if found:
        sys.exit(f"{found} words that the glossary in CONTRIBUTING.md gives another for.")


if __name__ == "__main__":
    main()

"""Writes the tables of docs/results/transitions.md from the CSV that transitions.py wrote.

Usage: transition_tables.py TRANSITIONS.csv docs/results/transitions.md

Everything below the page's marker is written anew; what stands above it stays.
"""

import csv
import pathlib
import statistics
import sys

MARKER = "<!-- Everything below is written by Benchmarks/transition_tables.py. -->"
MEASURES = {
    "midpoint of the infant model": ("infant", "midpoint", "profile_lower", "profile_upper", "truth"),
    "midpoint of the adult model": ("adult", "midpoint", "profile_lower", "profile_upper", "truth"),
    "midpoint of the infant model, ages imputed": (
        "infant", "imputed", "imputed_lower", "imputed_upper", "truth"),
    "midpoint of the adult model, ages imputed": (
        "adult", "imputed", "imputed_lower", "imputed_upper", "truth"),
    "crossing of the two curves": (
        "adult", "crossing", "crossing_lower", "crossing_upper", "true_crossing"),
    "crossing of the two curves, ages imputed": (
        "adult", "imputed_crossing", "imputed_crossing_lower", "imputed_crossing_upper",
        "true_crossing"),
}


def number(text):
    return float(text) if text else None


def shown(value, decimals=1):
    return "–" if value is None else f"{value:.{decimals}f}"


def holds(row, lower, upper, truth):
    """Whether an interval holds the truth; an open bound excludes nothing."""
    value = number(row[truth])
    return (value is not None and (number(row[lower]) is None or number(row[lower]) <= value)
            and (number(row[upper]) is None or value <= number(row[upper])))


def width(row, lower, upper):
    ends = number(row[lower]), number(row[upper])
    return float("inf") if None in ends else ends[1] - ends[0]


def measured(rows, name):
    """A row of the summary and the rows of each study."""
    model, value, lower, upper, truth = MEASURES[name]
    asked = [row for row in rows if row["cohort"] == "both" and row["model"] == model]
    # A study without an estimate, or a model without a truth, answers nothing.
    rows = [row for row in asked if row[value] and row[truth]]
    unanswered = len(asked) - len(rows)
    planted = sorted({int(row["planted"]) for row in rows})
    held = sum(holds(row, lower, upper, truth) for row in rows)
    median_width = statistics.median(width(row, lower, upper) for row in rows)
    medians = [statistics.median(number(row[value]) for row in rows
                                 if int(row["planted"]) == age and row[value]) for age in planted]
    pairs = [(a, b) for a in rows for b in rows
             if int(a["planted"]) < int(b["planted"]) and a[value] and b[value]]
    ordered = sum(number(a[value]) < number(b[value]) for a, b in pairs)
    offsets = [statistics.median(number(row[truth]) - age for row in rows
                                 if int(row["planted"]) == age and row[truth]) for age in planted]
    summary = (f"| {name} | {held} of {len(rows)}{f', {unanswered} unanswered' if unanswered else ''} | "
               f"{'open' if median_width == float('inf') else shown(median_width)} | "
               f"{', '.join(map(shown, medians))} | {ordered} of {len(pairs)} | "
               f"{', '.join(f'{offset:+.1f}' for offset in offsets)} |")
    each = [f"| {row['planted']} | {row['seed']} | {shown(number(row[truth]))} | "
            f"{shown(number(row[value]))} | {shown(number(row[lower]))} to "
            f"{shown(number(row[upper]))} | {'yes' if holds(row, lower, upper, truth) else '**no**'} |"
            for row in sorted(rows, key=lambda row: (int(row["planted"]), row["seed"]))]
    return summary, each


def claims(rows, kind):
    lines = []
    for model in ("infant", "adult"):
        own = [row for row in rows if row["cohort"] == kind and row["model"] == model]
        if not own:
            continue
        claimed = sum(row["claimed"] == "True" for row in own)
        trends = sum(bool(row["trend_p"]) and number(row["trend_p"]) < 0.05 for row in own)
        levels = [f"{100 * statistics.mean(number(row[group]) for row in own):.0f} %"
                  for group in ("toddler", "adult")]
        lines.append(f"| {kind} | {model} | {claimed} of {len(own)} | {trends} of {len(own)} | "
                     f"{levels[0]} | {levels[1]} |")
    return lines


def main():
    table, page = map(pathlib.Path, sys.argv[1:])
    with open(table, newline="") as file:
        rows = list(csv.DictReader(file))
    results = {name: measured(rows, name) for name in MEASURES}
    text = ["", "## Transitions planted at 5, 8 and 11 years", "",
            "| measure | intervals that hold the truth | median width, years | "
            "median estimate at 5, 8, 11 | pairs in order | truth minus planted age at 5, 8, 11 |",
            "|---|---|---|---|---|---|", *(summary for summary, _ in results.values()), "",
            "## Nothing planted", "",
            "| cohort | model | transition claimed | trend claimed | toddlers read right | adults read "
            "right |", "|---|---|---|---|---|---|",
            *claims(rows, "neither"), *claims(rows, "appearance"), "",
            "## Each study", ""]
    for name, (_, each) in results.items():
        text += [f"{name[0].upper()}{name[1:]}:", "",
                 "| planted | seed | truth | estimate | 95 % interval | holds the truth |",
                 "|---|---|---|---|---|---|", *each, ""]
    head = page.read_text().split(MARKER)[0] if page.exists() else ""
    page.write_text(head + MARKER + "\n" + "\n".join(text).rstrip() + "\n")


main()

"""Writes the tables of docs/results/transitions.md from the CSVs that transitions.py wrote.

Usage: transition_tables.py TRANSITIONS.csv PRESET.csv docs/results/transitions.md

The second CSV holds cohorts of the preset's own width, of which the summary alone is shown. Everything
below the page's marker is written again; what stands above it stays.
"""

import csv
import pathlib
import statistics
import sys

MARKER = "<!-- Everything below is written by Benchmarks/transition_tables.py. -->"
MEASURES = {
    "crossing of the two curves": (
        "adult", "crossing", "crossing_lower", "crossing_upper", "true_crossing"),
    "crossing of the two curves, ages imputed": (
        "adult", "imputed_crossing", "imputed_crossing_lower", "imputed_crossing_upper",
        "true_crossing"),
    "midpoint of the infant model": ("infant", "midpoint", "profile_lower", "profile_upper", "truth"),
    "midpoint of the infant model, ages imputed": (
        "infant", "imputed", "imputed_lower", "imputed_upper", "truth"),
    "midpoint of the adult model": ("adult", "midpoint", "profile_lower", "profile_upper", "truth"),
    "midpoint of the adult model, ages imputed": (
        "adult", "imputed", "imputed_lower", "imputed_upper", "truth"),
}


def number(text):
    return float(text) if text else None


def shown(value, decimals=1):
    return "–" if value is None else f"{value:.{decimals}f}"


def signed(value, decimals=1):
    return f"{value:+.{decimals}f}".replace("-", "−")


def share(values):
    """How many of several truth values are true: "5 of 15"."""
    return f"{sum(values)} of {len(values)}"


class Study:
    """What one study says of one measure: an estimate with its interval, and the two ages that the
    interval may hold: that of the models' own curves, and the planted one."""

    def __init__(self, row, measure):
        _, value, lower, upper, own = MEASURES[measure]
        self.planted, self.seed = int(row["planted"]), row["seed"]
        self.estimate, self.own = number(row[value]), number(row[own])
        self.lower, self.upper = number(row[lower]), number(row[upper])

    def holds(self, age):
        """Whether the interval holds an age; an open bound excludes nothing."""
        return ((self.lower is None or self.lower <= age)
                and (self.upper is None or age <= self.upper))

    @property
    def error(self):
        return self.estimate - self.planted

    @property
    def width(self):
        ends = self.lower, self.upper
        return float("inf") if None in ends else self.upper - self.lower

    def row(self):
        predictions = ["yes" if self.holds(age) else "**no**" for age in (self.own, self.planted)]
        return (f"| {self.planted} | {self.seed} | {shown(self.own)} | {shown(self.estimate)} | "
                f"{shown(self.lower)} to {shown(self.upper)} | {predictions[0]} | {signed(self.error)} | "
                f"{predictions[1]} |")


def studies(rows, measure):
    """The studies that predicted, by planted age, and how many did not; none where the CSV lacks the
    measure."""
    model, value, _, _, own = MEASURES[measure]
    if value not in rows[0]:
        return [], 0
    asked = [row for row in rows if row["cohort"] == "both" and row["model"] == model]
    predicted = [Study(row, measure) for row in asked if row[value] and row[own]]
    return (sorted(predicted, key=lambda study: (study.planted, study.seed)),
            len(asked) - len(predicted))


def by_planted_age(studies):
    ages = sorted({study.planted for study in studies})
    return [[study for study in studies if study.planted == age] for age in ages]


def held_row(measure, studies, unanswered):
    groups = by_planted_age(studies)
    return (f"| {measure} | {share([s.holds(s.own) for s in studies])}"
            f"{f', {unanswered} unanswered' if unanswered else ''} | "
            f"{share([s.holds(s.planted) for s in studies])} "
            f"({', '.join(str(sum(s.holds(s.planted) for s in group)) for group in groups)}) | "
            f"{signed(statistics.mean(s.error for s in studies), 2)} | "
            f"{signed(statistics.median(s.error for s in studies), 2)} | "
            f"{', '.join(signed(statistics.mean(s.error for s in group)) for group in groups)} |")


def precision_row(measure, studies):
    groups = by_planted_age(studies)
    width = statistics.median(s.width for s in studies)
    pairs = [(a, b) for a in studies for b in studies if a.planted < b.planted]
    return (f"| {measure} | {'open' if width == float('inf') else shown(width)} | "
            f"{', '.join(shown(statistics.median(s.estimate for s in g)) for g in groups)} | "
            f"{share([a.estimate < b.estimate for a, b in pairs])} | "
            f"{', '.join(signed(statistics.median(s.own - s.planted for s in g)) for g in groups)} |")


def summary(rows):
    """The two tables of a CSV: which ages the intervals hold, and how sharp the estimates are."""
    predicted = {name: studies(rows, name) for name in MEASURES}
    predicted = {name: found for name, found in predicted.items() if found[0]}
    return ["| measure | own curves' age held | planted age held (at 5, 8, 11) | "
            "estimate − planted, mean | median | mean at 5, 8, 11 |",
            "|---|---|---|---|---|---|",
            *(held_row(name, *found) for name, found in predicted.items()), "",
            "| measure | median width, years | median estimate at 5, 8, 11 | pairs in order | "
            "own curves' age − planted, median at 5, 8, 11 |", "|---|---|---|---|---|",
            *(precision_row(name, found) for name, (found, _) in predicted.items())]


def own_widths(rows):
    """How well the ages of the models' own curves are known."""
    widths = [number(row["truth_upper"]) - number(row["truth_lower"]) for row in rows
              if row["truth_lower"] and row["truth_upper"]]
    return (f"The midpoints of the {len(widths)} models' own curves have 95% confidence intervals that are "
            f"{shown(min(widths), 2)} to {shown(max(widths), 2)} years wide (median "
            f"{shown(statistics.median(widths), 2)}).")


def own_spread(rows):
    """How much the midpoints of the models' own curves differ between studies of one planted age."""
    spreads = [statistics.stdev(study.own for study in group)
               for name in ("midpoint of the infant model", "midpoint of the adult model")
               for group in by_planted_age(studies(rows, name)[0])]
    return (f"Between the studies of one planted age these midpoints have standard deviations of "
            f"{shown(min(spreads))} to {shown(max(spreads))} years.")


def misses(rows):
    """On which side of the planted age the intervals lie that miss it."""
    missed = [study for name in MEASURES for study in studies(rows, name)[0]
              if not study.holds(study.planted)]
    below = sum(study.upper is not None and study.upper < study.planted for study in missed)
    return (f"Of the {len(missed)} intervals that miss the planted age, {below} lie wholly below it "
            f"and {len(missed) - below} above.")


def claims(rows, kind):
    lines = []
    for model in ("infant", "adult"):
        own = [row for row in rows if row["cohort"] == kind and row["model"] == model]
        if not own:
            continue
        claimed = sum(row["claimed"] == "True" for row in own)
        trends = sum(bool(row["trend_p"]) and number(row["trend_p"]) < 0.05 for row in own)
        levels = [f"{100 * statistics.mean(number(row[group]) for row in own):.0f}%"
                  for group in ("toddler", "adult")]
        lines.append(f"| {kind} | {model} | {claimed} of {len(own)} | {trends} of {len(own)} | "
                     f"{levels[0]} | {levels[1]} |")
    return lines


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def main():
    table, preset, page = map(pathlib.Path, sys.argv[1:])
    rows, preset_rows = read(table), read(preset)
    text = ["", "## Transitions planted at 5, 8 and 11 years", "", *summary(rows), "",
            misses(rows), own_widths(rows), own_spread(rows), "",
            "## Transitions of the preset's own width", "", *summary(preset_rows), "",
            misses(preset_rows), own_widths(preset_rows),
            own_spread(preset_rows), "",
            "## Nothing planted", "",
            "| cohort | model | transition claimed | trend claimed | toddlers read right | adults read "
            "right |", "|---|---|---|---|---|---|",
            *claims(rows, "neither"), *claims(rows, "appearance"), "",
            "## Each study", ""]
    for name in MEASURES:
        text += [f"{name[0].upper()}{name[1:]}:", "",
                 "| planted | seed | own curves' age | estimate | 95% confidence interval | own curves' age held | "
                 "estimate − planted | planted age held |",
                 "|---|---|---|---|---|---|---|---|",
                 *(study.row() for study in studies(rows, name)[0]), ""]
    head = page.read_text().split(MARKER)[0] if page.exists() else ""
    page.write_text(head + MARKER + "\n" + "\n".join(text).rstrip() + "\n")


main()

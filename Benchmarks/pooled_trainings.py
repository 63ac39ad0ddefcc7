#!/usr/bin/env python3
"""Does the pooled age of several trainings hold that of one more training?

    pooled_trainings.py --program .build/release/smilestone --out DIR [--cohorts 5] [--first 0] [--planted 8]

Each study trains both expression models of the preset `synthetic` four times (`study --trainings 4`) on a cohort of 2,000
subjects, half of them tested, whose transition is as wide as the preset's, with the preset's own age estimator. Each training in turn is left out: `evaluate --training` pools the
other three, and its interval, which is one for the age of one more training, is judged by the age that the curves of the
training left out have on 20,000 fresh faces at their true ages. The interval of a single training, which knows nothing of
trainings, is judged by the same.

What is there already is not made again. Writes DIR/pooled-trainings.csv, a row for each training left out and
measure, and the table of docs/results/pooled-trainings.md with --page FILE.
"""
import argparse
import csv
import itertools
import json
import pathlib
import shutil
import statistics

import transitions

TRAININGS = 4
# The preset's.
WIDTH_IN_YEARS = 1.5
FRESH_SUBJECTS = 5_000
MARKER = "<!-- Everything below is written by Benchmarks/pooled_trainings.py. -->"
COLUMNS = ["planted", "seed", "measure", "left_out", "own_age", "pooled", "pooled_lower",
           "pooled_upper", "training_share", "single", "single_lower", "single_upper"]
MEASURES = {
    "crossing of the two curves": (None, "crossing"),
    "midpoint of the infant model": ("infant", "transition-age"),
    "midpoint of the adult model": ("adult", "transition-age"),
}


def of_training(folder, number):
    """Where a training's models and predictions lie."""
    return folder if number == 1 else folder / "trainings" / str(number)


def predictions(folder, number):
    place = of_training(folder, number)
    return place / "evaluation" / "predictions.csv" if number == 1 else place / "predictions.csv"


def own_ages(program, folder, number, faces, cache):
    """The ages of a training's own curves on fresh faces, by measure."""
    out = folder / "fresh" / str(number)
    if not (out / "metrics.json").exists():
        place = of_training(folder, number)
        transitions.run(
            program, "evaluate", faces, "--model", place / "infant" / "model.safetensors", "--model",
            place / "adult" / "model.safetensors", "--transition", "--replicates", 50, "--cache", cache,
            "--out", out, log=folder.with_suffix(".log"))
    transition = json.loads((out / "metrics.json").read_text())["transition"]
    curves = {model["model"]: model.get("curve") or {} for model in transition["models"]}
    midpoints = {name: (curve.get("logistic") or {}).get("midpoint")
                 for name, curve in curves.items()}
    return {(None, "crossing"): (transition.get("crossing") or {}).get("age"),
            **{(name, "transition-age"): age for name, age in midpoints.items()}}


def pooled(program, folder, kept, seed):
    """What `evaluate` says of some trainings: the ages of `trainings` by measure."""
    out = folder / "pooled" / "-".join(map(str, kept))
    if not (out / "metrics.json").exists():
        first, *others = (predictions(folder, number) for number in kept)
        transitions.run(
            program, "evaluate", folder / "manifest.csv", "--predictions", first,
            *itertools.chain(*(("--training", other) for other in others)), "--transition",
            "--age-error", "--seed", seed, "--out", out, log=folder.with_suffix(".log"))
    ages = json.loads((out / "metrics.json").read_text())["trainings"]["ages"]
    return {(age.get("model"), age["quantity"]): age for age in ages}


def rows(program, folder, faces, cache, planted, seed):
    numbers = range(1, TRAININGS + 1)
    own = {number: own_ages(program, folder, number, faces, cache) for number in numbers}
    for left_out in numbers:
        ages = pooled(program, folder, [number for number in numbers if number != left_out], seed)
        for measure, place in MEASURES.items():
            age = ages.get(place, {})
            single = (age.get("single") or [{}])[0]
            row = {
                "planted": planted, "seed": seed, "measure": measure, "left_out": left_out,
                "own_age": own[left_out][place], "pooled": age.get("ageInYears"),
                "training_share": age.get("trainingShare"), "single": single.get("ageInYears")}
            row["pooled_lower"], row["pooled_upper"] = transitions.bounds(age.get("interval"))
            row["single_lower"], row["single_upper"] = transitions.bounds(single.get("interval"))
            yield row


def table(all_rows):
    """Markdown: how often intervals of pooled and of single trainings hold the age of one more, and the planted one."""
    def holds(some, name, age):
        def one(row):
            lower, upper, own = row[f"{name}_lower"], row[f"{name}_upper"], float(row[age])
            return (not lower or float(lower) <= own) and (not upper or own <= float(upper))
        return f"{sum(map(one, some))} of {len(some)}"

    def median_width(some, name):
        ends = [(row[f"{name}_lower"], row[f"{name}_upper"]) for row in some]
        widths = [float(b) - float(a) if a and b else float("inf") for a, b in ends]
        middle = statistics.median(widths)
        return "open" if middle == float("inf") else f"{middle:.1f}"

    columns = [
        "planted", "measure", "studies", "age pooled", "pooled interval: holds the age of a training left out",
        "planted age", "median width", "a single training's: holds the age of a training left out",
        "planted age", "median width", "share of variance between trainings, median"]
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    for planted in sorted({row["planted"] for row in all_rows}, key=int):
        for measure in MEASURES:
            own = [row for row in all_rows if row["planted"] == planted
                   and row["measure"] == measure and row["own_age"]]
            judged = [row for row in own if row["pooled"]]
            cells = [planted, measure, len({row["seed"] for row in own}),
                     f"{len(judged)} of {len(own)}"]
            if judged:
                shares = [float(row["training_share"]) for row in judged if row["training_share"]]
                for name in ["pooled", "single"]:
                    cells += [holds(judged, name, "own_age"), holds(judged, name, "planted"),
                              median_width(judged, name)]
                cells.append(f"{100 * statistics.median(shares):.0f}%" if shares else "–")
            else:
                cells += ["–"] * (len(columns) - len(cells))
            lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--cohorts", type=int, default=5)
    parser.add_argument("--first", type=int, default=0, help="number of the first seed")
    parser.add_argument("--planted", type=int, nargs="+", default=[8])
    parser.add_argument("--page", type=pathlib.Path, help="the page whose table is written again")
    options = parser.parse_args()
    program, out = options.program.resolve(), options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    for number in range(options.first, options.first + options.cohorts):
        for planted in options.planted:
            seed = 5_000_000 + 1_000 * planted + number
            folder = out / f"both-{planted}-{seed}"
            transitions.study(program, folder, "both", planted, seed, age=None,
                              width=WIDTH_IN_YEARS, options=["--trainings", TRAININGS])
            faces = transitions.fresh_faces(
                program, out / f"fresh-{planted}", planted, width=WIDTH_IN_YEARS,
                subjects=FRESH_SUBJECTS)
            # All at once: a file that is there is whole.
            own = list(rows(program, folder, faces, out / f"fresh-{planted}" / "cache", planted, seed))
            transitions.write_rows(folder / "rows.csv", COLUMNS, own)
            shutil.rmtree(folder / "cache", ignore_errors=True)
    all_rows = []
    for part in sorted(out.glob("both-*/rows.csv")):
        with open(part, newline="") as file:
            all_rows += csv.DictReader(file)
    transitions.write_rows(out / "pooled-trainings.csv", COLUMNS, all_rows)
    text = table(all_rows)
    print(text)
    if options.page:
        head = options.page.read_text().split(MARKER)[0]
        options.page.write_text(f"{head}{MARKER}\n\n{text}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Whole studies on synthetic cohorts: are planted transitions found, and is nothing found where nothing is?

    transitions.py --program .build/release/smilestone --out DIR [--cohorts 5] [--first 0]
                   [--kinds both,neither,...] [--again]

For each of `--cohorts` seeds it runs `smilestone study --preset synthetic` on cohorts of the kind
`both` with transitions planted at 5, 8 and 11 years, on `neither` (nothing develops) and on
`appearance` (heads alone do). A cohort has 2,000 subjects with four faces each; half of them are
tested, which is what narrow intervals need, and two fifths are trained on, as many as the preset's
own. The planted transition is half as gradual as the preset's, because a midpoint between two
levels needs faces that show both: 80 % of it is done within 3.3 years, not 6.6. Faces and both
expression models of every study are new; one age estimator, trained on 6,000 other subjects, is
shared, as a laboratory would.

The truth for a trained model is not the planted age, because a model may need more or less than
half of the adult prototypes to name an expression. It is the midpoint of that model's own curve
on 40,000 fresh faces (10,000 new subjects, four each) at their true ages, made by `smilestone
evaluate --transition`; what the study says of the same model, from its 4,000 or so test faces at
estimated ages, is judged by it.

A study that is there already is not run again, so that the script can be stopped; `--first` starts
with another seed. Writes DIR/transitions.csv, a row for each study and model, and keeps rows of
other studies there; docs/results/transitions.md has the tables that `transition_tables.py` makes of
it.
"""
import argparse
import csv
import json
import pathlib
import shutil
import subprocess
import time

PLANTED_AGES = [5, 8, 11]
# The cohort's own planted age where nothing develops, or only heads do: it has no effect there.
KINDS = {"both": PLANTED_AGES, "neither": [8], "appearance": [8]}
WIDTH_IN_YEARS = 0.75
FRESH_SUBJECTS = 10_000
# Half of the subjects train, as in every estimator of the preset.
AGE_SUBJECTS, AGE_EPOCHS = 10_200, 14
SETTINGS = [
    "data.synthetic.subjects=2000",
    "split.train=0.4", "split.validation=0.1", "split.test=0.5"]
# Faces for an estimator of its own, which a study that has one does not need.
NO_AGE_FACES = "data.synthetic.ageSubjects=50"
COLUMNS = [
    "cohort", "planted", "seed", "model", "truth", "truth_lower", "truth_upper", "midpoint",
    "profile_lower", "profile_upper", "bootstrap_lower", "bootstrap_upper", "imputed",
    "imputed_lower", "imputed_upper", "no_transition_p", "claimed", "crossing",
    "crossing_lower", "crossing_upper", "imputed_crossing",
    "imputed_crossing_lower", "imputed_crossing_upper", "true_crossing", "n", "subjects", "age_error",
    "toddler", "adult", "trend_p", "minutes"]


def run(program, *arguments, log):
    with open(log, "a") as file:
        subprocess.run([program, *map(str, arguments)], check=True, stdout=file, stderr=file)


def age_estimator(program, folder):
    """Trains the estimator that all studies share."""
    if not (folder / "age" / "history.csv").exists():
        run(program, "synth", "--subjects", AGE_SUBJECTS, "--seed", 810_000,
            "--out", folder / "faces", log=folder.with_suffix(".log"))
        run(program, "age", "train", folder / "faces" / "manifest.csv", "--preset", "synthetic",
            "--epochs", AGE_EPOCHS, "--out", folder / "age", log=folder.with_suffix(".log"))
    return folder / "age"


def study(program, folder, kind, planted, seed, age, width=WIDTH_IN_YEARS, options=()):
    """Runs a study, with an age estimator that is there or, with None, one of its own."""
    if (folder / "evaluation" / "metrics.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    # A study whose age estimator is there continues with the next stage.
    if age:
        shutil.copytree(age, folder / "age", dirs_exist_ok=True)
    start = time.time()
    settings = [f"data.synthetic.transition.ageInYears={planted}",
                f"data.synthetic.transition.widthInYears={width}", *SETTINGS,
                *([NO_AGE_FACES] if age else [])]
    run(program, "study", "--preset", "synthetic", "--cohort", kind, "--seed", seed,
        *[word for setting in settings for word in ("--set", setting)], *options,
        "--out", folder, log=folder.with_suffix(".log"))
    (folder / "minutes.txt").write_text(f"{(time.time() - start) / 60:.1f}")
    shutil.rmtree(folder / "cache", ignore_errors=True)
    shutil.rmtree(folder / "cohort", ignore_errors=True)


def fresh_faces(program, folder, planted, width=WIDTH_IN_YEARS, subjects=FRESH_SUBJECTS):
    """Draws four faces of each subject by a seed that no study uses, all of them test faces."""
    if (folder / "faces.csv").exists():
        return folder / "faces.csv"
    run(program, "synth", "--cohort", "both", "--subjects", subjects, "--seed",
        900_000 + planted, "--transition-age", planted,
        "--transition-width", width, "--out", folder,
        log=folder.with_suffix(".log"))
    with open(folder / "manifest.csv", newline="") as source:
        rows = list(csv.DictReader(source))
    with open(folder / "faces.csv", "w", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "split": "test"} for row in rows)
    return folder / "faces.csv"


def truth(program, folder, faces, cache):
    metrics = folder / "fresh" / "metrics.json"
    if not metrics.exists():
        run(program, "evaluate", faces, "--model", folder / "infant" / "model.safetensors",
            "--model", folder / "adult" / "model.safetensors", "--transition", "--replicates", 50,
            "--cache", cache, "--out", folder / "fresh", log=folder.with_suffix(".log"))
    return json.loads(metrics.read_text())


def evaluate_again(program, folder, kind, seed, fresh_faces):
    """Makes the statistics of a study again from the predictions that its models gave."""
    # Where no image shows its age, ages are known without error.
    age_error = [] if kind == "neither" else ["--age-error"]
    for manifest, place, options in [
            (folder / "manifest.csv", folder / "evaluation", age_error),
            (fresh_faces, folder / "fresh", ["--replicates", 50])]:
        if manifest:
            metrics = json.loads((place / "metrics.json").read_text())
            run(program, "evaluate", manifest, "--predictions", place / "predictions.csv",
                "--transition", *options, "--seed", seed, "--out", folder / "again",
                log=folder.with_suffix(".log"))
            again = json.loads((folder / "again" / "metrics.json").read_text())
            again |= {key: metrics[key] for key in ("ageEstimator", "plan") if key in metrics}
            (place / "metrics.json").write_text(json.dumps(again))
            shutil.rmtree(folder / "again")


def write_rows(path, columns, all_rows):
    """Writes a CSV file; numbers have four decimals, and what is not known is empty."""
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for row in all_rows:
            writer.writerow({key: "" if value is None else f"{value:.4f}" if isinstance(value, float)
                             else value for key, value in row.items()})


def bounds(interval):
    return (interval or {}).get("lower"), (interval or {}).get("upper")


def rows(folder, kind, planted, seed, fresh):
    metrics = json.loads((folder / "evaluation" / "metrics.json").read_text())
    findings = {finding["id"]: finding for finding in metrics["findings"]}
    for model in metrics["models"]:
        name = model["model"]
        transition = next(m for m in metrics["transition"]["models"] if m["model"] == name)
        curve = transition.get("curve") or {}
        row = dict.fromkeys(COLUMNS)
        row.update(cohort=kind, planted=planted if kind == "both" else None, seed=seed, model=name,
                   midpoint=(curve.get("logistic") or {}).get("midpoint"),
                   no_transition_p=(curve.get("noTransitionTest") or {}).get("pValue"),
                   claimed=curve.get("isClaimed"), n=transition["n"],
                   subjects=transition["subjects"],
                   age_error=metrics["ageEstimator"]["meanAbsoluteError"]["value"],
                   trend_p=findings[f"{name}-trend"].get("adjustedPValue"))
        row["profile_lower"], row["profile_upper"] = bounds(curve.get("profileInterval"))
        row["bootstrap_lower"], row["bootstrap_upper"] = bounds(curve.get("bootstrapInterval"))
        ages = {(age["quantity"], age.get("model")): age.get("imputed") or {}
                for age in metrics.get("ageError", {}).get("ages", [])}
        for column, place in [("imputed", ("transition-age", name)),
                              ("imputed_crossing", ("crossing", None))]:
            imputed = ages.get(place, {})
            row[column] = imputed.get("ageInYears")
            row[f"{column}_lower"], row[f"{column}_upper"] = bounds(imputed.get("interval"))
        crossing = metrics["transition"].get("crossing")
        if crossing:
            row["crossing"] = crossing.get("age")
            row["crossing_lower"], row["crossing_upper"] = bounds(crossing["interval"])
        distribution = (model.get("crossAge") or {}).get("emotionStandardisation")
        standardised = {g["ageGroup"]: (g.get("standardised") or {}).get("value")
                        for g in (distribution or {}).get("groups", [])}
        row.update(toddler=standardised.get("toddler"), adult=standardised.get("adult"))
        if fresh:
            of_fresh = next(m for m in fresh["transition"]["models"] if m["model"] == name)["curve"]
            row["truth"] = of_fresh["logistic"]["midpoint"]
            row["truth_lower"], row["truth_upper"] = bounds(of_fresh["profileInterval"])
            row["true_crossing"] = (fresh["transition"].get("crossing") or {}).get("age")
        minutes = folder / "minutes.txt"
        row["minutes"] = minutes.read_text() if minutes.exists() else None
        yield row


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--cohorts", type=int, default=5)
    parser.add_argument("--first", type=int, default=0, help="number of the first seed")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--again", action="store_true",
                        help="make the statistics again, by this program, of studies that are there")
    options = parser.parse_args()
    program, out = options.program.resolve(), options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    age = age_estimator(program, out / "age")
    table, file_of_table = {}, out / "transitions.csv"
    if file_of_table.exists():
        with open(file_of_table, newline="") as file:
            table = {(row["cohort"], row["seed"], row["model"]): row for row in csv.DictReader(file)}
    for number in range(options.first, options.first + options.cohorts):
        for kind in options.kinds.split(","):
            for planted in KINDS[kind]:
                seed = 1000 * (1 + list(KINDS).index(kind)) + 10 * planted + number
                folder = out / f"{kind}-{planted}-{seed}"
                study(program, folder, kind, planted, seed, age)
                fresh, faces = None, None
                if kind == "both":
                    faces = fresh_faces(program, out / f"fresh-{planted}", planted)
                    truth(program, folder, faces, out / f"fresh-{planted}" / "cache")
                if options.again:
                    evaluate_again(program, folder, kind, seed, faces)
                if kind == "both":
                    fresh = truth(program, folder, faces, None)
                table |= {(row["cohort"], str(row["seed"]), row["model"]): row
                          for row in rows(folder, kind, planted, seed, fresh)}
                write_rows(file_of_table, COLUMNS, table.values())


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Measures `smilestone expression` on synthetic cohorts whose transition is planted.

Draws each cohort, analyses it, and writes one row for each into OUT/cohorts.csv, one for each emotion into
OUT/emotions.csv, and a summary into OUT/summary.md. What is there already is kept, so that a run that was stopped continues.

    scripts/measure-expression.py --out measured --jobs 2

The seeds were not used before; settings were chosen on others (docs/results/expression.md). Whoever
changes settings takes another --first-seed. Only Python's standard library is used.
"""

import argparse
import csv
import json
import math
import pathlib
import random
import shutil
import statistics
import subprocess
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent
BAD_INPUT = 3  # the program's exit status for faces that it cannot analyse
COLUMNS = [
    "cohort", "kind", "planted_age", "planted_width", "seed", "gate_correlation",
    "gate_standard_error", "gate_open", "controls_passed", "likelihood_ratio",
    "age", "lower", "upper", "standard_error", "width", "claimed",
    "holds_planted_age", "halves_standard_error", "rivals", "coinciding_rivals",
    "label_fit_toddlers", "label_fit_adults", "labels_unequal", "refused",
]
EMOTION_COLUMNS = ["cohort", "emotion", "planted_age", "similarity", "age", "lower", "upper",
                   "pooled_age", "pooled_lower", "pooled_upper"]


def cohorts(base, kinds, ages, widths, count, controls):
    """(kind, planted age, planted width, seed), cells and controls in turn."""
    listed = []
    for number in range(max(count, controls)):
        if number < count:
            for age in ages:
                for width in widths:
                    seed = base + 10_000 * age + round(1000 * width) + number
                    if "both" in kinds:
                        listed.append(("both", age, width, seed))
                    if "expression" in kinds and number % 2 == 0:
                        listed.append(("expression", age, width, seed + 100_000))
        if number < controls:
            listed.append(("appearance", 8, 0.75, base + 200_000 + number))
            if number % 2 == 0:
                listed.append(("neither", 8, 0.75, base + 300_000 + number))
    return listed


def name(cohort):
    return "-".join(str(part) for part in cohort)


def run(program, *arguments):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, arguments))}\n{done.stderr}")


def analyse(options, manifest, result):
    """Whether the program analyses the faces. Why it refuses them is kept in refused.txt."""
    arguments = ["expression", manifest, "--out", result, "--features", options.features,
                 "--registration", options.registration, "--threads", 1]
    done = subprocess.run([options.program, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode == BAD_INPUT:
        result.mkdir(parents=True, exist_ok=True)
        (result / "refused.txt").write_text(done.stderr)
    elif done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, arguments))}\n{done.stderr}")
    shutil.rmtree(result / "cache", ignore_errors=True)
    return done.returncode == 0


def draw(options, cohort):
    kind, age, width, seed = cohort
    folder = (options.drawn or options.out / "drawn") / name(cohort)
    if not (folder / "manifest.csv").exists():
        run(options.program, "synth", "--out", folder, "--cohort", kind, "--subjects",
            options.subjects, "--images", options.images, "--size", 48, "--seed", seed,
            "--transition-age", age, "--transition-width", width,
            *(["--development", options.development] if options.development else []),
            *(["--landmarks"] if "landmarks" in (options.features, options.registration) else []))
    return folder


def estimator(options, cohort):
    """The preset's age estimator, trained as a study trains it: on other people of the same planted age."""
    kind, age, width, seed = cohort
    first = options.first_seed + 400_000 + round(1000 * age) + round(100 * width)
    folder = (options.estimators or options.out / "estimators") / f"{kind}-{age}-{width}"
    model = folder / "model" / "model.safetensors"
    if not model.exists():
        run(options.program, "synth", "--out", folder / "drawn", "--cohort", kind, "--subjects", 1400,
            "--images", 4, "--size", 48, "--seed", first, "--transition-age", age,
            "--transition-width", width)
        run(options.program, "age", "train", folder / "drawn" / "manifest.csv", "--preset",
            "synthetic", "--out", folder / "model", "--seed", first, "--threads", options.threads)
        shutil.rmtree(folder / "drawn")
        shutil.rmtree(folder / "model" / "cache", ignore_errors=True)
    return model


def estimate_ages(options, cohort, folder):
    """A manifest with estimated ages in the place of the known ones."""
    unknown, estimated = folder / "without-ages.csv", folder / "estimated.csv"
    if not estimated.exists():
        model = estimator(options, cohort)
        with open(folder / "manifest.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            row.update(age="", age_source="", age_group="")
        with open(unknown, "w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        run(options.program, "age", "predict", unknown, "--model", model, "--out", estimated,
            "--threads", options.threads)
    return estimated


def halves(options, cohort, folder):
    """The ages in random halves of the subjects, each analysed from its registration on.

    Their standard deviation is that of the age in the whole cohort, as half of a sample without
    replacement varies around the whole as the whole around its population. The program's own resamples
    keep warp and components.
    """
    with open(folder / "manifest.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    subjects = sorted({row["subject"] for row in rows})
    ages = []
    for number in range(options.halves):
        chosen = set(random.Random(f"{cohort} {number}").sample(subjects, len(subjects) // 2))
        manifest = folder / "half.csv"
        with open(manifest, "w", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for row in rows if row["subject"] in chosen)
        result = options.out / "halves" / name(cohort) / str(number)
        if not (result / "expression.json").exists():
            run(options.program, "expression", manifest, "--out", result, "--features",
                options.features, "--registration", options.registration, "--threads", 1, "--set", "gateResamples=2",
                "--set", "timingResamples=2")
            shutil.rmtree(result / "cache", ignore_errors=True)
        ages.append(json.loads((result / "expression.json").read_text())["timing"]["ageInYears"])
    return statistics.stdev(ages)


def measure(options, cohort):
    result = options.out / "analysed" / name(cohort)
    refused = result / "refused.txt"
    if not (result / "expression.json").exists() and not refused.exists():
        folder = draw(options, cohort)
        manifest = folder / "manifest.csv"
        if options.estimated_ages:
            manifest = estimate_ages(options, cohort, folder)
        if options.toddlers:
            manifest = folder / "few-toddlers.csv"
            few_toddlers(folder / "manifest.csv", manifest, options.toddlers, seed=cohort[3])
        if options.stress:
            manifest = folder / f"{options.stress}.csv"
            stress(options.stress, folder / "manifest.csv", manifest, seed=cohort[3])
        if analyse(options, manifest, result) and options.halves:
            (result / "halves.txt").write_text(f"{halves(options, cohort, folder):.3f}\n")
        if not options.keep and not options.drawn:
            shutil.rmtree(folder)
    if refused.exists():
        reason = " ".join(refused.read_text().split())
        return planted(cohort) | {"claimed": 0, "refused": reason, "emotions": []}
    analysis = json.loads((result / "expression.json").read_text())
    values = row(cohort, analysis)
    values["emotions"] = list(emotion_rows(cohort, analysis, options.planted))
    spread = result / "halves.txt"
    return values | {"halves_standard_error": float(spread.read_text())} if spread.exists() else values


def few_toddlers(source, target, count, seed):
    """Writes a manifest of all faces of everybody above 3 years, and of so many subjects up to 3 years."""
    with open(source, newline="") as file:
        rows = list(csv.DictReader(file))
    toddlers = sorted({row["subject"] for row in rows if float(row["true_age"]) <= 3})
    left_out = set(toddlers) - set(random.Random(seed).sample(toddlers, count))
    with open(target, "w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if row["subject"] not in left_out)


def stress(kind, source, target, seed):
    """Writes a manifest whose labels depend on age: fully up to 6 years, not at all from 10 on."""
    generator = random.Random(seed)
    with open(source, newline="") as file:
        rows = list(csv.DictReader(file))
    emotions = sorted({row["emotion"] for row in rows})
    distress = ("anger", "fear", "sad")
    for row in rows:
        young = min(max((10 - float(row["age"])) / 4, 0), 1)
        if kind == "random-labels" and generator.random() < 0.3 * young:
            row["emotion"] = generator.choice(emotions)
        elif kind == "confused-distress" and row["emotion"] in distress:
            if generator.random() < 0.5 * young:
                row["emotion"] = generator.choice(distress)
        elif kind == "unequal-mix":
            rare = ("disgust", "fear", "surprise") if young == 1 else ("happy", "neutral")
            if row["emotion"] in rare and generator.random() > 0.4:
                row["emotion"] = ""
    with open(target, "w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if row["emotion"])


def planted(cohort):
    """What a row says of a cohort itself."""
    kind, age, width, seed = cohort
    develops = kind in ("both", "expression")
    return {
        "cohort": name(cohort), "kind": kind, "planted_age": age if develops else None,
        "planted_width": width if develops else None, "seed": seed,
    }


def row(cohort, analysis):
    kind, age, _, _ = cohort
    gate, timing = analysis["gate"], analysis.get("timing") or {}
    fit = analysis.get("labelFit") or {}
    lower, upper = timing.get("lowerInYears"), timing.get("upperInYears")
    develops = kind in ("both", "expression")
    holds = (lower is None or lower <= age) and (upper is None or upper >= age)
    return planted(cohort) | {
        "gate_correlation": gate.get("correlation"),
        "gate_standard_error": gate.get("standardError"), "gate_open": int(gate["isOpen"]),
        "controls_passed": int(all(control["isPassed"] for control in gate["controls"])),
        "likelihood_ratio": timing.get("likelihoodRatio"),
        "age": timing.get("ageInYears"), "lower": lower, "upper": upper,
        "standard_error": timing.get("resamplingError"), "width": timing.get("widthInYears"),
        "claimed": int(analysis["isClaimed"]),
        "holds_planted_age": int(holds) if develops and timing else None,
        "rivals": len(analysis.get("rivals") or []),
        "coinciding_rivals": sum(rival["coincides"] for rival in analysis.get("rivals") or []),
        "label_fit_toddlers": fit.get("toddlers"), "label_fit_adults": fit.get("adults"),
        "labels_unequal": int(fit["isUnequal"]) if fit else None,
    }


def emotion_rows(cohort, analysis, development):
    """A row for each emotion, with the age at which its own curve rises."""
    curves = development.get("expressions", {})
    for contrast in ((analysis.get("timing") or {}).get("emotions") or {}).get("contrasts", []):
        emotion = contrast["emotions"][0]
        curve = curves.get(emotion, curves.get("all"))
        steps = curve.get("steps", []) if curve else None
        pooled = contrast.get("pooled") or {}
        yield {
            "cohort": name(cohort), "emotion": emotion,
            "planted_age": cohort[1] if curve is None else steps[0]["ageInYears"] if steps else None,
            "similarity": contrast.get("similarity"), "age": contrast.get("ageInYears"),
            "lower": contrast.get("lowerInYears"), "upper": contrast.get("upperInYears"),
            "pooled_age": pooled.get("ageInYears"), "pooled_lower": pooled.get("lowerInYears"),
            "pooled_upper": pooled.get("upperInYears"),
        }


def written(value):
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def exact_bound(count, of):
    """The upper bound of the exact 95 % interval (Clopper & Pearson 1934) of a share."""
    if count == of:
        return 1.0
    low, high = count / of, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        tail = sum(math.comb(of, k) * middle**k * (1 - middle) ** (of - k)
                   for k in range(count + 1))
        low, high = (middle, high) if tail > 0.025 else (low, middle)
    return high


def range_of_gates(rows):
    gates = [r["gate_correlation"] for r in rows if r.get("gate_correlation") is not None]
    return f"{min(gates):.2f} to {max(gates):.2f}" if gates else ""


def summary(rows):
    lines = ["| cohorts | planted age | width | n | gate | open | claims | mean error | SD | holds planted "
             "age | median width of interval |", "|---|---|---|---|---|---|---|---|---|---|---|"]
    keys = sorted({(r["kind"], r["planted_age"], r["planted_width"]) for r in rows
                   if r["planted_age"] is not None})
    held = claimed = 0
    for key in keys:
        group = [r for r in rows
                 if (r["kind"], r["planted_age"], r["planted_width"]) == key and r["claimed"]]
        every = [r for r in rows if (r["kind"], r["planted_age"], r["planted_width"]) == key]
        errors = [r["age"] - key[1] for r in group]
        held += sum(r["holds_planted_age"] for r in group)
        claimed += len(group)
        cells = [key[0], key[1], key[2], len(every), range_of_gates(every),
                 sum(r.get("gate_open") or 0 for r in every), len(group)]
        if group:
            widths = [r["upper"] - r["lower"] for r in group]
            cells += [f"{statistics.mean(errors):+.2f}", f"{statistics.pstdev(errors):.2f}",
                      f"{sum(r['holds_planted_age'] for r in group)} of {len(group)}",
                      f"{statistics.median(widths):.2f}"]
        else:
            cells += ["", "", "", ""]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    if claimed:
        lines += ["", f"Intervals hold the planted age in {held} of {claimed} "
                  f"({100 * held / claimed:.0f} %)."]
    for kind in ("appearance", "neither"):
        group = [r for r in rows if r["kind"] == kind and not r.get("refused")]
        if group:
            false = sum(r["claimed"] for r in group)
            lines += ["", f"{kind}: {false} false claims in {len(group)} cohorts (at most "
                      f"{100 * exact_bound(false, len(group)):.0f} %), gate {range_of_gates(group)}, "
                      f"open in {sum(r['gate_open'] for r in group)}."]
    refused = sum(bool(r.get("refused")) for r in rows)
    if refused:
        lines += ["", f"The program refused {refused} cohorts (column refused of cohorts.csv)."]
    return "\n".join(lines) + "\n"


def write(folder, rows):
    """Writes all rows so far, so that a run can be looked at before it ends."""
    with open(folder / "cohorts.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({column: written(row.get(column)) for column in COLUMNS})
    with open(folder / "emotions.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, EMOTION_COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            for emotion in row["emotions"]:
                writer.writerow({column: written(emotion[column]) for column in EMOTION_COLUMNS})
    (folder / "summary.md").write_text(summary(rows))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(ROOT / ".build/release/smilestone"))
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--first-seed", type=int, default=500_000)
    parser.add_argument("--ages", type=int, nargs="+", default=[5, 8, 11], help="planted ages")
    parser.add_argument("--widths", type=float, nargs="+", default=[0.75, 1.5],
                        help="planted widths in years")
    parser.add_argument("--kinds", nargs="*", default=["both", "expression"],
                        choices=["both", "expression"], help="cohorts in which expressions develop")
    parser.add_argument("--images", type=int, default=4, help="of each subject")
    parser.add_argument("--cohorts", type=int, default=10,
                        help="of each planted age and width (half as many of `expression`)")
    parser.add_argument("--controls", type=int, default=40,
                        help="cohorts in which only heads develop (half as many in which nothing does)")
    parser.add_argument("--subjects", type=int, default=1000)
    parser.add_argument("--toddlers", type=int,
                        help="leave out all subjects up to 3 years but so many, as in an archive of few infants")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--stress", choices=["random-labels", "confused-distress", "unequal-mix"],
                        help="make labels depend on age, which no development does")
    parser.add_argument("--development", type=pathlib.Path,
                        help="what else changes with age: a file of scripts/developments")
    parser.add_argument("--drawn", type=pathlib.Path,
                        help="where cohorts drawn before lie (OUT/drawn of a run with --keep)")
    parser.add_argument("--features", choices=["hog", "network", "landmarks"], default="hog",
                        help="what is compared between faces")
    parser.add_argument("--registration", choices=["images", "landmarks"], default="images",
                        help="by what images are brought to adults' head shape")
    parser.add_argument("--halves", type=int, default=0,
                        help="analyse as many halves of each cohort's subjects again as well, registration "
                        "included, whose ages vary as the cohort's own")
    parser.add_argument("--estimated-ages", action="store_true",
                        help="hide the ages and have them estimated by the preset's estimator, which is "
                        "trained once for each kind, planted age and width")
    parser.add_argument("--estimators", type=pathlib.Path,
                        help="where estimators trained before lie (default: OUT/estimators)")
    parser.add_argument("--threads", type=int, default=1, help="of trainings and predictions")
    parser.add_argument("--keep", action="store_true", help="keep the synthetic images")
    options = parser.parse_args()
    if options.toddlers and (options.stress or options.estimated_ages):
        parser.error("--toddlers goes with labels and ages as drawn alone")
    options.planted = json.loads(options.development.read_text()) if options.development else {}
    rows = []
    with ThreadPoolExecutor(options.jobs) as pool:
        for row in pool.map(lambda cohort: measure(options, cohort),
                            cohorts(options.first_seed, options.kinds, options.ages,
                                    options.widths, options.cohorts, options.controls)):
            rows.append(row)
            write(options.out, rows)
    print((options.out / "summary.md").read_text())


if __name__ == "__main__":
    main()

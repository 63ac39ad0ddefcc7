"""Prints the tables of docs/results/age.md from what Benchmarks/age.sh left:
python3 Benchmarks/age_table.py OUT_FOLDER"""
import json
import pathlib
import statistics
import sys

SEEDS = [1, 2, 3]
# The 97.5 % quantile of Student's t with 2 degrees of freedom: three seeds.
T_QUANTILE = 4.3026527299
GROUPS = ["toddler", "younger_child", "older_child", "teenager", "adult"]

folder = pathlib.Path(sys.argv[1])


def evaluation(name):
    return json.loads((folder / name / "evaluation.json").read_text())


def interval(estimate, scale=1.0, digits=2):
    value, lower, upper = (scale * estimate[key] for key in ("value", "lower", "upper"))
    return f"{value:.{digits}f} ({lower:.{digits}f} to {upper:.{digits}f})"


def coverage(errors, level):
    found = next(c for c in errors["coverage"] if c["level"] == level)
    return f"{interval(found['covered'], 100, 1)}, {found['medianWidthInYears']:.1f}"


def estimator(name):
    result = evaluation(name)
    print(f"\n{name}: {(folder / f'{name}.time').read_text().strip()}\n")
    print("| true age group | n | mean absolute error, years | bias, years "
          "| right group, % | 90 % interval holds, %, and its median width, years |")
    print("|---|---|---|---|---|---|")
    for title, part in [("all", result)] + [(g["ageGroup"], g) for g in result["byGroup"]]:
        print(f"| {title.replace('_', ' ')} | {part['n']} | {interval(part['meanAbsoluteError'])} "
              f"| {interval(part['bias'])} | {interval(part['groupAccuracy'], 100, 1)} "
              f"| {coverage(part, 0.9)} |")


def comparison():
    runs = {objective: [evaluation(f"48px-{objective}-{seed}") for seed in SEEDS]
            for objective in ("l1", "distribution")}
    scores = {"mean absolute error, years": lambda r: r["meanAbsoluteError"]["value"],
              "root mean squared error, years": lambda r: r["rootMeanSquaredError"]["value"],
              "within 5 years, %": lambda r: 100 * r["within5Years"]["value"],
              "right age group, %": lambda r: 100 * r["groupAccuracy"]["value"]}
    for place, group in enumerate(GROUPS):
        scores[f"mean absolute error, {group.replace('_', ' ')}"] = (
            lambda r, place=place: r["byGroup"][place]["meanAbsoluteError"]["value"])
    print("\n| score | one number (L1) | distribution | difference (95% confidence interval) |")
    print("|---|---|---|---|")
    for title, score in scores.items():
        first, second = ([score(run) for run in runs[o]] for o in ("l1", "distribution"))
        differences = [b - a for a, b in zip(first, second)]
        mean = statistics.mean(differences)
        margin = T_QUANTILE * statistics.stdev(differences) / len(SEEDS) ** 0.5
        each = [" ".join(f"{value:.2f}" for value in values) for values in (first, second)]
        print(f"| {title} | {statistics.mean(first):.2f} ({each[0]}) "
              f"| {statistics.mean(second):.2f} ({each[1]}) "
              f"| {mean:+.2f} ({mean - margin:+.2f} to {mean + margin:+.2f}) |")


for path in sorted(folder.glob("64px*/evaluation.json")):
    estimator(path.parent.name)
comparison()

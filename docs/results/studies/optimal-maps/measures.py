"""Means by objective of a study of optimal maps:  python measures.py summary.csv [KEY …]

For each key, the mean over networks with Student's 95 % interval, and below it the mean difference to vanilla in
pairs (the networks of one seed), where vanilla has the seed.
"""
import collections
import csv
import sys

import numpy as np
from scipy import stats

KEYS = sys.argv[2:] or [
    "accuracy_last", "displacement", "ot_gap", "ot_gap_relative", "monotonicity_violations", "jacobian_asymmetry",
    "jacobian_min_eigenvalue", "lipschitz_jacobian_mean", "holder_exponent", "noise_accuracy_gaussian",
    "ensemble_accuracy_linf", "ensemble_accuracy_l2"]


def interval(values):
    values = np.asarray(values)
    half = stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5 if len(values) > 1 else np.nan
    return "%.4g ± %.2g" % (values.mean(), half)


def label(record):
    name = " ".join(record.get(key) or "" for key in ("objective", "gap", "plus")).split()
    if record["objective"] == "trgl":
        name.append("λ = " + record["lambda"])
    return " ".join(part for part in name if part != "exact").replace(",normalisation=elementwise", "")


cells = collections.defaultdict(lambda: collections.defaultdict(dict))
with open(sys.argv[1], newline="") as file:
    for record in csv.DictReader(file):
        row = record["train_size"], label(record)
        for key in KEYS:
            if record.get(key):
                cells[row][key][record["seed"]] = float(record[key])
print("| training points | objective | n | " + " | ".join(KEYS) + " |")
print("| --- " * (len(KEYS) + 3) + "|")
for (size, name), measures in cells.items():
    print("| %s | %s | %d | " % (size, name, max(map(len, measures.values())))
          + " | ".join(interval(list(measures[key].values())) if measures[key] else "" for key in KEYS) + " |")
    vanilla = cells.get((size, "vanilla"))
    if vanilla and name != "vanilla":
        paired = {key: [value - vanilla[key][seed] for seed, value in measures[key].items() if seed in vanilla[key]]
                  for key in KEYS}
        print("|  | – vanilla |  | " + " | ".join(interval(paired[key]) if paired[key] else "" for key in KEYS) + " |")

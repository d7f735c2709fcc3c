"""Paired differences of Table 1's forms:  python pairs.py summary.csv

For each row and rate: mean of the highest test accuracy over epochs in %, and the mean difference in pairs (networks of
one rate and row share seeds) with Student's 95 % interval: each form minus vanilla, and minus the control.
"""
import collections
import csv
import sys

import numpy as np
from scipy import stats


def interval(values):
    values = np.asarray(values)
    half = stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5
    return values.mean(), half


cells = collections.defaultdict(dict)
with open(sys.argv[1], newline="") as file:
    for record in csv.DictReader(file):
        objective = record["objective"]
        if objective == "lap":
            objective = record.get("objective_form") or "divided"
        key = int(record["train_size"]), float(record["learning_rate"]), objective
        cells[key][record["seed"]] = 100 * float(record["accuracy_highest"])
print("| images | rate | objective | n | accuracy | minus vanilla | minus control |")
print("| --- | --- | --- | --- | --- | --- | --- |")
for size, rate in sorted({key[:2] for key in cells}):
    for objective in ("vanilla", "divided", "undivided", "control"):
        own = cells.get((size, rate, objective), {})
        if len(own) < 5:
            continue
        row = [f"{size}", f"{rate:g}", objective, f"{len(own)}", "%.1f ± %.1f" % interval(list(own.values()))]
        for other in ("vanilla", "control"):
            peer = cells[size, rate, other]
            shared = sorted(own.keys() & peer.keys())
            row.append("" if objective == other or len(shared) < 5
                       else "%+.1f ± %.1f (%d)" % (*interval([own[s] - peer[s] for s in shared]), len(shared)))
        print("| " + " | ".join(row) + " |")

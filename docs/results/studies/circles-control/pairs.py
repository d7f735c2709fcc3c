"""Paired differences of LAP's forms on circles:  python pairs.py summary.csv

For each column of the study: mean final test accuracy in %, and the mean difference in pairs (networks of one column share
seeds) with Student's 95 % interval: each objective minus vanilla, and minus the control.
"""
import collections
import csv
import sys

import numpy as np
from scipy import stats


def interval(values):
    values = np.asarray(values)
    return values.mean(), stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5


TABLES = {("1", "uniform", "800"): "7", ("9", "normal", "800"): "9", ("9", "uniform", "40"): "10",
          ("100", "uniform", "800"): "8"}
cells = collections.defaultdict(dict)
with open(sys.argv[1], newline="") as file:
    for record in csv.DictReader(file):
        objective = record["objective"]
        if objective == "lap":
            objective = "LAP, " + (record.get("objective_form") or "divided")
        table = TABLES[record["blocks"], record["initialisation"], record["train_size"]]
        column = table + (", BN" if record["batch_norm"] == "true" else "")
        cells[column, objective][record["seed"]] = 100 * float(record["accuracy_last"] or "nan")
print("| Table | objective | accuracy | minus vanilla | minus control |")
print("| --- | --- | --- | --- | --- |")
for column in dict.fromkeys(key[0] for key in cells):
    for objective in ("vanilla", "LAP, divided", "LAP, undivided", "control"):
        own = cells[column, objective]
        row = [column, objective, "%.1f ± %.1f" % interval([v for v in own.values() if v == v])]
        for other in ("vanilla", "control"):
            peer = cells[column, other]
            pairs = [own[s] - peer[s] for s in own.keys() & peer.keys() if own[s] == own[s] and peer[s] == peer[s]]
            row.append("" if objective == other else "%+.1f ± %.1f (%d)" % (*interval(pairs), len(pairs)))
        print("| " + " | ".join(row) + " |")

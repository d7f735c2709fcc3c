"""Paired differences of a study of images:  python pairs.py summary.csv

For each size of the training set: highest test accuracy over epochs in %, and the mean difference in pairs (networks of one
size share seeds) with Student's 95 % interval: each objective minus vanilla, and minus the control.
The number after an objective is s, the steps between two updates of λ.
"""
import collections
import csv
import sys

import numpy as np
from scipy import stats


def interval(values):
    values = np.asarray(values)
    half = stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5 if len(values) > 1 else np.nan
    return values.mean(), half


cells = collections.defaultdict(dict)
with open(sys.argv[1], newline="") as file:
    for record in csv.DictReader(file):
        if record["accuracy_highest"] and not record.get("diverged_at"):
            objective = " ".join(part for part in (record["objective"], record["uzawa_steps"]) if part)
            cells[int(record["train_size"]), objective][record["seed"]] = 100 * float(record["accuracy_highest"])
print("| images | objective | n | accuracy | minus vanilla | minus control |")
print("| --- | --- | --- | --- | --- | --- |")
for size in sorted({key[0] for key in cells}):
    control = next(key[1] for key in cells if key[0] == size and key[1].startswith("control"))
    for objective in [key[1] for key in cells if key[0] == size]:
        own = cells[size, objective]
        row = [str(size), objective, str(len(own)), "%.1f ± %.1f" % interval(list(own.values()))]
        for other in ("vanilla", control):
            pairs = [own[seed] - cells[size, other][seed] for seed in own.keys() & cells[size, other].keys()]
            row.append("" if objective == other else "%+.1f ± %.1f (%d)" % (*interval(pairs), len(pairs)))
        print("| " + " | ".join(row) + " |")

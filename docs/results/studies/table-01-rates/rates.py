"""Vanilla networks of Table 1 by learning rate:  python rates.py summary.csv

For each number of digits and rate: mean of the highest test accuracy over epochs in %, with Student's 95 % interval.
"""
import collections
import csv
import sys

import numpy as np
from scipy import stats

cells = collections.defaultdict(list)
with open(sys.argv[1], newline="") as file:
    for record in csv.DictReader(file):
        key = int(record["train_size"]), float(record["learning_rate"])
        cells[key].append(100 * float(record["accuracy_highest"]))
print("| images | rate | n | accuracy |\n| --- | --- | --- | --- |")
for (size, rate), accuracies in sorted(cells.items()):
    half = stats.t.ppf(0.975, len(accuracies) - 1) * np.std(accuracies, ddof=1) / len(accuracies) ** 0.5
    print(f"| {size} | {rate:g} | {len(accuracies)} | {np.mean(accuracies):.1f} ± {half:.1f} |")

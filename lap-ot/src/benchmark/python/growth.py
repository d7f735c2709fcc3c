"""Draws time against the number of points, log-log, from CSV files of ScaleBenchmark (medians over runs).

    python lap-ot/src/benchmark/python/growth.py docs/results/growth.csv docs/results/growth.svg

Needs matplotlib.
"""
import collections
import csv
import statistics
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

*sources, target = sys.argv[1:]
runs = collections.defaultdict(list)
for source in sources:
    with open(source, newline="") as file:
        for row in csv.DictReader(file):
            runs[row["kind"], int(row["d"]), int(row["n"])].append(float(row["seconds"]))
plt.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "growth", "font.size": 9.5})
figure, axes = plt.subplots(figsize=(6, 4))
for (kind, d), colour in zip(sorted({key[:2] for key in runs}), ["#0072B2", "#D55E00", "#009E73", "#CC79A7"]):
    sizes = sorted(n for k, e, n in runs if (k, e) == (kind, d))
    seconds = [statistics.median(runs[kind, d, n]) for n in sizes]
    axes.loglog(sizes, seconds, "o-", color=colour, markersize=4, label=f"{kind}, d = {d}")
axes.set_xlabel("points n")
axes.set_ylabel("seconds, certificate included")
axes.grid(True, color="#E3E3E3", linewidth=0.5)
axes.spines[["top", "right"]].set_visible(False)
axes.legend(frameon=False)
figure.savefig(target, bbox_inches="tight", metadata={"Date": None})

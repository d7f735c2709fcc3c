"""Writes table.md, table.csv and table.tex from summary.csv, as lap study does:  python tables.py

The study's networks were trained on two machines, whose records are not in one folder.
"""
import ast
import collections
import csv
import re

import numpy as np
from scipy import stats

INSTANCES = 20
text = open("study.yaml").read()
title = re.search(r'title: "(.*)"', text).group(1)
labels = re.findall(r'- label: "?([^"\n]*)"?\n', text)
columns, rows = labels[:8], labels[8:]
published = [ast.literal_eval(found) for found in re.findall(r"published: (.*)", text)]
cells = collections.defaultdict(dict)
with open("summary.csv", newline="") as file:
    for record in csv.DictReader(file):
        row, column = map(int, re.search(r"-r(\d+)c(\d+)-", record["id"]).groups())
        cells[row - 1, column - 1][record["seed"]] = (
            100 * float(record["accuracy_highest"]), 100 * float(record["accuracy_last"]))


def interval(values):
    values = np.asarray(values)
    half = stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5
    return values.mean(), max(values.mean() - half, 0), min(values.mean() + half, 100)


def pairs(row, column):
    """The mean difference to the first cell of the row whose networks have the same seeds."""
    for first in range(column):
        shared = [seed for seed in cells[row, first] if seed in cells[row, column]]
        if shared:
            other = np.array([cells[row, first][seed][0] for seed in shared])
            difference = np.array([cells[row, column][seed][0] for seed in shared]) - other
            half = stats.t.ppf(0.975, len(shared) - 1) * difference.std(ddof=1) / len(shared) ** 0.5
            return (len(shared), difference.mean(), difference.mean() - half, difference.mean() + half,
                    stats.ttest_1samp(difference, 0).pvalue)
    return None


def verdict(low, high, paper):
    return "overlaps" if low <= paper[2] and paper[1] <= high else "lower" if high < paper[1] else "higher"


table = {}
for row in range(len(rows)):
    for column in range(len(columns)):
        own = list(cells[row, column].values())
        paper = published[row][column]
        best, last = interval([value[0] for value in own]), interval([value[1] for value in own])
        table[row, column] = (len(own), best, last, paper, verdict(*best[1:], paper) if paper else "", pairs(row, column))
bold = {key for key, cell in table.items()
        if f"{cell[1][0]:.1f}" == f"{max(table[key[0], c][1][0] for c in range(len(columns))):.1f}"}
missing = INSTANCES * len(table) - sum(cell[0] for cell in table.values())
overlapping = sum(cell[4] == "overlaps" for cell in table.values())
notes = [f"Mean of the highest test accuracy over epochs in %, with Student's 95 % interval, over {INSTANCES} instances a cell; the"
         " best of a row in bold.",
         f"{missing} of {INSTANCES * len(table)} instances are missing, of which 0 failed.",
         "In pairs: the mean difference to the first cell whose networks have the same seeds, with Student's 95 % interval.",
         f"{overlapping} of {sum(bool(cell[3]) for cell in table.values())} cells overlap the published intervals."]

with open("table.md", "w") as file:
    file.write(f"## {title}\n\n| | " + " | ".join(columns) + " |\n" + "| --- " * (len(columns) + 1) + "|\n")
    for row, name in enumerate(rows):
        line = []
        for column in range(len(columns)):
            n, best, last, paper, words, paired = table[row, column]
            cell = "%.1f, [%.1f, %.1f]" % best
            cell = f"**{cell}**" if (row, column) in bold else cell
            cell += "<br>paper %.1f, [%.1f, %.1f]: " % tuple(paper) + words if paper else ""
            cell += "<br>in pairs %+.1f, [%.1f, %.1f]" % paired[1:4] if paired else ""
            line.append(cell)
        file.write(f"| {name} | " + " | ".join(line) + " |\n")
    file.write("\n" + "\n\n".join(notes) + "\n")

with open("table.csv") as file:
    head = file.readline()
with open("table.csv", "w") as file:
    file.write(head)
    for (row, column), (n, best, last, paper, words, paired) in table.items():
        values = ["table-01-forms", "1.0", f'"{rows[row]}"', f'"{columns[column]}"', f"{INSTANCES}", f"{n}", "0", "0", "best"]
        values += ["%.4f" % v for v in best + last] + (["%.4f" % v for v in paper] if paper else [""] * 3) + [words]
        values += [f"{paired[0]}"] + ["%.4f" % v for v in paired[1:4]] + ["%#.4g" % paired[4]] if paired else [""] * 5
        file.write(",".join(values) + "\n")

with open("table.tex", "w") as file:
    caption = (title + ". " + " ".join(notes)).replace("%", "\\%")
    file.write("\\begin{table}\n\\centering\n\\caption{" + caption + "}\n\\begin{tabular}{l" + "c" * len(columns)
               + "}\n\\toprule\n & " + " & ".join(columns) + " \\\\\n\\midrule\n")
    for row, name in enumerate(rows):
        lines = [[name], ["\\quad paper"], ["\\quad in pairs"]]
        for column in range(len(columns)):
            n, best, last, paper, words, paired = table[row, column]
            cell = "%.1f, [%.1f, %.1f]" % best
            lines[0].append(f"\\textbf{{{cell}}}" if (row, column) in bold else cell)
            lines[1].append("%.1f, [%.1f, %.1f] " % tuple(paper) + f"({words})" if paper else "--")
            lines[2].append("%+.1f, [%.1f, %.1f]" % paired[1:4] if paired else "--")
        file.writelines(" & ".join(line) + " \\\\\n" for line in lines)
    file.write("\\bottomrule\n\\end{tabular}\n\\end{table}\n")

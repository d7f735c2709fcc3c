"""The statistics of ../geometry.md, from the records of the two studies (NumPy, SciPy).

    ./lap study studies/geometry.yaml --out OUT/mnist;  ./lap study studies/geometry-circles.yaml --seed 1000 --out OUT/circles
    python geometry.py collect OUT/mnist mnist.csv      # one line a network, from records.jsonl
    python geometry.py collect OUT/circles circles.csv
    python geometry.py report mnist.csv                 # correlations with accuracy, LAP against vanilla
    python geometry.py report circles.csv

Correlation given the start: Pearson's r of the deviations from the means of the g groups of equal start and objective,
Fisher's interval at n - g - 2 degrees, p from Student's t at n - g - 1 degrees (as PartialCorrelation). 'LAP - vanilla':
differences of networks of the same start and seed; the mean over starts, its error from the spread of the differences
within starts, Student's interval at n - g degrees. p values are corrected by Holm over the rows of a table.
"""
import csv
import json
import sys

import numpy as np
from scipy import stats

# key, which number of a list, logarithm
QUANTITIES = [("transport_cost", None, True), ("straightness", None, False), ("line_shape_score", None, False),
              ("total_curvature", None, False), ("step_variation", None, False), ("separation_depth", -1, True),
              ("separation_rate", None, True), ("separation_r_squared", None, False), ("nc1", None, True),
              ("nc2_equinorm", None, False), ("nc2_equiangular", None, False), ("nc3", None, False),
              ("effective_rank_depth", -1, False), ("intrinsic_dimension_depth", -1, False),
              ("block_coupling", None, False), ("alignment_depth", None, False),
              ("alignment_left_right", None, False), ("residue_rank_share", None, False),
              ("residue_sigma_blocks", max, True), ("sigma_depth_exponent", None, False)]


def number(analysis, key, which):
    value = analysis.get(key)
    if isinstance(value, dict):
        value = value.get("value")
    if isinstance(value, list):
        value = None if not value or None in value else value[which] if isinstance(which, int) else which(value)
    return float("nan") if value is None else value


def collect(folder, file):
    rows = []
    with open(f"{folder}/records.jsonl") as lines:
        for line in lines:
            record = json.loads(line)
            analysis = record.get("analysis")
            if not analysis:
                continue
            start = record["initialisation"]
            rows.append({"objective": record["objective"]["name"], "start": f"{start['scheme']} {start['gain']:g}",
                         "seed": record["training"]["seed"],
                         "accuracy": number(analysis, "accuracy", None),
                         **{key: number(analysis, key, which) for key, which, _ in QUANTITIES}})
    with open(file, "w", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda r: (r["objective"], r["start"], int(r["seed"]))))


def read(file):
    with open(file) as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        for key, _, log in QUANTITIES + [("accuracy", None, False)]:
            value = float(row[key])
            row[key] = (np.log(value) if value > 0 else np.nan) if log else value
    return rows


def holm(p):
    order = np.argsort(p)
    adjusted = np.empty(len(p))
    greatest = 0
    for rank, i in enumerate(order):
        greatest = max(greatest, min(1, (len(p) - rank) * p[i]))
        adjusted[i] = greatest
    return adjusted


def fisher(r, freedom):
    half = stats.norm.ppf(0.975) / np.sqrt(freedom)
    return np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)


def correlations(rows):
    """r over all networks, then given start and objective."""
    table = []
    for key, _, log in QUANTITIES:
        used = [row for row in rows if np.isfinite(row[key])]
        kinds = sorted({(row["start"], row["objective"]) for row in used})
        groups = [[row for row in used if (row["start"], row["objective"]) == kind] for kind in kinds]
        groups = [group for group in groups if len(group) > 1]
        x = np.concatenate([[row[key] for row in group] for group in groups] or [[]])
        y = np.concatenate([[row["accuracy"] for row in group] for group in groups] or [[]])
        g = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
        n, freedom = len(x), len(x) - len(groups) - 1
        name = ("ln " if log else "") + key
        if freedom < 2 or np.ptp(x) < 1e-9:
            table.append((name, n, None))
            continue
        rx, ry = x.copy(), y.copy()
        for group in range(len(groups)):
            rx[g == group] -= rx[g == group].mean()
            ry[g == group] -= ry[g == group].mean()
        if (rx ** 2).sum() < 1e-12 or (ry ** 2).sum() < 1e-12:
            table.append((name, n, None))
            continue
        r = rx @ ry / np.sqrt(rx @ rx * (ry @ ry))
        p = 2 * stats.t.sf(abs(r) * np.sqrt(freedom / (1 - r * r)), freedom)
        table.append((name, n, (stats.pearsonr(x, y)[0], r, *fisher(r, freedom - 1), p)))
    known = [row for row in table if row[2]]
    for row, p in zip(known, holm([row[2][4] for row in known])):
        table[table.index(row)] = (*row, p)
    return table


def paired(rows, other, chosen):
    """other - vanilla on the same starts and seeds, averaged over the starts."""
    table = []
    for key, _, log in [("accuracy", None, False)] + QUANTITIES:
        value = {(r["objective"], r["start"], r["seed"]): r[key] for r in rows if np.isfinite(r[key])}
        pairs = [[(value["vanilla", start, seed], v) for (objective, start, seed), v in value.items()
                  if objective == other and start == wanted and ("vanilla", start, seed) in value]
                 for wanted in chosen]
        pairs = [np.array(each) for each in pairs if len(each) > 1]
        d = [each[:, 1] - each[:, 0] for each in pairs]
        n, name = sum(map(len, d)), ("ln " if log else "") + key
        if not d or np.ptp(np.concatenate(d)) < 1e-9:
            table.append((name, n, None))
            continue
        variance = sum(((each - each.mean()) ** 2).sum() for each in d) / (n - len(d))
        mean, error = np.mean([each.mean() for each in d]), np.sqrt(sum(variance / len(each) for each in d)) / len(d)
        table.append((name, n, (np.mean([p[:, 0].mean() for p in pairs]), np.mean([p[:, 1].mean() for p in pairs]),
                                mean, stats.t.ppf(0.975, n - len(d)) * error,
                                2 * stats.t.sf(abs(mean) / error, n - len(d)))))
    known = [row for row in table if row[2]]
    for row, p in zip(known, holm([row[2][4] for row in known])):
        table[table.index(row)] = (*row, p)
    return table


def report(file):
    rows = read(file)
    objectives = sorted({row["objective"] for row in rows})
    print("networks:", {o: sum(row["objective"] == o for row in rows) for o in objectives})
    for objective in objectives + ["all"]:
        print(f"\n| accuracy of {objective} against | n | r | r given the start | p (Holm) |\n| --- | --- | --- | --- | --- |")
        for name, n, result, *p in correlations(
                [row for row in rows if objective in (row["objective"], "all")]):
            if result is None:
                print(f"| `{name}` | {n} | | does not vary | |")
            else:
                mark = "**" if p[0] < 0.05 else ""
                print(f"| `{name}` | {n} | {result[0]:.2f} | {mark}{result[1]:.2f} [{result[2]:.2f}, {result[3]:.2f}]{mark}"
                      f" | {p[0]:.2g} |")
    starts = sorted({row["start"] for row in rows})
    for other in [o for o in objectives if o != "vanilla"]:
        for chosen in [starts] + [[start] for start in starts]:
            label = chosen[0] if len(chosen) == 1 else "all starts"
            print(f"\n| {other} - vanilla, {label} | pairs | vanilla | {other} | difference | p (Holm) |"
                  "\n| --- | --- | --- | --- | --- | --- |")
            for name, n, result, *p in paired(rows, other, chosen):
                if result is None:
                    print(f"| `{name}` | {n} | | | does not vary | |")
                else:
                    mark = "**" if p[0] < 0.05 else ""
                    print(f"| `{name}` | {n} | {result[0]:.3g} | {result[1]:.3g} | {mark}{result[2]:.3g} +- {result[3]:.2g}"
                          f"{mark} | {p[0]:.2g} |")


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "collect":
        collect(sys.argv[2], sys.argv[3])
    elif len(sys.argv) == 3 and sys.argv[1] == "report":
        report(sys.argv[2])
    else:
        sys.exit(__doc__)

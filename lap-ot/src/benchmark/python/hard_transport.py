"""Exact transport of hard problems beside SciPy and POT: prints a table of docs/results/hard-transport.md.

    python lap-ot/src/benchmark/python/hard_transport.py N [--families NAME …] [--limit 120] [--peers scipy pot lazy]
        [--peer-factor 3] [--smaller FILE.csv] [--csv FILE.csv] [--points FOLDER]

Needs numpy, SciPy and POT. HardTransportBenchmark solves all families and writes their points; then the peers solve the same
points, each until it has taken --peer-factor times the CPU time of ours, and at least 2 s more. With --csv, keeps the lines of
HardTransportBenchmark, or reads them if the file exists (with --points: the folder of the points). With --smaller, such
lines of a smaller n, the table has the growth between the two. Times are CPU seconds of all threads, which other
work on the machine disturbs less than elapsed time; '>' marks a limit that was passed. Fails if a value differs from a peer's by more than 1e-8, relatively.
"""
import argparse
import csv
import math
import os
import pathlib
import subprocess
import sys
import tempfile

import peers

ROOT = pathlib.Path(__file__).resolve().parents[4]
BENCHMARK = "org.leastaction.ot.HardTransportBenchmark"
METRICS = {"SEPARATED_SQUARES": "cityblock", "FAR_IN_MAXIMUM_NORM": "chebyshev"}
NO_ASSIGNMENT = {"WEIGHTS_OF_ALL_SIZES", "CROSSED_WEIGHTED", "FEW_SOURCES"}
LEAST_LIMIT = 2
AGREEMENT = 1e-8  # POT's own error with distant points


def solved(arguments, folder):
    """The lines of HardTransportBenchmark, read or measured."""
    if arguments.csv and arguments.csv.exists():
        return read(arguments.csv)
    target = arguments.csv or folder / "lines.csv"
    command = [str(ROOT / "benchmark"), "lap-ot", BENCHMARK, str(folder), str(arguments.limit),
               ",".join(arguments.families), str(arguments.n)]
    with open(target, "w") as out:
        subprocess.run(command, check=True, stdout=out)
    return read(target)


def read(file):
    with open(file, newline="") as lines:
        return list(csv.DictReader(lines))


def theirs(folder, line, names, factor):
    """For each peer its CPU seconds and cost, or its limit if it passed that, or a word in place of both."""
    family, n, cpu = line["family"], line["n"], float(line["cpu"])
    metric = METRICS.get(family, "sqeuclidean")
    files = [folder / f"{family}-{n}-{name}.npy" for name in "xyab"]
    results = {}
    for name in names:
        if not peers.suits(name, metric, family not in NO_ASSIGNMENT):
            results[name] = ""
            continue
        limit = math.ceil(factor * cpu) + LEAST_LIMIT
        try:
            result = peers.measure(name, metric, files, limit)
            results[name] = (limit,) if result is None else result[1:]
        except subprocess.CalledProcessError:
            results[name] = "failed"
    return results


def seconds(line):
    """CPU seconds, at least the 10 ms in which they are counted."""
    return max(float(line["cpu"]), 0.01)


def row(line, results, smaller):
    cpu, value, gap = seconds(line), float(line["value"]), abs(float(line["gap"]))
    cells = [line["family"].replace("_", " ").lower(), line["d"], f"{cpu:.2f}"]
    for result in results.values():
        cells.append(result if isinstance(result, str) else f"{result[0]:.2f}" if len(result) == 2 else f"> {result[0]}")
    measured = [result for result in results.values() if not isinstance(result, str)]
    fastest = min(measured, default=())
    cells.append("" if not fastest else ("> " if len(fastest) == 1 else "") + f"{fastest[0] / cpu:.1f}")
    if smaller:
        before = smaller.get(line["family"])
        cells.append("" if before is None else
                     f"{math.log(cpu / seconds(before)) / math.log(int(line['n']) / int(before['n'])):.2f}")
    cells.append(f"{gap / value:.0e}" if line["holds"] == "true" else "not proven")
    for name, result in results.items():
        if len(result) == 2 and abs(value - result[1]) > AGREEMENT * result[1]:
            sys.exit(f"{line['family']}, n = {line['n']}: {value!r} here, {result[1]!r} by {name}")
    return "| " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("n", type=int)
    parser.add_argument("--families", nargs="+", default=["all"])
    parser.add_argument("--limit", type=int, default=120)
    parser.add_argument("--peers", nargs="*", choices=peers.NAMES, default=peers.NAMES)
    parser.add_argument("--peer-factor", type=float, default=3)
    parser.add_argument("--csv", type=pathlib.Path)
    parser.add_argument("--points", type=pathlib.Path)
    parser.add_argument("--smaller", type=pathlib.Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.points or pathlib.Path(scratch)
        os.makedirs(folder, exist_ok=True)
        lines = solved(arguments, folder)
        smaller = {line["family"]: line for line in read(arguments.smaller)} if arguments.smaller else None
        header = ["family", "d", "ours", *arguments.peers, "fastest peer / ours", *(["growth"] if smaller else []), "gap / cost"]
        print("| " + " | ".join(header) + " |\n|" + " --- |" * len(header), flush=True)
        for line in lines:
            if line["cpu"] == "NaN":
                print(f"| {line['family'].replace('_', ' ').lower()} | {line['d']} | given up |", flush=True)
            else:
                print(row(line, theirs(folder, line, arguments.peers, arguments.peer_factor), smaller), flush=True)


if __name__ == "__main__":
    main()

"""Exact transport of hard problems beside random points and beside POT: writes docs/results/hard-transport.md.

    python lap-ot/src/benchmark/python/hard_transport.py [--n 1100 5000 20000] [--families NAME …] [--limit 120]
        [--pot-up-to 5000] [--csv FILE]

Needs numpy and POT. Runs HardTransportBenchmark, which writes the points, then POT's ot.emd2 on the same points up to a
size whose matrix fits into memory; POT's time includes the matrix. Times are seconds of CPU of all threads, since other
work on the machine disturbs them less than elapsed time. Fails if a value differs from POT's by more than 1e-9, relatively.
With --csv and --points, reads an earlier output of the benchmark and its points instead of running it.
"""
import argparse
import csv
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import ot
from scipy.spatial.distance import cdist

ROOT = pathlib.Path(__file__).resolve().parents[4]
BENCHMARK = "org.leastaction.ot.HardTransportBenchmark"
METRICS = {"SEPARATED_SQUARES": "cityblock", "FAR_IN_MAXIMUM_NORM": "chebyshev"}
RATIO = 3


def benchmark(folder, limit, families, sizes):
    command = [str(ROOT / "benchmark"), "lap-ot", BENCHMARK, str(folder), str(limit), families, *map(str, sizes)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def pot(folder, family, n):
    x, y, a, b = (np.load(folder / f"{family}-{n}-{name}.npy") for name in "xyab")
    start = time.process_time()
    costs = cdist(x, y, METRICS.get(family, "sqeuclidean"))
    value = ot.emd2(a[:, 0], b[:, 0], costs, numItermax=10**9)
    return time.process_time() - start, value


def row(line, peer):
    cpu, random = float(line["cpu"]), float(line["random_cpu"])
    ratio = cpu / max(random, 0.01)
    reached = line["holds"] == "true" and (ratio <= RATIO or (peer and cpu <= peer[0]))
    gap = abs(float(line["gap"])) / float(line["value"])
    name = line["family"].replace("_", " ").lower()
    if cpu != cpu:
        return f"| {name} | {line['d']} | given up | {random:.2f} | | {f'{peer[0]:.2f}' if peer else ''} | | no |"
    return (f"| {name} | {line['d']} | {cpu:.2f} | {random:.2f} | {ratio:.1f} | {f'{peer[0]:.2f}' if peer else ''}"
            f" | {gap:.0e} | {'yes' if reached else 'no'} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", nargs="+", type=int, default=[1100, 5000, 20000])
    parser.add_argument("--families", nargs="+", default=["all"])
    parser.add_argument("--limit", type=int, default=120)
    parser.add_argument("--pot-up-to", type=int, default=5000)
    parser.add_argument("--csv", type=pathlib.Path)
    parser.add_argument("--points", type=pathlib.Path, help="the folder of the points that belong to --csv")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.points or pathlib.Path(scratch)
        text = arguments.csv.read_text() if arguments.csv else benchmark(
            folder, arguments.limit, ",".join(arguments.families), arguments.n)
        lines = list(csv.DictReader(text.splitlines()))
        tables = []
        for n in sorted({int(line["n"]) for line in lines}):
            tables.append(f"\n## n = {n:,}\n\n| family | d | seconds | random points | ratio | POT | gap / cost | within the aim |\n"
                          "| --- | --- | --- | --- | --- | --- | --- | --- |")
            for line in (line for line in lines if int(line["n"]) == n):
                peer = pot(folder, line["family"], n) if n <= arguments.pot_up_to else None
                value = float(line["value"])
                if peer and abs(value - peer[1]) > 1e-9 * peer[1]:
                    sys.exit(f"{line['family']}, n = {n}: {value!r} here, {peer[1]!r} by POT")
                tables.append(row(line, peer))
                print(tables[-1], flush=True)
    intro = f"""# Hard transport problems

Exact transport, certificate included, of families of problems with ties, clusters, copies, scales and weights (described in
`HardProblem`), each beside random points of the same number, dimension, cost and kind of weights. Seconds are CPU time of all
threads, medians of up to 5 runs. POT {ot.__version__} (`ot.emd2`, matrix of costs included) ran on the same points where its
matrix fits, and its values agree to 1e-9. The aim is a certificate at rounding in at most {RATIO} times the time of random
points, or in less time than POT.

Written by `python lap-ot/src/benchmark/python/hard_transport.py`.
"""
    (ROOT / "docs/results/hard-transport.md").write_text(intro + "\n".join(tables) + "\n")


if __name__ == "__main__":
    main()

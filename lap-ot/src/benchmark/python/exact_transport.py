"""Exact transport beside SciPy and POT, in one run, on the same points.

    python lap-ot/src/benchmark/python/exact_transport.py [--n 4000 10000] [--d 2 784] [--kinds unrelated near]
        [--methods free dense] [--runs 5] [--peers scipy pot lazy] [--tolerance 0]

Needs numpy, scipy and POT (0.9.7 or newer for its solver without a matrix, `lazy`). Ours uses the Vector API with
LAP_JAVA_OPTIONS=--add-modules=jdk.incubator.vector in the environment. Prints a Markdown table of median seconds; the peers' times include their cost matrix, ours
the certificate against all pairs. Fails if costs differ by more than 1e-9 (or the tolerance), relatively.
"""
import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[4]
BENCHMARK = "org.leastaction.ot.ExactTransportBenchmark"


def points(kind, n, d, seed=1):
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, d))
    if kind == "unrelated":
        return x, random.normal(size=(n, d))
    if kind == "near":
        return x, x + 0.1 * np.tanh(x) + 0.05 * np.sin(np.roll(x, -1, axis=1))
    raise SystemExit(f"no kind {kind}: unrelated or near")


def scipy_cost(x, y):
    from scipy.optimize import linear_sum_assignment
    costs = fast_costs(x, y)
    rows, columns = linear_sum_assignment(costs)
    return ((x[rows] - y[columns]) ** 2).sum() / len(x)


def pot_cost(x, y):
    import ot
    return ot.emd2([], [], fast_costs(x, y), numItermax=10**9)


def pot_lazy_cost(x, y):
    import ot
    return ot.emd2_lazy(x, y, metric="sqeuclidean", numItermax=10**9, return_matrix=False)


def fast_costs(x, y):
    """The faster of the two ways for the dimension."""
    if x.shape[1] < 10:
        from scipy.spatial.distance import cdist
        return cdist(x, y, "sqeuclidean")
    import ot
    return ot.dist(x, y)


def timed(function, x, y, runs):
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        cost = function(x, y)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), cost


def ours(x, y, method, kind, options):
    with tempfile.TemporaryDirectory() as folder:
        files = [f"{folder}/x.npy", f"{folder}/y.npy"]
        np.save(files[0], x)
        np.save(files[1], y)
        output = subprocess.run(
            [ROOT / "benchmark", "lap-ot", BENCHMARK, *files, method, "paired" if kind == "near" else "cold",
             str(options.tolerance), str(options.runs), str(options.warmups)],
            check=True, stdout=subprocess.PIPE, text=True).stdout
    rows = [[float(number) for number in line.split()] for line in output.splitlines()]
    return statistics.median(row[0] for row in rows) / 1000, rows[-1][1], rows[-1][2]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, nargs="+", default=[4000, 10000])
    parser.add_argument("--d", type=int, nargs="+", default=[2, 784])
    parser.add_argument("--kinds", nargs="+", default=["unrelated", "near"])
    parser.add_argument("--methods", nargs="+", default=["free", "dense"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--warmups", type=int, default=2)
    parser.add_argument("--tolerance", type=float, default=0)
    parser.add_argument("--peers", nargs="*", choices=["scipy", "pot", "lazy"], default=["scipy", "pot", "lazy"])
    options = parser.parse_args()
    peers = {name: {"scipy": scipy_cost, "pot": pot_cost, "lazy": pot_lazy_cost}[name] for name in options.peers}
    print("| kind | n | d | solver | seconds | cost | gap / cost |\n| --- | --- | --- | --- | --- | --- | --- |")
    agree = True
    for kind in options.kinds:
        for d in options.d:
            for n in options.n:
                x, y = points(kind, n, d)
                costs = []
                for method in options.methods:
                    seconds, cost, gap = ours(x, y, method, kind, options)
                    costs.append(cost)
                    print(f"| {kind} | {n} | {d} | {method} | {seconds:.3f} | {cost:.12g} | {gap / cost:.1e} |", flush=True)
                for name, peer in peers.items():
                    seconds, cost = timed(peer, x, y, options.runs)
                    costs.append(cost)
                    print(f"| {kind} | {n} | {d} | {name} | {seconds:.3f} | {cost:.12g} | |", flush=True)
                spread = (max(costs) - min(costs)) / max(costs)
                if spread > max(1e-9, options.tolerance):
                    agree = False
                    print(f"costs differ by {spread:.1e}, relatively", file=sys.stderr)
    sys.exit(0 if agree else 1)


if __name__ == "__main__":
    main()

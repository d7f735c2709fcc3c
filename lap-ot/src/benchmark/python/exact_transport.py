"""Exact transport beside SciPy and POT, in one run, on the same points.

    python lap-ot/src/benchmark/python/exact_transport.py [--n 4000 10000] [--d 2 784] [--kinds unrelated near]
        [--methods free dense] [--runs 5] [--peers scipy pot lazy] [--peer-runs 5] [--limit 600] [--tolerance 0]

Needs numpy, scipy and POT (0.9.7 or newer for its solver without a matrix, `lazy`). Ours uses the Vector API with
LAP_JAVA_OPTIONS=--add-modules=jdk.incubator.vector in the environment. Prints a Markdown table of median seconds, elapsed and
of the CPU (all threads); the peers' times include their cost matrix, ours the certificate against all pairs. A peer that
passes the limit of CPU seconds is ended. Fails if costs differ by more than 1e-9 (or the tolerance), relatively.
"""
import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile

import numpy as np

import peers

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


def ours(files, method, kind, options):
    output = subprocess.run(
        [ROOT / "benchmark", "lap-ot", BENCHMARK, *files, method, "paired" if kind == "near" else "cold",
         str(options.tolerance), str(options.runs), str(options.warmups)],
        check=True, stdout=subprocess.PIPE, text=True).stdout
    rows = [[float(number) for number in line.split()] for line in output.splitlines()]
    return (statistics.median(row[0] for row in rows) / 1000, statistics.median(row[1] for row in rows) / 1000,
            rows[-1][2], rows[-1][3])


def theirs(name, files, options):
    """Median seconds and CPU seconds, and the cost, or a word in place of them."""
    runs = []
    for _ in range(options.peer_runs):
        try:
            runs.append(peers.measure(name, "sqeuclidean", files, options.limit))
        except subprocess.CalledProcessError:
            return "failed"
        if runs[-1] is None:
            return f"> {options.limit:.0f}"
    return (*(statistics.median(run[k] for run in runs) for k in range(2)), runs[-1][2])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, nargs="+", default=[4000, 10000])
    parser.add_argument("--d", type=int, nargs="+", default=[2, 784])
    parser.add_argument("--kinds", nargs="+", default=["unrelated", "near"])
    parser.add_argument("--methods", nargs="+", default=["free", "dense"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--warmups", type=int, default=2)
    parser.add_argument("--tolerance", type=float, default=0)
    parser.add_argument("--peers", nargs="*", choices=peers.NAMES, default=peers.NAMES)
    parser.add_argument("--peer-runs", type=int, default=5)
    parser.add_argument("--limit", type=float, default=600)
    options = parser.parse_args()
    print("| kind | n | d | solver | seconds | CPU seconds | cost | gap / cost |\n"
          "| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    agree = True
    for kind in options.kinds:
        for d in options.d:
            for n in options.n:
                with tempfile.TemporaryDirectory() as folder:
                    files = [f"{folder}/x.npy", f"{folder}/y.npy"]
                    for file, array in zip(files, points(kind, n, d)):
                        np.save(file, array)
                    agree &= compare(kind, n, d, files, options)
    sys.exit(0 if agree else 1)


def compare(kind, n, d, files, options):
    costs = []
    for method in options.methods:
        seconds, cpu, cost, gap = ours(files, method, kind, options)
        costs.append(cost)
        print(f"| {kind} | {n} | {d} | {method} | {seconds:.3f} | {cpu:.3f} | {cost:.12g} | {gap / cost:.1e} |", flush=True)
    for name in options.peers:
        result = theirs(name, files, options)
        if isinstance(result, str):
            print(f"| {kind} | {n} | {d} | {name} | | {result} | | |", flush=True)
            continue
        seconds, cpu, cost = result
        costs.append(cost)
        print(f"| {kind} | {n} | {d} | {name} | {seconds:.3f} | {cpu:.3f} | {cost:.12g} | |", flush=True)
    spread = (max(costs) - min(costs)) / max(costs)
    if spread > max(1e-9, options.tolerance):
        print(f"costs differ by {spread:.1e}, relatively", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    main()

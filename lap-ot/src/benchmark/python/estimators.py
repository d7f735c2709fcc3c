"""The peer of EstimatorBenchmark: does with POT what it is told on standard input, a line each, and answers with seconds, a
cost and a marginal error (L1, both sides); what a task does not have is 0.

    exact X.npy Y.npy WEIGHTS_X.npy WEIGHTS_Y.npy    cost matrix and solver
    sinkhorn X.npy Y.npy EPSILON TOLERANCE           cost matrix and solver
    iteration X.npy Y.npy EPSILON                    one iteration, of three; sets too large to be solved
    marginals X.npy Y.npy F.npy G.npy EPSILON        of potentials found elsewhere, by NumPy in blocks
"""
import sys
import time

import numpy as np
import ot


def exact(x, y, a, b):
    x, y, a, b = (np.load(f) for f in (x, y, a, b))
    start = time.perf_counter()
    cost = ot.emd2(a, b, ot.dist(x, y), numItermax=10_000_000)
    return time.perf_counter() - start, cost, 0.0


def sinkhorn(x, y, epsilon, tolerance):
    x, y = np.load(x), np.load(y)
    n, m = len(x), len(y)
    start = time.perf_counter()
    c = ot.dist(x, y)
    # POT stops by the Euclidean norm of one side's error; this bounds its sum.
    plan = ot.sinkhorn(np.full(n, 1 / n), np.full(m, 1 / m), c, float(epsilon), method="sinkhorn_log",
                       numItermax=100_000, stopThr=float(tolerance) / m ** 0.5)
    seconds = time.perf_counter() - start
    error = abs(plan.sum(1) - 1 / n).sum() + abs(plan.sum(0) - 1 / m).sum()
    return seconds, float((plan * c).sum()), float(error)


def iteration(x, y, epsilon):
    x, y = np.load(x), np.load(y)
    a, b = np.full(len(x), 1 / len(x)), np.full(len(y), 1 / len(y))
    c = ot.dist(x, y)

    def seconds(iterations):
        start = time.perf_counter()
        ot.sinkhorn(a, b, c, float(epsilon), method="sinkhorn_log", numItermax=iterations, stopThr=0, warn=False)
        return time.perf_counter() - start

    seconds(1)  # touches the memory
    return (seconds(4) - seconds(1)) / 3, 0.0, 0.0


def marginals(x, y, f, g, epsilon, block=500):
    x, y, f, g = (np.load(name) for name in (x, y, f, g))
    start = time.perf_counter()
    cost, columns, rows = 0.0, np.zeros(len(y)), 0.0
    for i in range(0, len(x), block):
        c = ot.dist(x[i:i + block], y)
        plan = np.exp((f[i:i + block, None] + g - c) / float(epsilon)) / len(x) / len(y)
        cost += (plan * c).sum()
        columns += plan.sum(0)
        rows += abs(plan.sum(1) - 1 / len(x)).sum()
    return time.perf_counter() - start, float(cost), float(rows + abs(columns - 1 / len(y)).sum())


TASKS = {"exact": exact, "sinkhorn": sinkhorn, "iteration": iteration, "marginals": marginals}

print(f"POT {ot.__version__}, NumPy {np.__version__}", flush=True)
for line in sys.stdin:
    what, *arguments = line.split()
    print(*TASKS[what](*arguments), flush=True)

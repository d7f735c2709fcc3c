"""The peer of EstimatorBenchmark: solves with POT what it is told on standard input, a line each, and answers with the
seconds that cost matrix and solver took, the cost, and the marginal error (L1, both sides).

    exact X.npy Y.npy WEIGHTS_X.npy WEIGHTS_Y.npy
    sinkhorn X.npy Y.npy EPSILON TOLERANCE
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


print(f"POT {ot.__version__}, NumPy {np.__version__}", flush=True)
for line in sys.stdin:
    what, *arguments = line.split()
    print(*({"exact": exact, "sinkhorn": sinkhorn}[what](*arguments)), flush=True)

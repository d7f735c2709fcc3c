"""Writes weighted.csv: exact transport costs between weighted point sets from POT's network simplex, and entropic ones
from its log-domain Sinkhorn, for points and weights that org.leastaction.ot.GoldenWeighted draws bit for bit the same in
Java. The entropic cost is sum P·C of the plan; epsilon is a share of the mean cost.

    pip install numpy scipy pot
    python weighted.py > weighted.csv
"""
import contextlib
import io

import numpy as np
import ot

with contextlib.redirect_stdout(io.StringIO()):
    from transport import Uniform, costs, points


# Only operations that IEEE 754 rounds in one way: +, −, ×, floor.
def weights(kind, n, seed):
    u = Uniform(seed).draw(n, 1)[:, 0]
    if kind == "uniform":
        return np.ones(n)
    if kind == "random":
        return u
    if kind == "whole":
        return np.floor(u * 4) + 1
    if kind == "zeros":
        return np.floor(u * 3)
    if kind == "spread":
        return u * u * u * u * u * u * u * u
    raise ValueError(kind)


INSTANCES = [
    # kind, n, m, d, q, p, weights, ε as a share of the mean cost (0: exact alone)
    ("uniform", 1, 5, 2, 2, 2, "uniform", 0.1), ("uniform", 5, 1, 3, 2, 2, "random", 0.1),
    ("uniform", 40, 60, 1, 2, 2, "uniform", 0.1), ("uniform", 60, 40, 1, 2, 2, "random", 0.05),
    ("duplicates", 50, 70, 1, 2, 1, "zeros", 0.1), ("uniform", 80, 33, 1, 2, 3.5, "spread", 0),
    ("uniform", 64, 64, 2, 2, 2, "random", 0.02), ("uniform", 90, 60, 2, 2, 2, "uniform", 0.05),
    ("uniform", 120, 77, 5, 2, 2, "random", 0.05), ("uniform", 200, 300, 10, 2, 2, "uniform", 0.05),
    ("uniform", 150, 100, 40, 2, 2, "whole", 0.1), ("duplicates", 100, 140, 2, 2, 2, "whole", 0.05),
    ("duplicates", 90, 90, 3, 2, 2, "zeros", 0.05), ("collinear", 80, 50, 3, 2, 2, "random", 0.05),
    ("offset", 60, 80, 2, 2, 2, "random", 0), ("apart", 70, 50, 4, 2, 2, "random", 0),
    ("smooth", 120, 100, 2, 2, 2, "uniform", 0.05), ("noisy", 100, 100, 6, 2, 2, "spread", 0.05),
    ("equal", 60, 60, 4, 2, 2, "random", 0.05), ("constant", 30, 20, 2, 2, 2, "random", 0.1),
    ("uniform", 70, 90, 3, 2, 1, "random", 0.05), ("uniform", 70, 90, 3, 1, 1, "zeros", 0.05),
    ("uniform", 60, 50, 3, np.inf, 3, "random", 0), ("uniform", 500, 350, 3, 2, 2, "random", 0),
]

if __name__ == "__main__":
    print(f"# POT {ot.__version__} emd2 and sinkhorn(method='sinkhorn_log'), NumPy {np.__version__}; weighted.py")
    print("kind,n,m,d,q,p,weights,seed,exact,epsilon,entropic")
    for number, (kind, n, m, d, q, p, how, share) in enumerate(INSTANCES):
        seed = 3000 + number
        x, y = points(kind, max(n, m), d, seed)
        x, y = x[:n], y[:m]
        a, b = weights(how, n, seed + 100), weights(how, m, seed + 200)
        a, b = a / a.sum(), b / b.sum()
        c = costs(x, y, q, p)
        exact = float(ot.emd2(a, b, c, numItermax=10_000_000))
        epsilon, entropic = share * float(c.mean()), 0.0
        if share:
            s, t = a > 0, b > 0
            plan = ot.sinkhorn(a[s], b[t], c[np.ix_(s, t)], epsilon, method="sinkhorn_log", numItermax=200_000, stopThr=1e-12)
            entropic = float((plan * c[np.ix_(s, t)]).sum())
        print(f"{kind},{n},{m},{d},{q},{p},{how},{seed},{exact!r},{epsilon!r},{entropic!r}".replace("inf", "Infinity"))

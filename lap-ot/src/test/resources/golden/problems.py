"""Writes unbalanced.csv, bottleneck.csv and barycentre.csv: partial and unbalanced transport and barycentres from POT, the
bottleneck distance from SciPy's integer maximum flow, for points that org.leastaction.ot.GoldenPoints draws bit for bit
the same in Java.

    pip install numpy scipy pot
    python problems.py
"""
import contextlib
import io

import numpy as np
import ot
import scipy
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import maximum_flow

with contextlib.redirect_stdout(io.StringIO()):
    from transport import costs, points
    from weighted import weights

VERSIONS = f"POT {ot.__version__}, SciPy {scipy.__version__}, NumPy {np.__version__}; problems.py"


def draw(kind, n, m, d, how, seed):
    x, y = points(kind, max(n, m), d, seed)
    return x[:n], y[:m], weights(how, n, seed + 100), weights(how, m, seed + 200)


def kl(p, q):
    positive = p > 0
    return float((p[positive] * np.log(p[positive] / q[positive])).sum() - p.sum() + q.sum())


def unbalanced_kl(a, b, c, epsilon, rho):
    """The plan, and its value ⟨P, c⟩ + ε KL(P | a⊗b) + ρ KL(P1 | a) + ρ KL(Pᵀ1 | b)."""
    plan = ot.unbalanced.sinkhorn_unbalanced(a, b, c, epsilon, rho, reg_type="kl", numItermax=200_000, stopThr=1e-14)
    value = (plan * c).sum() + epsilon * kl(plan, np.outer(a, b)) + rho * kl(plan.sum(1), a) + rho * kl(plan.sum(0), b)
    return plan, float(value)


def unbalanced(file):
    print(f"# {VERSIONS}", file=file)
    print("kind,n,m,d,weights,seed,mass,partial,price,tv,tv_moved,epsilon,rho,kl,kl_moved,kl_divergence", file=file)
    for number, (kind, n, m, d, how, share, price, epsilon, rho) in enumerate([
            ("uniform", 20, 30, 2, "random", 0.5, 0.05, 0.1, 0.5), ("uniform", 40, 25, 3, "uniform", 0.9, 0.1, 0.05, 1),
            ("smooth", 50, 50, 2, "whole", 0.2, 0.02, 0.2, 0.1), ("duplicates", 30, 40, 2, "random", 1, 1, 0.5, 2),
            ("uniform", 1, 12, 2, "random", 0.7, 0.2, 0.1, 0.3), ("noisy", 60, 80, 4, "random", 0.6, 0.3, 0.2, 5)]):
        seed = 6000 + number
        x, y, a, b = draw(kind, n, m, d, how, seed)
        b = 1.5 * b
        c = costs(x, y, 2, 2)
        mass = share * min(a.sum(), b.sum())
        partial = float((ot.partial.partial_wasserstein(a, b, c, m=mass, numItermax=1_000_000) * c).sum())
        # POT's λ is the gain of moving a unit of mass: what is saved on both sides.
        # It takes masses of at most 1.
        unit = a.sum() + b.sum()
        plan = unit * ot.partial.partial_wasserstein_lagrange(
            a / unit, b / unit, c, reg_m=2 * price, numItermax=1_000_000)
        tv = float((plan * c).sum() + price * (a.sum() + b.sum() - 2 * plan.sum()))
        entropic, value = unbalanced_kl(a, b, c, epsilon, rho)
        within = (unbalanced_kl(a, a, costs(x, x, 2, 2), epsilon, rho)[1]
                  + unbalanced_kl(b, b, costs(y, y, 2, 2), epsilon, rho)[1])
        divergence = value - within / 2 + epsilon / 2 * (a.sum() - b.sum()) ** 2
        print(f"{kind},{n},{m},{d},{how},{seed},{float(mass)!r},{partial!r},{price},{tv!r},{float(plan.sum())!r},"
              f"{epsilon},{rho},{value!r},{float(entropic.sum())!r},{float(divergence)!r}", file=file)


def bottleneck(file):
    print(f"# {VERSIONS}", file=file)
    print("kind,n,m,d,q,p,weights,seed,value", file=file)
    for number, (kind, n, m, d, q, p, how) in enumerate([
            ("uniform", 1, 1, 2, 2, 2, "uniform"), ("uniform", 40, 40, 2, 2, 2, "uniform"),
            ("uniform", 60, 60, 5, 1, 1, "uniform"), ("duplicates", 50, 50, 2, 2, 2, "uniform"),
            ("uniform", 30, 45, 2, np.inf, 1, "uniform"), ("uniform", 50, 20, 3, 2, 2, "whole"),
            ("smooth", 80, 80, 2, 2, 2, "whole"), ("collinear", 40, 60, 2, 2, 1, "zeros"),
            ("uniform", 200, 200, 2, 2, 2, "uniform")]):
        seed = 7000 + number
        x, y, a, b = draw(kind, n, m, d, how, seed)
        c = costs(x, y, q, p)
        supply, demand = (a * b.sum()).astype(np.int32), (b * a.sum()).astype(np.int32)
        values = np.unique(c)

        def feasible(limit):
            i, j = np.nonzero(c <= limit)
            rows = np.r_[np.zeros(n, int), 1 + i, 1 + n + np.arange(m)]
            columns = np.r_[1 + np.arange(n), 1 + n + j, np.full(m, n + m + 1)]
            capacities = np.r_[supply, np.full(len(i), supply.sum()), demand].astype(np.int32)
            graph = coo_matrix((capacities, (rows, columns)), shape=(n + m + 2, n + m + 2)).tocsr()
            return maximum_flow(graph, 0, n + m + 1).flow_value == supply.sum()

        low, high = 0, len(values) - 1
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if feasible(values[middle]) else (middle + 1, high)
        print(f"{kind},{n},{m},{d},{q},{p},{how},{seed},{float(values[low])!r}".replace("inf", "Infinity"), file=file)


def barycentre(file):
    print(f"# {VERSIONS}", file=file)
    print("n,m,d,k,weights,seed,free,epsilon,fixed", file=file)
    for number, (n, m, d, k, how, epsilon) in enumerate([
            (30, 20, 2, 3, "random", 0.05), (40, 40, 3, 2, "uniform", 0.1), (25, 10, 1, 4, "random", 0.02)]):
        seed = 8000 + 10 * number
        sets = [draw("uniform", n, n, d, how, seed + i) for i in range(k)]
        locations = [s[0] + 0.5 * i for i, s in enumerate(sets)]
        masses = [s[2] / s[2].sum() for s in sets]
        shares = np.arange(1, k + 1) / np.arange(1, k + 1).sum()
        start = draw("uniform", m, m, d, how, seed + 9)[1]
        equal = np.ones(m) / m
        found = ot.lp.free_support_barycenter(
            locations, masses, start, b=equal, weights=shares, numItermax=1000, stopThr=1e-14)
        free = sum(s * ot.emd2(equal, a, ot.dist(found, z)) for s, a, z in zip(shares, masses, locations))
        # Fixed: the first set's points carry the weights of all sets.
        c = costs(sets[0][0], sets[0][0], 2, 2)
        # POT's method 'sinkhorn' converges to other weights, by 1e-3 for the smallest epsilon here.
        fixed = ot.bregman.barycenter(np.stack(masses, 1), c, epsilon, weights=shares, method="sinkhorn_stabilized",
                                      numItermax=200_000, stopThr=1e-13)
        print(f"{n},{m},{d},{k},{how},{seed},{float(free)!r},{epsilon},"
              + " ".join(repr(float(v)) for v in fixed), file=file)


if __name__ == "__main__":
    for write in (unbalanced, bottleneck, barycentre):
        with open(write.__name__ + ".csv", "w", encoding="utf-8") as out:
            write(out)

"""Writes costs.csv: exact transport under asymmetric costs and with forbidden pairs, from POT's network simplex and SciPy's
linear programming (HiGHS), for points that org.leastaction.ot.GoldenPoints draws bit for bit the same in Java.

    pip install numpy scipy pot
    python costs.py > costs.csv
"""
import contextlib
import io

import numpy as np
import ot
import scipy
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

with contextlib.redirect_stdout(io.StringIO()):
    from transport import points
    from weighted import weights


def cost(x, y):
    """Asymmetric: going up costs twice as much as going down."""
    difference = y[None, :, :] - x[:, None, :]
    return (np.maximum(difference, 0) * 2 + np.maximum(-difference, 0)).sum(-1)


def allowed(c):
    """Each source's third of cheapest targets, and the pairs (i, j) with (i + j) % 7 = 0, which make a plan possible."""
    n, m = c.shape
    rank = c.argsort(1).argsort(1)
    return (rank < m // 3) | ((np.arange(n)[:, None] + np.arange(m)[None, :]) % 7 == 0)


def sparse(a, b, c, mask):
    i, j = np.nonzero(mask)
    e = np.arange(len(i))
    constraints = coo_matrix((np.ones(2 * len(i)), (np.r_[i, len(a) + j], np.r_[e, e])), shape=(len(a) + len(b), len(i))).tocsr()
    found = linprog(c[i, j], A_eq=constraints, b_eq=np.r_[a, b], method="highs")
    return float(found.fun) if found.status == 0 else float("nan")


INSTANCES = [("uniform", 30, 20, 2, "random"), ("uniform", 60, 60, 3, "uniform"), ("duplicates", 50, 70, 2, "whole"),
             ("uniform", 1, 14, 2, "random"), ("uniform", 200, 150, 4, "random"), ("smooth", 90, 90, 2, "zeros")]

if __name__ == "__main__":
    print(f"# POT {ot.__version__} emd2, SciPy {scipy.__version__} linprog, NumPy {np.__version__}; costs.py")
    print("kind,n,m,d,weights,seed,exact,sparse")
    for number, (kind, n, m, d, how) in enumerate(INSTANCES):
        seed = 5000 + number
        x, y = points(kind, max(n, m), d, seed)
        x, y = x[:n], y[:m]
        a, b = weights(how, n, seed + 100), weights(how, m, seed + 200)
        a, b = a / a.sum(), b / b.sum()
        c = cost(x, y)
        print(f"{kind},{n},{m},{d},{how},{seed},{float(ot.emd2(a, b, c, numItermax=10_000_000))!r},"
              f"{sparse(a, b, c, allowed(c))!r}".replace("nan", "NaN"))

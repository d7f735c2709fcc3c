"""Writes points of which one is far away and costs nothing, as it weighs nothing or stays where it is, and expected.csv:
the exact W2 squared, from SciPy's linear_sum_assignment between the near points.

    pip install numpy scipy
    python generate.py
"""
import numpy as np
import scipy
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist


def matched(x, y):
    cost = cdist(x, y, "sqeuclidean")
    return cost[linear_sum_assignment(cost)].sum()


if __name__ == "__main__":
    lines = [f"# SciPy {scipy.__version__} linear_sum_assignment; generate.py", "name,weighted,w2_squared"]
    for name, seed, n, width, far, weight in [("weightless", 0, 300, 1, (1e6, 1e6), 0), ("staying", 2, 8, 10, (0, 1e8), 1),
                                              ("many", 3, 300, 1, (1e6, 1e6), 1)]:
        random = np.random.default_rng(seed)
        x, y = random.random((n, 2)) * width, random.random((n, 2)) * width
        np.savez(f"{name}.npz", x=np.vstack([x, far]), y=np.vstack([y, far]), weights=np.append(np.ones(n), weight))
        exact = float(matched(x, y) / (n + weight))
        lines.append(f"{name},true,{exact!r}")
        if weight:
            lines.append(f"{name},false,{exact!r}")
    with open("expected.csv", "w") as out:
        out.write("\n".join(lines) + "\n")

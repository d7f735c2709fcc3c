"""Writes transport.csv: exact transport costs from SciPy and POT, for points that org.leastaction.ot.GoldenPoints
draws bit for bit the same in Java.

    pip install numpy scipy pot
    python transport.py > transport.csv
"""
import numpy as np
import ot
import scipy
from scipy.optimize import linear_sum_assignment

MASK = (1 << 64) - 1


class Uniform:
    """Knuth's 64-bit linear congruential generator; the upper 53 bits make a number in [0, 1)."""

    def __init__(self, seed):
        self.state = seed

    def draw(self, n, d):
        out = np.empty(n * d)
        for i in range(n * d):
            self.state = (self.state * 6364136223846793005 + 1442695040888963407) & MASK
            out[i] = (self.state >> 11) * 2.0 ** -53
        return out.reshape(n, d)


# Only operations that IEEE 754 rounds in one way: +, −, ×, floor.
def points(kind, n, d, seed):
    u = Uniform(seed)
    x, y = u.draw(n, d), u.draw(n, d)
    if kind == "uniform":
        return x, y
    if kind == "duplicates":
        return np.floor(x * 3), np.floor(y * 3)
    if kind == "collinear":
        direction = np.arange(1, d + 1, dtype=float)
        return x[:, :1] * direction, y[:, :1] * direction
    if kind == "offset":
        return x + 1e6, y + 1e6
    if kind == "apart":
        return x, y + 1e3
    if kind == "smooth":
        return x, x + 0.25 * (x * x)
    if kind == "noisy":
        return x, x + 0.1 * y
    if kind == "equal":
        return x, x
    if kind == "constant":
        return x * 0 + 0.5, y * 0 + 0.75
    raise ValueError(kind)


def costs(x, y, q, p):
    difference = np.abs(x[:, None, :] - y[None, :, :])
    if q == 2 and p == 2:
        return (difference ** 2).sum(-1)
    if np.isinf(q):
        return difference.max(-1) ** p
    return (difference ** q).sum(-1) ** (p / q)


INSTANCES = [
    # kind, n, d, q, p
    ("uniform", 1, 3, 2, 2),
    ("uniform", 2, 1, 2, 2),
    ("uniform", 7, 2, 2, 2),
    ("uniform", 50, 1, 2, 2),
    ("uniform", 100, 2, 2, 2),
    ("uniform", 257, 2, 2, 2),
    ("uniform", 300, 10, 2, 2),
    ("uniform", 500, 2, 2, 2),
    ("uniform", 500, 64, 2, 2),
    ("uniform", 1000, 2, 2, 2),
    ("uniform", 400, 33, 2, 2),
    ("duplicates", 64, 1, 2, 2),
    ("duplicates", 200, 2, 2, 2),
    ("duplicates", 150, 40, 2, 2),
    ("collinear", 120, 3, 2, 2),
    ("collinear", 120, 50, 2, 2),
    ("offset", 200, 2, 2, 2),
    ("offset", 100, 48, 2, 2),
    ("apart", 150, 5, 2, 2),
    ("smooth", 300, 2, 2, 2),
    ("smooth", 200, 100, 2, 2),
    ("noisy", 300, 2, 2, 2),
    ("noisy", 300, 80, 2, 2),
    ("equal", 90, 4, 2, 2),
    ("constant", 40, 2, 2, 2),
    ("uniform", 150, 3, 2, 1),
    ("uniform", 150, 3, 1, 1),
    ("uniform", 150, 3, np.inf, 3),
    ("noisy", 100, 6, 1.5, 2.5),
]

if __name__ == "__main__":
    print(f"# SciPy {scipy.__version__} linear_sum_assignment, POT {ot.__version__} emd2, NumPy {np.__version__}; transport.py")
    print("kind,n,d,q,p,seed,scipy,pot")
    for number, (kind, n, d, q, p) in enumerate(INSTANCES):
        seed = 1000 + number
        x, y = points(kind, n, d, seed)
        c = costs(x, y, q, p)
        rows, columns = linear_sum_assignment(c)
        scipy_cost = c[rows, columns].sum() / n
        pot_cost = ot.emd2(np.full(n, 1 / n), np.full(n, 1 / n), c, numItermax=10_000_000)
        print(f"{kind},{n},{d},{q},{p},{seed},{scipy_cost!r},{pot_cost!r}".replace("np.float64(", "").replace(")", "")
              .replace("inf", "Infinity"))

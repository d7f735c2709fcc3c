"""Writes line.csv: exact transport costs between many numbers on the line, from SciPy's wasserstein_distance (p = 1) and
POT's emd2_1d (other powers), for numbers and weights that org.leastaction.ot.exact.line.ManyOnTheLineTest draws bit for bit the
same in Java.

    pip install numpy scipy pot
    python line.py > line.csv
"""
import contextlib
import io

import numpy as np
import ot
import scipy
from scipy.stats import wasserstein_distance

with contextlib.redirect_stdout(io.StringIO()):
    from transport import Uniform

INSTANCES = [
    # n, m, p, weighted
    (60_000, 60_000, 1, False), (1_000_000, 700_000, 1, False), (60_000, 40_000, 1, True),
    (60_000, 60_000, 1.5, False), (50_000, 60_000, 3, True), (60_000, 30_000, 2, False),
]

if __name__ == "__main__":
    print(f"# SciPy {scipy.__version__} wasserstein_distance, POT {ot.__version__} emd2_1d; line.py")
    print("n,m,p,weighted,seed,exact")
    for number, (n, m, p, weighted) in enumerate(INSTANCES):
        uniform = Uniform(7000 + number)
        x = uniform.draw(n, 1)[:, 0]
        v = uniform.draw(m, 1)[:, 0]
        y = v * v * 2
        a = uniform.draw(n, 1)[:, 0] if weighted else np.ones(n)
        b = uniform.draw(m, 1)[:, 0] if weighted else np.ones(m)
        exact = (wasserstein_distance(x, y, a, b) if p == 1 else
                 float(ot.emd2_1d(x, y, a / a.sum(), b / b.sum(), metric="minkowski", p=p)))
        print(f"{n},{m},{p},{str(weighted).lower()},{7000 + number},{float(exact)!r}")

"""Writes gelbrich.csv: Gelbrich's bound by its definition with matrix square roots, to 50 digits (mpmath), for the
points of transport.py.

    pip install numpy scipy pot mpmath
    python gelbrich.py > gelbrich.csv
"""
import contextlib
import io

import mpmath
import numpy as np

with contextlib.redirect_stdout(io.StringIO()):
    from transport import points

mpmath.mp.dps = 50


def moments(x):
    n, d = x.shape
    x = mpmath.matrix(x.tolist())
    mean = [mpmath.fsum(x[:, k]) / n for k in range(d)]
    centred = mpmath.matrix(n, d)
    for i in range(n):
        for k in range(d):
            centred[i, k] = x[i, k] - mean[k]
    return mean, centred.T * centred / n


def root(symmetric):
    values, vectors = mpmath.eigsy(symmetric)
    diagonal = mpmath.diag([mpmath.sqrt(max(v, mpmath.mpf(0))) for v in values])
    return vectors * diagonal * vectors.T


def trace(matrix):
    return mpmath.fsum(matrix[k, k] for k in range(matrix.rows))


def gelbrich(x, y):
    (m1, s1), (m2, s2) = moments(x), moments(y)
    r1 = root(s1)
    means = mpmath.fsum((a - b) ** 2 for a, b in zip(m1, m2))
    return means + trace(s1) + trace(s2) - 2 * trace(root(r1 * s2 * r1))


print(f"# mpmath {mpmath.__version__}; gelbrich.py")
print("kind,n,m,d,seed,bound")
for kind, n, m, d, seed in [
    ("uniform", 40, 40, 1, 1), ("uniform", 40, 40, 2, 2), ("uniform", 30, 50, 3, 3), ("uniform", 60, 60, 12, 4),
    ("uniform", 8, 8, 15, 5), ("uniform", 6, 9, 20, 6), ("uniform", 20, 5, 10, 7), ("collinear", 30, 30, 6, 8),
    ("offset", 40, 40, 3, 9), ("offset", 7, 7, 12, 10), ("smooth", 25, 25, 5, 11), ("equal", 20, 20, 4, 12),
    ("constant", 10, 10, 3, 13), ("duplicates", 30, 30, 4, 14), ("uniform", 1, 1, 3, 15),
]:
    x, y = points(kind, max(n, m), d, seed)
    print(f"{kind},{n},{m},{d},{seed},{mpmath.nstr(gelbrich(x[:n], y[:m]), 17)}", flush=True)

"""Writes sliced.csv: sliced and max-sliced W2 squared from POT, for the points and weights of weighted.py, with the
Monte-Carlo error of the first; the second is the greatest over the same lines, so a lower bound.

    pip install numpy scipy pot
    python sliced.py > sliced.csv
"""
import contextlib
import io

import numpy as np
import ot

with contextlib.redirect_stdout(io.StringIO()):
    from transport import points
    from weighted import weights

LINES = 20_000

print(f"# POT {ot.__version__} wasserstein_1d on {LINES} lines; sliced.py")
print("kind,n,m,d,weights,seed,squared,error,max")
for number, (kind, n, m, d, how) in enumerate([
    ("uniform", 50, 50, 2, "uniform"), ("uniform", 40, 60, 3, "random"), ("noisy", 60, 60, 10, "uniform"),
    ("apart", 30, 50, 4, "zeros"), ("duplicates", 45, 45, 2, "whole"), ("smooth", 50, 30, 30, "uniform"),
]):
    seed = 4000 + number
    x, y = points(kind, max(n, m), d, seed)
    x, y = x[:n], y[:m]
    a, b = weights(how, n, seed + 100), weights(how, m, seed + 200)
    lines = np.random.default_rng(seed).normal(size=(d, LINES))
    lines /= np.linalg.norm(lines, axis=0)
    each = ot.wasserstein_1d(x @ lines, y @ lines, np.tile((a / a.sum())[:, None], LINES), np.tile((b / b.sum())[:, None], LINES), p=2)
    print(f"{kind},{n},{m},{d},{how},{seed},{float(each.mean())!r},{float(each.std(ddof=1) / LINES ** 0.5)!r},{float(each.max())!r}")

"""Writes statistics.properties beside it: intervals, regressions and tests by SciPy, for random data of a fixed seed."""
from pathlib import Path

import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(20201)
out = [f"# by statistics.py, SciPy {scipy.__version__}, NumPy {np.__version__}"]


def write(key, values):
    out.append(f"{key}={' '.join(repr(float(v)) for v in np.ravel(values))}")


for case, n in enumerate((2, 3, 5, 20, 200)):
    x = rng.normal(3, 2, n)
    low, high = stats.t.interval(0.95, n - 1, loc=x.mean(), scale=stats.sem(x))
    write(f"mean.{case}.values", x)
    write(f"mean.{case}.expected", (x.mean(), low, high))

for case, (k, n) in enumerate(((0, 1), (1, 1), (0, 50), (7, 50), (50, 50), (1901, 2000), (9999, 10000))):
    interval = stats.binomtest(k, n).proportion_ci(method="wilson")
    write(f"wilson.{case}.counts", (k, n))
    write(f"wilson.{case}.expected", (k / n, interval.low, interval.high))

for case, n in enumerate((4, 10, 45)):
    x = rng.normal(100, 10, n)
    y = 5 - 0.03 * x + rng.normal(0, 0.3, n)
    fit = stats.linregress(x, y)
    t = stats.t.ppf(0.975, n - 2)
    r = stats.pearsonr(x, y).confidence_interval(0.95)
    write(f"regression.{case}.x", x)
    write(f"regression.{case}.y", y)
    write(f"regression.{case}.slope", (fit.slope, fit.slope - t * fit.stderr, fit.slope + t * fit.stderr))
    write(f"regression.{case}.intercept",
          (fit.intercept, fit.intercept - t * fit.intercept_stderr, fit.intercept + t * fit.intercept_stderr))
    write(f"regression.{case}.correlation", (fit.rvalue, r.low, r.high))
    write(f"regression.{case}.p", fit.pvalue)

for case, n in enumerate((2, 5, 30)):
    a = rng.normal(1, 1, n)
    b = a - 0.2 + rng.normal(0, 0.4, n)
    test = stats.ttest_rel(a, b)
    interval = test.confidence_interval(0.95)
    write(f"paired.{case}.first", a)
    write(f"paired.{case}.second", b)
    write(f"paired.{case}.difference", ((a - b).mean(), interval.low, interval.high))
    write(f"paired.{case}.p", test.pvalue)

for case, n in enumerate((15, 60)):
    x = rng.exponential(1, n)
    for method in ("BCa", "percentile"):
        interval = stats.bootstrap((x,), np.mean, n_resamples=200_000, method=method, batch=2_000,
                                   rng=np.random.default_rng(1)).confidence_interval
        write(f"bootstrap.{case}.{method.lower()}", (x.mean(), interval.low, interval.high))
    write(f"bootstrap.{case}.values", x)

Path(__file__).with_suffix(".properties").write_text("\n".join(out) + "\n")

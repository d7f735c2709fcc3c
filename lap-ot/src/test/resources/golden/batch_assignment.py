"""Optimal assignments of batches by SciPy: batch_assignment.csv. Run: python batch_assignment.py > batch_assignment.csv

Points are x_k = frac(43758.5453 * sin(12.9898 * (k + 1 + seed))), k the index in an [n, d] row-major array; images have the
seed + 0.5 and, in every second case, are 0.3 of them added to 2 * x, a map that is nearly optimal.
"""
import numpy as np
from scipy.optimize import linear_sum_assignment


def drawn(n, d, seed):
    k = np.arange(n * d)
    value = 43758.5453 * np.sin(12.9898 * (k + 1 + seed))
    return (value - np.floor(value)).reshape(n, d)


print("n,d,seed,near,cost,assignment")
for case, (n, d) in enumerate([(1, 2), (2, 2), (17, 1), (128, 2), (128, 3), (100, 20), (40, 500)]):
    near = case % 2
    x = drawn(n, d, case)
    y = drawn(n, d, case + 0.5)
    if near:
        y = 2 * x + 0.3 * y
    cost = ((x[:, None] - y[None]) ** 2).sum(-1)
    rows, columns = linear_sum_assignment(cost)
    print(f"{n},{d},{case},{near},{cost[rows, columns].sum():.17g}," + " ".join(map(str, columns)))

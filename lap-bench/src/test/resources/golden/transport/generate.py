"""Writes instances.npz and expected.json beside it: `python generate.py`, with NumPy, SciPy and POT.

Twenty pairs of point sets. Of each, W2² by SciPy's assignment solver, agreed with POT's network simplex; the gap quantities
from the definitions, with b as the image of a.
"""
import json
from pathlib import Path

import numpy as np
import ot
from scipy.linalg import sqrtm
from scipy.optimize import linear_sum_assignment

here = Path(__file__).parent
rng = np.random.default_rng(20201023)
arrays, expected = {}, []

for k in range(20):
    n, d = int(rng.integers(2, 160)), int(rng.integers(1, 24))
    a = rng.normal(size=(n, d)) * rng.uniform(0.1, 10) + rng.normal() * 5
    if k % 2:
        b = a + rng.normal(size=(n, d)) * rng.uniform(0.05, 1) * a.std()
    else:
        b = rng.normal(size=(n, d)) * rng.uniform(0.1, 10)
    if k % 4 == 3:
        a, b = a.astype("float32"), b.astype("float32")
    arrays[f"a{k}"], arrays[f"b{k}"] = a, b
    a, b = a.astype(float), b.astype(float)

    cost = ((a[:, None, :] - b[None, :, :]) ** 2).sum(-1)
    rows, plan = linear_sum_assignment(cost)
    w2 = cost[rows, plan].mean()
    simplex = ot.emd2(np.full(n, 1 / n), np.full(n, 1 / n), cost)
    assert abs(simplex - w2) <= 1e-9 * w2

    displacement = np.trace(cost) / n
    epsilon = np.linalg.norm(b - b[plan], axis=1)
    i, j = np.triu_indices(n, 1)
    inner = ((a[i] - a[j]) * (b[i] - b[j])).sum(-1)
    ca, cb = (np.atleast_2d(np.cov(p.T, bias=True)) for p in (a, b))
    root = sqrtm(ca).real
    bures = np.trace(ca) + np.trace(cb) - 2 * np.trace(sqrtm(root @ cb @ root).real)
    expected.append({
        "samples": n,
        "dimension": d,
        "plan": plan.tolist(),
        "w2_squared": w2,
        "displacement": displacement,
        "ot_gap": displacement - w2,
        "ot_gap_relative": (displacement - w2) / displacement,
        "epsilon_sup": epsilon.max(),
        "epsilon_rms": np.sqrt((epsilon ** 2).mean()),
        "reassigned_fraction": float((plan != np.arange(n)).mean()),
        "monotonicity_violations": float((inner < 0).mean()),
        "gelbrich_lower_bound": float(((a.mean(0) - b.mean(0)) ** 2).sum() + bures),
    })

np.savez_compressed(here / "instances.npz", **arrays)
(here / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")

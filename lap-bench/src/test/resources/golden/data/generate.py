"""Writes circles.npz beside it: `python generate.py`, with scikit-learn 1.3 or newer."""
from pathlib import Path

import numpy as np
from sklearn.datasets import make_circles

x, y = make_circles(n_samples=101, factor=0.3, noise=None, shuffle=False)
np.savez(Path(__file__).parent / "circles.npz", x=x, y=y.astype("int32"))

"""Partial correlation given groups, by regression on the groups' indicators (numpy, SciPy); for PartialCorrelationTest."""
import numpy as np
from scipy import stats

x = np.array([1, 2, 4, 3, 10, 12, 11, 15.0])
y = np.array([2, 1, 5, 4, -3, -1, -2, 2.0])
g = np.array([0, 0, 0, 0, 1, 1, 1, 1])
indicators = np.stack([g == 0, g == 1], 1).astype(float)
hat = indicators @ np.linalg.pinv(indicators)
rx, ry = x - hat @ x, y - hat @ y
r = rx @ ry / np.sqrt(rx @ rx * (ry @ ry))
freedom = len(x) - 2 - 1
p = 2 * stats.t.sf(abs(r * np.sqrt(freedom / (1 - r * r))), freedom)
slope = rx @ ry / (rx @ rx)
half = stats.t.ppf(0.975, freedom) * np.sqrt(((ry - slope * rx) ** 2).sum() / freedom / (rx @ rx))
z, fisher = np.arctanh(r), stats.norm.ppf(0.975) / np.sqrt(freedom - 1)
print(r, np.tanh(z - fisher), np.tanh(z + fisher), slope, slope - half, slope + half, p)

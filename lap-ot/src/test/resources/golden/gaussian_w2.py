"""W2^2 between N(m, S) and its image under x -> Mx + c, by matrix square roots (SciPy).

Prints the figure of GaussianTest.distanceOfAGeneralMapIsThatOfTheMatrixSquareRoot: the three blocks of
AffineNetworks.plane(), m and L as there.
"""
import numpy as np
from scipy.linalg import sqrtm

blocks = [([[0.1, -0.3], [0.2, 0.05]], [0.5, -0.1]),
          ([[-0.2, 0.1], [0.4, 0.3]], [0, 0.2]),
          ([[0.3, 0.7], [-0.1, 0.2]], [-0.3, 0])]
M, c = np.eye(2), np.zeros(2)
for A, b in blocks:
    step = np.eye(2) + np.array(A)
    M, c = step @ M, step @ c + np.array(b)

m, L = np.array([0.5, -1.0]), np.array([[1.5, 0], [0.7, 0.4]])
S1 = L @ L.T
S2 = M @ S1 @ M.T
root = sqrtm(S1)
w2 = np.sum((m - M @ m - c) ** 2) + np.trace(S1 + S2 - 2 * sqrtm(root @ S2 @ root)).real
print(repr(float(w2)))

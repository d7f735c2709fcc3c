"""Writes the .npy, .npz and .csv files beside it: `python generate.py`, with NumPy 1.26 or newer.

Every file holds the same matrix m[i, j] = (10 i + j) / 8 of shape (3, 4) unless its name says otherwise; eighths are exact in
float32 and in decimal.
"""
from pathlib import Path

import numpy as np

here = Path(__file__).parent
m = np.array([[(10 * i + j) / 8 for j in range(4)] for i in range(3)])
cube = np.arange(24, dtype="float32").reshape(2, 3, 4)


def save(name, array, version=None):
    with open(here / name, "wb") as file:
        np.lib.format.write_array(file, array, version=version)


save("float32.npy", m.astype("<f4"))
save("float64.npy", m.astype("<f8"))
save("float32-big-endian.npy", m.astype(">f4"))
save("float64-big-endian.npy", m.astype(">f8"))
save("float32-fortran.npy", np.asfortranarray(m.astype("<f4")))
save("float64-fortran.npy", np.asfortranarray(m.astype("<f8")))
save("float32-fortran-cube.npy", np.asfortranarray(cube))
save("version-1.npy", m, (1, 0))
save("version-2.npy", m, (2, 0))
save("version-3.npy", m, (3, 0))
save("one-dimensional.npy", m[:, 1])
save("scalar.npy", np.array(2.5))
save("empty.npy", np.zeros((0, 4)))
save("non-finite.npy", np.array([[1.0, np.nan], [np.inf, -np.inf]]))
save("complex.npy", m.astype("c16"))
save("half.npy", m.astype("f2"))
save("structured.npy", np.zeros(3, dtype=[("x", "f4"), ("y", "f4")]))

labels = [0, 1, 2, 127]
for dtype in ("|b1", "|i1", "|u1", "<i2", ">u2", "<i4", ">i4", "<u4", "<i8", ">i8", "<u8"):
    save(f"labels-{dtype[1:]}{'-big-endian' if dtype[0] == '>' else ''}.npy", np.array(labels).astype(dtype))
save("too-large-u8.npy", np.array([2**63], dtype="<u8"))

np.savez(here / "stored.npz", states=cube, labels=np.array([0, 1], dtype="int32"), x=m)
np.savez_compressed(here / "deflated.npz", states=cube, labels=np.array([0, 1], dtype="int32"), x=m)
np.savez(here / "single.npz", points=m)
np.savetxt(here / "plain.csv", m, delimiter=",")
np.savetxt(here / "hash-header.csv", m, delimiter=",", header="a,b,c,d")
np.savetxt(here / "header.csv", m, delimiter=",", header="a,b,c,d", comments="", fmt="%.3f")

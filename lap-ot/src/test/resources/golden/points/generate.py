"""Writes the .npy, .npz and .csv files beside it: `python generate.py`, with NumPy 1.26 or newer.

Every file holds the same matrix m[i, j] = (10 i + j) / 8 of shape (3, 4) unless its name says otherwise; eighths are exact in
float32, float16 and in decimal. Run it on an x86 computer, whose long double has 80 bits.
"""
import zlib
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
save("structured.npy", np.zeros(3, dtype=[("x", "f4"), ("y", "f4")]))

def named(dtype):
    return dtype.strip("<>|") + ("-big-endian" if dtype[0] == ">" else "")


# Points of every dtype: (10 i + j) - 12 where it has a sign, 10 i + j where not, (i + j) odd where it is boolean.
whole = np.array([[10 * i + j for j in range(4)] for i in range(3)])
for dtype in ("i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8"):
    save(f"points-{named(dtype)}.npy", (whole - 12).astype(dtype))
for dtype in ("u1", "<u2", ">u2", "<u4", ">u4", "<u8", ">u8"):
    save(f"points-{named(dtype)}.npy", whole.astype(dtype))
save("points-b1.npy", whole % 2 == 1)
for dtype in ("<f2", ">f2", "<f16", ">f16"):
    save(f"points-{named(dtype)}.npy", m.astype(dtype))
save("points-f16-fortran.npy", np.asfortranarray(m.astype("<f16")))

# Whole numbers at and beyond the edge of what float64 holds, each exactly; the last array holds one that it does not.
save("edge-i8.npy", np.array([2**53, -2**53, 2**53 + 2, 2**62, -2**63], dtype="<i8"))
save("edge-u8.npy", np.array([2**53, 2**63, 2**64 - 2**11, 1], dtype="<u8"))
save("beyond-i8.npy", np.array([0, 2**53 + 1], dtype="<i8"))
save("beyond-u8.npy", np.array([0, 2**63 + 1], dtype="<u8"))

# Long double as x87 writes it: one that float64 rounds (a third), halves of the last place of 1 up and down, specials,
# the smallest numbers of float64 and one below them, and float64's own rounding of all these beside.
third = np.array([[1 / np.longdouble(3), -2 / np.longdouble(3)], [1 + np.ldexp(np.longdouble(1), -53), 0.5],
                  [1 + 3 * np.ldexp(np.longdouble(1), -53), 1.5], [np.inf, -np.inf], [-0.0, 3 * 2.0**-1074],
                  [np.ldexp(np.longdouble(3), -1075), np.ldexp(np.longdouble(1), -1080)], [1e300, -2.0**-1022]],
                 dtype=np.longdouble)
save("rounded-f16.npy", third)
save("rounded-f16-as-f8.npy", third.astype("f8"))


def by_hand(name, descr, shape, numbers):
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}"
    header += " " * (-(10 + len(header) + 1) % 64) + "\n"
    start = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode()
    (here / name).write_bytes(start + b"".join(numbers))


def quadruple(x):
    """IEEE 754's binary128 of a float64 that is normal or 0, as NumPy writes long double on ARM."""
    bits = int(np.float64(x).view("u8"))
    exponent = bits >> 52 & 0x7ff
    wide = (bits >> 63 << 127) | ((exponent - 1023 + 16383 if exponent else 0) << 112) | ((bits & (1 << 52) - 1) << 60)
    return wide.to_bytes(16, "little")


thirds = (m + 1) / 3
save("thirds.npy", thirds)
by_hand("thirds-quadruple.npy", "<f16", thirds.shape, [quadruple(x) for x in thirds.ravel()])
by_hand("thirds-quadruple-big-endian.npy", ">f16", thirds.shape, [quadruple(x)[::-1] for x in thirds.ravel()])
by_hand("points-f12.npy", "<f12", m.shape, [np.longdouble(x).tobytes()[:10] + b"\xff\x3f" for x in m.ravel()])
by_hand("beyond-f16.npy", "<f16", (1,), [np.ldexp(np.longdouble(1), 2000).tobytes()[:10] + bytes(6)])
# The padding of x87's numbers is whatever stood in memory: here the ends of other numbers.
by_hand("padded-f16.npy", "<f16", m.shape,
        [np.longdouble(x).tobytes()[:10] + np.float64(x + 1).tobytes()[2:] for x in m.ravel()])
# The double-double of PowerPC, and small whole numbers of binary128, which could be zeros of x87 with such padding.
by_hand("double-double.npy", "<f16", m.shape, [np.array([x, 0.0]).tobytes() for x in m.ravel()])
by_hand("ambiguous-f16.npy", "<f16", (3,), [quadruple(x) for x in (1.0, 2.0, 3.0)])

# All numbers of float16, as float32 with one NaN: their checksum stands in NpyTest.
halves = np.arange(2**16, dtype="<u2").view("<f2").astype("<f4")
halves[np.isnan(halves)] = np.array([0x7fc00000], dtype="<u4").view("<f4")[0]
print("CRC-32 of all halves as float32:", zlib.crc32(halves.tobytes()))

labels = [0, 1, 2, 127]
for dtype in ("|b1", "|i1", "|u1", "<i2", ">u2", "<i4", ">i4", "<u4", "<i8", ">i8", "<u8"):
    save(f"labels-{named(dtype)}.npy", np.array(labels).astype(dtype))
save("too-large-u8.npy", np.array([2**63], dtype="<u8"))

np.savez(here / "stored.npz", states=cube, labels=np.array([0, 1], dtype="int32"), x=m)
np.savez_compressed(here / "deflated.npz", states=cube, labels=np.array([0, 1], dtype="int32"), x=m)
np.savez(here / "single.npz", points=m)
np.savetxt(here / "plain.csv", m, delimiter=",")
np.savetxt(here / "hash-header.csv", m, delimiter=",", header="a,b,c,d")
np.savetxt(here / "header.csv", m, delimiter=",", header="a,b,c,d", comments="", fmt="%.3f")

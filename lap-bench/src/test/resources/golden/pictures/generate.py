"""Writes pictures of all kinds, and what the Python Imaging Library and torchvision make of them (expected.npz).

Run with Pillow, torchvision and NumPy: python generate.py. Names in expected.npz: FILE (as stored, upright, with the
channels of the file), FILE/rgb, FILE/grey, and FILE/resize/crop/interpolation.
"""
import pathlib
import struct
import zlib

import numpy as np
import PIL
from PIL import Image, ImageOps
from torchvision.transforms import CenterCrop, InterpolationMode, Resize

HERE = pathlib.Path(__file__).parent
random = np.random.default_rng(7)
H, W = 25, 33
y, x = np.mgrid[0:H, 0:W]
smooth = np.stack([x * 255 / W, y * 255 / H, (x + y) * 255 / (H + W)], axis=2)
colour = np.clip(smooth + random.normal(0, 20, smooth.shape), 0, 255).astype(np.uint8)
grey = colour[:, :, 0]
alpha = random.integers(0, 256, (H, W), dtype=np.uint8)
rgb = Image.fromarray(colour)
expected = {}


def png(name, colour_type, depth, rows):
    """A PNG file of samples that Pillow cannot write."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    data = b"".join(b"\0" + row for row in rows)
    (HERE / name).write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, depth, colour_type, 0, 0, 0))
                              + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b""))


def keep(name, stored=None):
    image = ImageOps.exif_transpose(Image.open(HERE / name))
    mode = "L" if image.mode in ("1", "L", "LA", "I;16", "I") else "RGB"
    array = stored if stored is not None else np.asarray(image.convert(mode))
    expected[name] = array
    as_stored = Image.fromarray(array)
    expected[name + "/rgb"] = np.asarray(as_stored.convert("RGB"))
    expected[name + "/grey"] = np.asarray(as_stored.convert("L"))


rgb.save(HERE / "rgb.png")
Image.fromarray(grey).save(HERE / "grey.png")
Image.fromarray(np.dstack([colour, alpha])).save(HERE / "rgba.png")
Image.merge("LA", [Image.fromarray(grey), Image.fromarray(alpha)]).save(HERE / "grey-alpha.png")
rgb.quantize(37).save(HERE / "palette.png")
rgb.quantize(13).save(HERE / "palette-transparent.png", transparency=3)
rgb.quantize(4).save(HERE / "palette-2-bits.png", bits=2)
Image.fromarray(grey).convert("1").save(HERE / "one-bit.png")
png("grey-2-bits.png", 0, 2, [np.packbits(np.unpackbits((row // 64)[:, None], axis=1)[:, 6:].reshape(-1)).tobytes() for row in grey])
deep = (colour.astype(np.uint16) << 8 | random.integers(0, 256, colour.shape, dtype=np.uint16)).astype(">u2")
png("grey-16-bits.png", 0, 16, [row.tobytes() for row in deep[:, :, 0]])
png("rgb-16-bits.png", 2, 16, [row.tobytes() for row in deep])
for name in ["rgb", "grey", "rgba", "grey-alpha", "palette", "palette-transparent", "palette-2-bits", "one-bit"]:
    keep(name + ".png")
keep("grey-2-bits.png")
keep("grey-16-bits.png", stored=grey)      # Pillow clips 16-bit grey at 255; LAP takes the upper byte, as for colours
keep("rgb-16-bits.png")

rgb.save(HERE / "rgb.jpg", quality=90)
rgb.save(HERE / "subsampled.jpg", quality=75, subsampling=2)
rgb.save(HERE / "progressive.jpg", quality=85, progressive=True)
Image.fromarray(grey).save(HERE / "grey.jpg", quality=90)
rgb.convert("CMYK").save(HERE / "inks.jpg", quality=95)
inks = (HERE / "inks.jpg").read_bytes()
adobe = inks.index(b"Adobe") + 11
(HERE / "inks-as-chrominance.jpg").write_bytes(inks[:adobe] + b"\2" + inks[adobe + 1:])
for name in ["rgb", "subsampled", "progressive", "grey", "inks", "inks-as-chrominance"]:
    keep(name + ".jpg")
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    rgb.save(HERE / f"turned-{orientation}.jpg", quality=90, exif=exif)
    keep(f"turned-{orientation}.jpg")
exif = Image.Exif()
exif[0x0112] = 6
rgb.save(HERE / "turned.png", exif=exif)
rgb.save(HERE / "turned.webp", lossless=True, exif=exif)
keep("turned.png")
keep("turned.webp")

rgb.save(HERE / "lossless.webp", lossless=True)
rgb.save(HERE / "lossy.webp", quality=80)
Image.fromarray(np.dstack([colour, alpha])).save(HERE / "alpha.webp", lossless=True, exact=True)
for name in ["lossless", "lossy", "alpha"]:
    keep(name + ".webp")

for interpolation in ["bilinear", "bicubic", "lanczos"]:
    for resize, crop in [("10", ""), ("40", ""), ("16", "16"), ("40", "32"), ("7,50", ""), ("", "20"), ("", "40,31"),
                         ("20", "9,21"), ("12,12", "")]:
        for name in ["rgb.png", "grey.png"]:
            image = Image.open(HERE / name)
            if resize:
                sizes = [int(n) for n in resize.split(",")]
                if len(sizes) > 1:  # Pillow 13 may change the height first; all versions before, and LAP, the width
                    image = Resize([H, sizes[1]], InterpolationMode(interpolation))(image)
                image = Resize(sizes if len(sizes) > 1 else sizes[0], InterpolationMode(interpolation))(image)
            if crop:
                sizes = [int(n) for n in crop.split(",")]
                image = CenterCrop(sizes if len(sizes) > 1 else sizes[0])(image)
            expected["/".join([name, resize or "-", crop or "-", interpolation])] = np.asarray(image)

np.savez_compressed(HERE / "expected.npz", **{name.replace("/", "|"): array for name, array in expected.items()})
print("Pillow", PIL.__version__, len(expected), "arrays")

"""WebP files of every kind that libwebp writes, and their pixels as Pillow decodes them: webp.npz.

    python webp.py

Arrays "NAME" (uint8 [height, width, 3], transparency ignored) and "NAME.webp" (the file's bytes). Lossless files cover all
transforms, palettes of every packing, colour caches and several groups of codes; lossy ones the methods, of which 0 and 1 write
other frames than the rest.
"""
import io
import pathlib

import numpy as np
import PIL
from PIL import Image

random = np.random.default_rng(3)
arrays = {}


def smooth(height, width, channels, scale):
    """Noise, smoothed by interpolation."""
    small = random.integers(0, 256, (max(2, height // scale), max(2, width // scale), channels), dtype=np.uint8)
    return np.asarray(Image.fromarray(small).resize((width, height), Image.BICUBIC))


def keep(name, pixels, **options):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", exact=True, **options)
    arrays[name + ".webp"] = np.frombuffer(file.getvalue(), np.uint8)
    arrays[name] = np.asarray(Image.open(file).convert("RGBA"))[:, :, :3]


for colours in [1, 2, 3, 4, 5, 16, 17, 256]:
    palette = random.integers(0, 256, (colours, 3), dtype=np.uint8)
    keep(f"palette of {colours}", palette[smooth(19, 23, 3, 4)[:, :, 0].astype(int) % colours], lossless=True)
for method in range(7):
    picture = smooth(30, 41, 3, 6).astype(int)
    picture[:15] = picture[:15] // 40 * 40
    picture[20:, 20:] += random.integers(-3, 4, (10, 21, 3))
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    keep(f"method {method}", picture, lossless=True, method=method, quality=100 - 10 * method)
for height, width in [(1, 1), (1, 37), (37, 1), (3, 2)]:
    keep(f"{height} by {width}", smooth(height, width, 3, 3), lossless=True)
keep("noise", random.integers(0, 256, (16, 16, 3), dtype=np.uint8), lossless=True)
keep("repeated", np.tile(random.integers(0, 256, (5, 7, 3), dtype=np.uint8), (12, 9, 1)), lossless=True)
keep("transparent", smooth(20, 20, 4, 4), lossless=True)
parts = np.zeros((144, 160, 3), np.uint8)
for k, (y, x) in enumerate((y, x) for y in range(0, 144, 48) for x in range(0, 160, 40)):
    parts[y:y + 48, x:x + 40] = random.integers(0, 256, 3) if k % 3 == 0 else \
        np.tile(random.integers(0, 256, (4, 4, 3)), (12, 10, 1)) if k % 3 == 1 else smooth(48, 40, 3, 12)
keep("groups", parts, lossless=True, method=6, quality=100)
for method in range(7):
    keep(f"lossy, method {method}", smooth(60, 50, 3, 30), quality=[80, 10, 50, 90, 30, 100, 60][method], method=method)
keep("lossy, transparent", smooth(33, 20, 4, 20), quality=70, alpha_quality=80)

np.savez_compressed(pathlib.Path(__file__).parent / "webp.npz", **arrays)
print("Pillow", PIL.__version__, len(arrays) // 2, "pictures")

"""Makes TIFF, HEIC, AVIF and BMP images, and a JPEG without its end mark, and what Pillow reads from them.

    pip install pillow pillow-heif numpy && python make_phone_and_scan_formats.py

formats.json: as decode.json of make_fixtures.py.
"""

import base64
import json
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import Image, ImageOps

pillow_heif.register_heif_opener()
here = Path(__file__).parent
cases = {}

y, x = np.mgrid[0:17, 0:24]
pixels = np.stack([10 * x, 14 * y, 127 + 0 * x], axis=-1)
pixels[(x - 7) ** 2 + (y - 7) ** 2 < 16] = [250, 30, 200]
rgb = Image.fromarray(pixels.astype(np.uint8))


def keep(name, tolerance, expected=None):
    if expected is None:
        expected = np.asarray(ImageOps.exif_transpose(Image.open(here / name)).convert("RGB"))
    cases[name] = {
        "width": expected.shape[1],
        "height": expected.shape[0],
        "tolerance": tolerance,
        "pixels": base64.b64encode(np.ascontiguousarray(expected, dtype=np.uint8).tobytes()).decode(),
    }


def save(image, name, tolerance=0, **options):
    image.save(here / name, **options)
    keep(name, tolerance)


save(rgb, "plain.tif")
save(rgb, "lzw.tiff", compression="tiff_lzw")
save(rgb.convert("L"), "deflate-grey.tif", compression="tiff_adobe_deflate")
save(rgb.quantize(16), "palette.tif")
save(rgb.convert("1"), "fax.tif", compression="group4")
save(rgb, "orientation-6.tif", tiffinfo={274: 6})
# Pillow clips 16-bit grey at 255; libtiff rounds to 8 bits.
deep = (np.arange(24 * 17, dtype=np.uint16) * 160).reshape(17, 24)
Image.fromarray(deep).save(here / "deep-grey.tif")
keep("deep-grey.tif", 1, np.repeat((deep >> 8)[:, :, None], 3, axis=2))
# Lossless but for the change of colour space, which other versions round otherwise.
save(rgb, "phone.heic", 3, quality=-1, chroma=444)
save(rgb, "web.avif", 3, quality=100, subsampling="4:4:4")

whole = here / "colour.jpg"
(here / "no-end.jpg").write_bytes(whole.read_bytes()[:-2])
keep("no-end.jpg", 1, np.asarray(Image.open(whole).convert("RGB")))

refused = here / "refused"
for name in ["lzw.tiff", "phone.heic", "web.avif"]:
    content = (here / name).read_bytes()
    (refused / f"cut-{name}").write_bytes(content[: len(content) * 3 // 5])

def with_header(pixels, bits, compression=0, height=17):
    """A BMP file of 24 × 17 pixels with a header of 40 bytes."""
    size = 54 + len(pixels)
    words = b"BM" + b"".join(n.to_bytes(4, "little") for n in [size, 0, 54, 40, 24])
    words += height.to_bytes(4, "little", signed=True) + (1).to_bytes(2, "little")
    words += bits.to_bytes(2, "little") + compression.to_bytes(4, "little") + bytes(20)
    return words + pixels


save(rgb, "plain.bmp")
save(rgb.convert("L"), "grey.bmp")
save(rgb.quantize(16), "palette.bmp")
save(rgb.convert("1"), "two-levels.bmp")
# 32 bits, and rows from the top.
blue_first = np.concatenate([pixels[:, :, ::-1], 255 + 0 * pixels[:, :, :1]], axis=2).astype(np.uint8)
(here / "top-down.bmp").write_bytes(with_header(blue_first.tobytes(), 32, height=-17))
keep("top-down.bmp", 0, pixels)
(refused / "cut-plain.bmp").write_bytes((here / "plain.bmp").read_bytes()[:900])
(refused / "run-lengths.bmp").write_bytes(with_header(bytes(200), 8, compression=1))
(here / "formats.json").write_text(json.dumps(cases, indent=1) + "\n")

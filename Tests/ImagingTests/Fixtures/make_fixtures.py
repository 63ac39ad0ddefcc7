"""Makes the images of this folder and what Pillow reads from them.

    pip install pillow numpy && python make_fixtures.py

decode.json: per image its width, height, how far a decoder may differ, and the RGB bytes of
    ImageOps.exif_transpose(Image.open(image)).convert("RGB").
resize.json: per case an image, a width and height, and the RGB bytes of
    resize((width, height), Image.BILINEAR); grey.json: the bytes of convert("L").
refused/: files that must be refused.
"""

import base64
import json
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

here = Path(__file__).parent
random = np.random.default_rng(20)


def image(width, height):
    """Gradients, a bright disc and noise: edges, smooth areas and all colours."""
    y, x = np.mgrid[0:height, 0:width]
    channels = [255 * x / max(width - 1, 1), 255 * y / max(height - 1, 1), 127 + 0 * x]
    pixels = np.stack(channels, axis=-1)
    disc = (x - 0.3 * width) ** 2 + (y - 0.4 * height) ** 2 < (0.25 * min(width, height)) ** 2
    pixels[disc] = [250, 30, 200]
    pixels += random.normal(0, 12, pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def encoded(pixels):
    return base64.b64encode(np.ascontiguousarray(pixels, dtype=np.uint8).tobytes()).decode()


def exif(orientation):
    block = Image.Exif()
    block[0x0112] = orientation
    return block


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, colour_type, rows):
    """A PNG of a kind that Pillow does not write."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


rgb = image(24, 17)
alpha = Image.fromarray(np.tile(np.linspace(0, 255, 24).astype(np.uint8), (17, 1)))
rgba = rgb.copy()
rgba.putalpha(alpha)
cmyk = Image.merge("CMYK", [*rgb.split(), alpha])
cases = {}


def keep(name, tolerance=0, expected=None):
    """Adds an image with what Pillow reads from it, or with the pixels given."""
    if expected is None:
        expected = np.asarray(ImageOps.exif_transpose(Image.open(here / name)).convert("RGB"))
    height, width = expected.shape[:2]
    cases[name] = {
        "width": width,
        "height": height,
        "tolerance": tolerance,
        "pixels": encoded(expected),
    }


def save(image, name, tolerance=0, **options):
    image.save(here / name, **options)
    keep(name, tolerance)


# JPEG and lossy WebP allow another rounding in another version of the library.
save(rgb, "colour.jpg", 1, quality=90)
save(rgb, "full-chroma.jpg", 1, quality=95, subsampling=0)
save(rgb, "progressive.jpg", 1, quality=85, progressive=True)
save(rgb.convert("L"), "grey.jpg", 1, quality=90)
save(cmyk, "inks.jpg", 2, quality=95)
save(rgb, "named-wrongly.png", 1, format="JPEG")
save(image(1, 1), "one-pixel.jpg", 1)
save(image(1, 1), "one-pixel.png")
for orientation in range(1, 9):
    save(rgb, f"orientation-{orientation}.jpg", 1, quality=90, exif=exif(orientation))
save(rgb, "orientation-6.png", exif=exif(6))
save(rgb, "orientation-7.webp", lossless=True, exif=exif(7))
save(rgb, "orientation-9.jpg", 1, exif=exif(9))

save(rgb, "colour.png")
save(rgb.convert("L"), "grey.png")
save(rgb.convert("1"), "bilevel.png")
save(rgb.quantize(100), "palette.png")
save(rgb.quantize(3), "palette-of-3.png", bits=2)
save(rgb.quantize(16), "palette-transparent.png", transparency=bytes(range(0, 256, 16)))
save(rgba, "alpha.png")
save(rgba.convert("LA"), "grey-alpha.png")
save(rgb, "transparent-colour.png", transparency=tuple(rgb.getpixel((3, 3))))

deep = random.integers(0, 65536, (9, 7, 3))
rows = [row.astype(">u2").tobytes() for row in deep]
(here / "deep.png").write_bytes(png(7, 9, 16, 2, rows))
keep("deep.png")
grey = deep[:, :, 0]
(here / "deep-grey.png").write_bytes(
    png(7, 9, 16, 0, [row.astype(">u2").tobytes() for row in grey])
)
# Pillow clips 16-bit grey at 255, which turns most images white; we keep the high byte.
keep("deep-grey.png", expected=np.repeat((grey >> 8)[:, :, None], 3, axis=2))
# 12-bit data in 16-bit samples: all 4096 lowest levels but no higher one.
twelve = [struct.pack(">8H", *(585 * column for column in range(8))) for _ in range(8)]
(here / "twelve-bit-grey.png").write_bytes(png(8, 8, 16, 0, twelve))
(here / "four-bit-grey.png").write_bytes(
    png(6, 2, 4, 0, [b"\x01\x23\x45", b"\xFE\xDC\xBA"])
)
keep("four-bit-grey.png")

# Adam7 (PNG 1.2, section 8.2), which Pillow reads but does not write.
pixels = np.asarray(rgb)
passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2)]
data = b""
for left, top, across, down in [*passes, (0, 1, 1, 2)]:
    for row in pixels[top::down, left::across]:
        data += b"\0" + row.tobytes()
header = struct.pack(">IIBBBBB", 24, 17, 8, 2, 0, 0, 1)
(here / "interlaced.png").write_bytes(
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data))
    + chunk(b"IEND", b"")
)
keep("interlaced.png")

save(rgb, "lossy.webp", 1, quality=80)
save(rgb, "lossless.webp", lossless=True)
save(rgba, "alpha.webp", lossless=True, exact=True)
save(rgba, "alpha-lossy.webp", 1, quality=80)
frames = [rgb, ImageOps.mirror(rgb)]
save(rgb, "animated.webp", lossless=True, save_all=True, append_images=frames[1:], duration=50)
save(rgb, "animated.png", save_all=True, append_images=frames[1:])
(here / "decode.json").write_text(json.dumps(cases, indent=1) + "\n")

resizes = []
for width, height, targets in [
    (61, 47, [(64, 64), (16, 16), (30, 23), (61, 20), (7, 90), (1, 1), (61, 47)]),
    (200, 200, [(64, 64), (48, 48), (31, 31)]),
    (48, 48, [(64, 64), (56, 56)]),
    (5, 1, [(9, 4), (2, 3)]),
    (1, 1, [(4, 4)]),
]:
    name = f"resize-{width}x{height}.png"
    # Noise and hard edges: the hardest case for rounding.
    source = random.integers(0, 256, (height, width, 3))
    source[height // 3 : 2 * height // 3, : width // 2] = 255
    source[: height // 4, width // 2 :] = 0
    source = Image.fromarray(source.astype(np.uint8))
    if (width, height) == (200, 200):
        source = image(width, height)
    source.save(here / name)
    for target in targets:
        resizes.append(
            {
                "image": name,
                "width": target[0],
                "height": target[1],
                "pixels": encoded(np.asarray(source.resize(target, Image.BILINEAR))),
            }
        )
(here / "resize.json").write_text(json.dumps(resizes, indent=1) + "\n")
luma = np.asarray(Image.open(here / "resize-61x47.png").convert("L"))
(here / "grey.json").write_text(
    json.dumps({"image": "resize-61x47.png", "pixels": encoded(luma)}) + "\n"
)

refused = here / "refused"
refused.mkdir(exist_ok=True)
(refused / "empty.jpg").write_bytes(b"")
(refused / "text.jpg").write_text("This is not an image.\n")
(refused / "image.gif").write_bytes(b"GIF89a\x01\0\x01\0\0\0\0;")
for name in ["colour.jpg", "progressive.jpg", "colour.png", "lossy.webp", "lossless.webp"]:
    whole = (here / name).read_bytes()
    (refused / f"cut-{name}").write_bytes(whole[: len(whole) * 3 // 5])
# Headers of more pixels than are read, in all or on a side, with hardly any data behind them.
for name, width, height in [("bomb", 60_000, 60_000), ("wide", 89_000_000, 1), ("tall", 1, 65_536)]:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    (refused / f"{name}.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(100)))
        + chunk(b"IEND", b"")
    )
jpeg = bytearray((here / "colour.jpg").read_bytes())
frame = jpeg.index(b"\xff\xc0")
jpeg[frame + 5 : frame + 9] = struct.pack(">HH", 60_000, 60_000)
(refused / "bomb.jpg").write_bytes(jpeg)

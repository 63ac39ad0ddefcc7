// Images in and out of memory over libjpeg-turbo, libpng, libwebp, libheif, libtiff, stb_image (BMP)
// and libexif.
//
// Nothing here jumps, aborts or prints: every call returns a status.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IMAGING_CHECKED __attribute__((warn_unused_result))

typedef enum imaging_status {
  IMAGING_OK = 0,
  IMAGING_TRUNCATED,
  IMAGING_CORRUPT,
  IMAGING_UNSUPPORTED,
  IMAGING_TOO_LARGE,
  IMAGING_OUT_OF_MEMORY,
} imaging_status;

/// Pixels at most on a side: what a JPEG can have. An image of one row of millions of pixels would
/// keep every step after decoding busy for minutes.
#define IMAGING_MAXIMUM_SIDE 65535

/// A decoded image; zero it before decoding.
typedef struct imaging_image {
  /// As the header says, set even when the image is refused as too large.
  int64_t width, height;
  /// EXIF's 1 to 8, 1 where there is none; not applied to the pixels.
  int32_t orientation;
  /// Bits of a sample in a PNG or TIFF file, 1 to 16; 0 for other formats.
  int32_t sample_bits;
  /// Whether a JPEG file ends without its end mark, with all pixels there.
  bool lacks_end;
  /// RGB, height × width × 3, to be freed by the caller; NULL unless the status is IMAGING_OK.
  uint8_t *pixels;
  /// The library's own words for what went wrong; may be empty.
  char reason[160];
} imaging_image;

// Images of more than maximum_pixels, or a longer side than IMAGING_MAXIMUM_SIDE, are refused
// before memory is taken for them. Transparency is dropped, 16-bit samples keep their high byte, animations give their first frame.

IMAGING_CHECKED imaging_status imaging_decode_jpeg(
    const uint8_t *bytes, size_t count, int64_t maximum_pixels, imaging_image *image);
IMAGING_CHECKED imaging_status imaging_decode_png(
    const uint8_t *bytes, size_t count, int64_t maximum_pixels, imaging_image *image);
IMAGING_CHECKED imaging_status imaging_decode_webp(
    const uint8_t *bytes, size_t count, int64_t maximum_pixels, imaging_image *image);
/// HEIC and AVIF; already upright.
IMAGING_CHECKED imaging_status imaging_decode_heif(
    const uint8_t *bytes, size_t count, int64_t maximum_pixels, imaging_image *image);
/// The first image of a file.
IMAGING_CHECKED imaging_status imaging_decode_tiff(
    const uint8_t *bytes, size_t count, int64_t maximum_pixels, imaging_image *image);
/// BMP without compression.
IMAGING_CHECKED imaging_status imaging_decode_bmp(
    const uint8_t *bytes, size_t count, int64_t maximum_pixels, imaging_image *image);

/// The reason as a C string.
const char *imaging_reason(const imaging_image *image);

/// An encoded image; zero it before encoding, free `data` afterwards.
typedef struct imaging_file {
  uint8_t *data;
  unsigned long count;
} imaging_file;

/// `quality` is libjpeg's, 1 to 100; chroma is halved both ways, as is its default.
IMAGING_CHECKED imaging_status imaging_encode_jpeg(
    const uint8_t *pixels, int32_t width, int32_t height, int32_t quality, imaging_file *file);
IMAGING_CHECKED imaging_status imaging_encode_png(
    const uint8_t *pixels, int32_t width, int32_t height, imaging_file *file);

/// Resizes RGB pixels with an antialiased triangle filter. False when memory runs out.
IMAGING_CHECKED bool imaging_resize(
    const uint8_t *source, int32_t source_width, int32_t source_height, uint8_t *result,
    int32_t width, int32_t height);

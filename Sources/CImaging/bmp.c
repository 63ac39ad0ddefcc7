#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decoding.h"

// Only what BMP needs of stb's reader is compiled, and nothing of it is seen outside.
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS IMAGING_MAXIMUM_SIDE
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wunused-function"
#include <stb/stb_image.h>
#pragma clang diagnostic pop

static uint32_t little_endian(const uint8_t *bytes, size_t count) {
  uint32_t value = 0;
  for (size_t i = count; i-- > 0;) value = value << 8 | bytes[i];
  return value;
}

/// Whether the file is too short for its rows: stb takes zeros for what is not there.
static bool is_cut(const uint8_t *bytes, size_t count, int64_t width, int64_t height) {
  if (count < 34) return true;
  uint32_t offset = little_endian(bytes + 10, 4);
  uint32_t bits = little_endian(bytes + (little_endian(bytes + 14, 4) == 12 ? 24 : 28), 2);
  int64_t used = (width * bits + 7) / 8;
  int64_t stride = (width * bits + 31) / 32 * 4;
  return (int64_t)count < offset + stride * (height - 1) + used;
}

static imaging_status refusal(const uint8_t *bytes, size_t count, imaging_image *image) {
  uint32_t compression = 0;
  if (count >= 34 && little_endian(bytes + 14, 4) >= 40) {
    compression = little_endian(bytes + 30, 4);
  }
  // 3 says where a pixel's bits are.
  if (compression == 0 || compression == 3) return IMAGING_CORRUPT;
  snprintf(image->reason, sizeof image->reason, "its pixels are compressed");
  return IMAGING_UNSUPPORTED;
}

imaging_status imaging_decode_bmp(
    const uint8_t *bytes, size_t count, int64_t maximum_pixels, imaging_image *image) {
  if (count > INT32_MAX) return IMAGING_TOO_LARGE;
  int width = 0, height = 0, channels = 0;
  if (!stbi_info_from_memory(bytes, (int)count, &width, &height, &channels)) {
    return refusal(bytes, count, image);
  }
  // The height of images that are stored from the top is negative.
  int64_t rows = llabs((int64_t)height);
  if (width <= 0 || rows == 0) return IMAGING_CORRUPT;
  imaging_status status = imaging_allocate(image, width, rows, maximum_pixels);
  if (status != IMAGING_OK) return status;
  if (is_cut(bytes, count, width, rows)) return imaging_abandon(image, IMAGING_TRUNCATED);
  uint8_t *pixels = stbi_load_from_memory(bytes, (int)count, &width, &height, &channels, 3);
  if (!pixels || width != image->width || height != image->height) {
    stbi_image_free(pixels);
    return imaging_abandon(image, refusal(bytes, count, image));
  }
  memcpy(image->pixels, pixels, (size_t)width * (size_t)height * 3);
  stbi_image_free(pixels);
  image->orientation = 1;
  return IMAGING_OK;
}

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

#include "decoding.h"

/// A file in memory, as libtiff reads it.
typedef struct memory {
  const uint8_t *bytes;
  uint64_t count;
  uint64_t position;
} memory;

static tmsize_t read_bytes(thandle_t handle, void *buffer, tmsize_t wanted) {
  memory *file = handle;
  uint64_t left = file->count - file->position;
  uint64_t size = wanted < 0 ? 0 : (uint64_t)wanted < left ? (uint64_t)wanted : left;
  memcpy(buffer, file->bytes + file->position, size);
  file->position += size;
  return (tmsize_t)size;
}

static tmsize_t write_nothing(thandle_t handle, void *buffer, tmsize_t size) {
  (void)handle, (void)buffer, (void)size;
  return 0;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
  memory *file = handle;
  uint64_t start = whence == SEEK_CUR ? file->position : whence == SEEK_END ? file->count : 0;
  if (offset > file->count || start > file->count - offset) return (toff_t)-1;
  file->position = start + offset;
  return file->position;
}

static int close_nothing(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size(thandle_t handle) { return ((memory *)handle)->count; }

static int note(
    TIFF *file, void *data, const char *module, const char *format, va_list arguments) {
  (void)file, (void)module;
  imaging_image *image = data;
  // The first words are of the cause.
  if (!image->reason[0]) vsnprintf(image->reason, sizeof image->reason, format, arguments);
  return 1;
}

static int ignore(
    TIFF *file, void *data, const char *module, const char *format, va_list arguments) {
  (void)file, (void)data, (void)module, (void)format, (void)arguments;
  return 1;
}

static imaging_status read_pixels(TIFF *file, int64_t maximum_pixels, imaging_image *image) {
  uint32_t width = 0, height = 0;
  uint16_t orientation = ORIENTATION_TOPLEFT, bits = 0;
  TIFFGetField(file, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(file, TIFFTAG_IMAGELENGTH, &height);
  TIFFGetFieldDefaulted(file, TIFFTAG_ORIENTATION, &orientation);
  TIFFGetFieldDefaulted(file, TIFFTAG_BITSPERSAMPLE, &bits);
  char words[1024] = "";
  if (!TIFFRGBAImageOK(file, words)) {
    snprintf(image->reason, sizeof image->reason, "%.150s", words);
    return IMAGING_UNSUPPORTED;
  }
  imaging_status status = imaging_allocate(image, width, height, maximum_pixels);
  if (status != IMAGING_OK) return status;
  size_t count = (size_t)width * height;
  uint32_t *raster = malloc(count * sizeof *raster);
  if (!raster) return imaging_abandon(image, IMAGING_OUT_OF_MEMORY);
  // Asked for as they are stored, the rows are not turned.
  if (orientation < 1 || orientation > 8) orientation = ORIENTATION_TOPLEFT;
  if (!TIFFReadRGBAImageOriented(file, width, height, raster, orientation, 1)) {
    free(raster);
    return imaging_abandon(image, IMAGING_CORRUPT);
  }
  for (size_t i = 0; i < count; i++) {
    image->pixels[3 * i] = (uint8_t)TIFFGetR(raster[i]);
    image->pixels[3 * i + 1] = (uint8_t)TIFFGetG(raster[i]);
    image->pixels[3 * i + 2] = (uint8_t)TIFFGetB(raster[i]);
  }
  free(raster);
  image->orientation = orientation;
  image->sample_bits = bits > 16 ? 0 : bits;
  return IMAGING_OK;
}

imaging_status imaging_decode_tiff(
    const uint8_t *bytes, size_t count, int64_t maximum_pixels, imaging_image *image) {
  memory content = {.bytes = bytes, .count = count};
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (!options) return IMAGING_OUT_OF_MEMORY;
  TIFFOpenOptionsSetErrorHandlerExtR(options, note, image);
  TIFFOpenOptionsSetWarningHandlerExtR(options, ignore, NULL);
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)1 << 30);
  TIFF *file = TIFFClientOpenExt(
      "image", "rm", &content, read_bytes, write_nothing, seek, close_nothing, size, NULL, NULL,
      options);
  TIFFOpenOptionsFree(options);
  if (!file) return IMAGING_CORRUPT;
  imaging_status status = read_pixels(file, maximum_pixels, image);
  TIFFClose(file);
  return status;
}

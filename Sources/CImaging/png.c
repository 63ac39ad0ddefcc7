#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decoding.h"

typedef struct reader {
  const uint8_t *bytes;
  size_t count;
  imaging_image *image;
  imaging_status status;
} reader;

static void ignore_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void escape_reading(png_structp png, png_const_charp message) {
  reader *input = png_get_error_ptr(png);
  snprintf(input->image->reason, sizeof input->image->reason, "%s", message);
  png_longjmp(png, 1);
}

static void read_bytes(png_structp png, png_bytep target, size_t count) {
  reader *input = png_get_io_ptr(png);
  if (count > input->count) {
    input->status = IMAGING_TRUNCATED;
    png_error(png, "unexpected end of data");
  }
  memcpy(target, input->bytes, count);
  input->bytes += count;
  input->count -= count;
}

/// Every kind of PNG as 8-bit RGB.
static void ask_for_rgb(png_structp png) {
  png_set_palette_to_rgb(png);
  png_set_expand_gray_1_2_4_to_8(png);
  png_set_strip_16(png);
  png_set_gray_to_rgb(png);
  png_set_strip_alpha(png);
}

static void read_image(
    png_structp png, png_infop info, int64_t maximum_pixels, reader *input) {
  imaging_image *image = input->image;
  png_set_read_fn(png, input, read_bytes);
  // Ours is the limit that counts.
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_read_info(png, info);
  image->sample_bits = png_get_bit_depth(png, info);
  input->status = imaging_allocate(
      image, png_get_image_width(png, info), png_get_image_height(png, info), maximum_pixels);
  if (input->status != IMAGING_OK) return;

  input->status = IMAGING_CORRUPT;  // until the end is reached
  ask_for_rgb(png);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  size_t row_size = (size_t)image->width * 3;
  if (png_get_rowbytes(png, info) != row_size) png_error(png, "unexpected row size");
  for (int pass = 0; pass < passes; pass++) {
    for (int64_t y = 0; y < image->height; y++) {
      png_read_row(png, image->pixels + (size_t)y * row_size, NULL);
    }
  }
  png_read_end(png, info);
  png_bytep exif = NULL;
  png_uint_32 exif_size = 0;
  if (png_get_eXIf_1(png, info, &exif_size, &exif)) {
    image->orientation = imaging_exif_orientation(exif, exif_size);
  }
  input->status = IMAGING_OK;
}

imaging_status imaging_decode_png(
    const uint8_t *bytes, size_t count, int64_t maximum_pixels, imaging_image *image) {
  reader input = {bytes, count, image, IMAGING_CORRUPT};
  png_structp png = png_create_read_struct(
      PNG_LIBPNG_VER_STRING, &input, escape_reading, ignore_warning);
  if (!png) return IMAGING_OUT_OF_MEMORY;
  png_infop info = png_create_info_struct(png);
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    return IMAGING_OUT_OF_MEMORY;
  }
  if (setjmp(png_jmpbuf(png)) == 0) read_image(png, info, maximum_pixels, &input);
  png_destroy_read_struct(&png, &info, NULL);
  return input.status == IMAGING_OK ? IMAGING_OK : imaging_abandon(image, input.status);
}

typedef struct writer {
  imaging_file *file;
  size_t capacity;
} writer;

static void escape_writing(png_structp png, png_const_charp message) {
  (void)message;
  png_longjmp(png, 1);
}

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
  writer *output = png_get_io_ptr(png);
  imaging_file *file = output->file;
  if (count > output->capacity - file->count) {
    size_t capacity = 2 * (file->count + count);
    uint8_t *data = realloc(file->data, capacity);
    if (!data) png_error(png, "out of memory");
    file->data = data;
    output->capacity = capacity;
  }
  memcpy(file->data + file->count, bytes, count);
  file->count += count;
}

static void flush_nothing(png_structp png) { (void)png; }

static void write_image(
    png_structp png, png_infop info, const uint8_t *pixels, int32_t width, int32_t height) {
  png_set_IHDR(
      png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB,
      PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  for (int32_t y = 0; y < height; y++) {
    png_write_row(png, pixels + (size_t)y * (size_t)width * 3);
  }
  png_write_end(png, info);
}

imaging_status imaging_encode_png(
    const uint8_t *pixels, int32_t width, int32_t height, imaging_file *file) {
  writer output = {file, 0};
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, escape_writing, ignore_warning);
  if (!png) return IMAGING_OUT_OF_MEMORY;
  png_infop info = png_create_info_struct(png);
  if (!info) {
    png_destroy_write_struct(&png, NULL);
    return IMAGING_OUT_OF_MEMORY;
  }
  png_set_write_fn(png, &output, write_bytes, flush_nothing);
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    free(file->data);
    *file = (imaging_file){0};
    return IMAGING_OUT_OF_MEMORY;
  }
  write_image(png, info, pixels, width, height);
  png_destroy_write_struct(&png, &info);
  return IMAGING_OK;
}

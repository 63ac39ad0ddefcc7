#include <libheif/heif.h>
#include <stdio.h>
#include <string.h>

#include "decoding.h"

static imaging_status fail(imaging_image *image, struct heif_error error) {
  snprintf(image->reason, sizeof image->reason, "%s", error.message ? error.message : "");
  switch (error.code) {
    case heif_error_Unsupported_filetype:
    case heif_error_Unsupported_feature: return IMAGING_UNSUPPORTED;
    case heif_error_Memory_allocation_error: return IMAGING_TOO_LARGE;
    default:
      return error.subcode == heif_suberror_End_of_data ? IMAGING_TRUNCATED : IMAGING_CORRUPT;
  }
}

static imaging_status copy_rows(const struct heif_image *decoded, imaging_image *image) {
  int stride = 0;
  const uint8_t *plane = heif_image_get_plane_readonly(decoded, heif_channel_interleaved, &stride);
  int width = heif_image_get_width(decoded, heif_channel_interleaved);
  int height = heif_image_get_height(decoded, heif_channel_interleaved);
  if (!plane || width != image->width || height != image->height) return IMAGING_CORRUPT;
  size_t row_size = (size_t)width * 3;
  for (int row = 0; row < height; row++) {
    memcpy(image->pixels + (size_t)row * row_size, plane + (size_t)row * (size_t)stride, row_size);
  }
  return IMAGING_OK;
}

/// Libheif turns images as their own properties say, and EXIF's orientation does not count beside them.
imaging_status imaging_decode_heif(
    const uint8_t *bytes, size_t count, int64_t maximum_pixels, imaging_image *image) {
  struct heif_context *context = heif_context_alloc();
  if (!context) return IMAGING_OUT_OF_MEMORY;
  struct heif_image_handle *handle = NULL;
  struct heif_image *decoded = NULL;
  heif_context_set_maximum_image_size_limit(context, IMAGING_MAXIMUM_SIDE);
  imaging_status status = IMAGING_OK;
  struct heif_error error = heif_context_read_from_memory_without_copy(context, bytes, count, NULL);
  if (error.code == heif_error_Ok) error = heif_context_get_primary_image_handle(context, &handle);
  if (error.code == heif_error_Ok) {
    status = imaging_allocate(
        image, heif_image_handle_get_width(handle), heif_image_handle_get_height(handle),
        maximum_pixels);
    if (status == IMAGING_OK) {
      error = heif_decode_image(
          handle, &decoded, heif_colorspace_RGB, heif_chroma_interleaved_RGB, NULL);
    }
  }
  if (error.code != heif_error_Ok) status = fail(image, error);
  if (status == IMAGING_OK) status = copy_rows(decoded, image);
  heif_image_release(decoded);
  heif_image_handle_release(handle);
  heif_context_free(context);
  return status == IMAGING_OK ? status : imaging_abandon(image, status);
}

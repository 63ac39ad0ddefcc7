#include "decoding.h"

#include <libexif/exif-data.h>
#include <stdlib.h>
#include <string.h>

const char *imaging_reason(const imaging_image *image) { return image->reason; }

imaging_status imaging_allocate(
    imaging_image *image, int64_t width, int64_t height, int64_t maximum_pixels) {
  image->width = width;
  image->height = height;
  image->orientation = 1;
  if (width < 1 || height < 1) return IMAGING_CORRUPT;
  if (width > IMAGING_MAXIMUM_SIDE || height > IMAGING_MAXIMUM_SIDE) return IMAGING_TOO_LARGE;
  if (width > maximum_pixels / height) return IMAGING_TOO_LARGE;
  image->pixels = malloc((size_t)width * (size_t)height * 3);
  return image->pixels ? IMAGING_OK : IMAGING_OUT_OF_MEMORY;
}

imaging_status imaging_abandon(imaging_image *image, imaging_status status) {
  free(image->pixels);
  image->pixels = NULL;
  return status;
}

int32_t imaging_exif_orientation(const uint8_t *bytes, size_t count) {
  static const uint8_t prefix[] = {'E', 'x', 'i', 'f', 0, 0};
  // An EXIF block is at most one JPEG segment; PNG and WebP leave the prefix out.
  uint8_t block[sizeof prefix + 65536];
  if (count > 65536) count = 65536;
  bool has_prefix = count >= sizeof prefix && memcmp(bytes, prefix, sizeof prefix) == 0;
  size_t start = has_prefix ? 0 : sizeof prefix;
  memcpy(block, prefix, sizeof prefix);
  memcpy(block + start, bytes, count);

  int32_t orientation = 1;
  ExifData *exif = exif_data_new_from_data(block, (unsigned int)(start + count));
  if (exif) {
    ExifEntry *entry = exif_content_get_entry(exif->ifd[EXIF_IFD_0], EXIF_TAG_ORIENTATION);
    if (entry && entry->format == EXIF_FORMAT_SHORT && entry->components == 1) {
      orientation = exif_get_short(entry->data, exif_data_get_byte_order(exif));
    }
    exif_data_unref(exif);
  }
  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

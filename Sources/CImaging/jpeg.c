// The order matters: jpeglib.h needs stdio.h, jerror.h needs jpeglib.h.
#include <stdio.h>
#include <jpeglib.h>
#include <jerror.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "decoding.h"

// Libjpeg has no limit of its own on the scans of a progressive file, each of which costs a pass
// over the whole image; real files have about ten.
enum { maximum_scans = 200 };

typedef struct failure {
  struct jpeg_error_mgr manager;
  jmp_buf escape;
  imaging_status status;
  imaging_image *image;  // for the reason; NULL when encoding
} failure;

static void escape(j_common_ptr info) {
  failure *failed = (failure *)info->err;
  if (failed->status == IMAGING_OK) {
    failed->status =
        failed->manager.msg_code == JERR_OUT_OF_MEMORY ? IMAGING_OUT_OF_MEMORY : IMAGING_CORRUPT;
  }
  if (failed->image) {
    char text[JMSG_LENGTH_MAX];
    failed->manager.format_message(info, text);
    snprintf(failed->image->reason, sizeof failed->image->reason, "%s", text);
  }
  longjmp(failed->escape, 1);
}

/// Damage that libjpeg would paint over is an error; other warnings (stray bytes between
/// segments, an odd version number) leave the pixels as they should be.
static void judge_warning(j_common_ptr info, int level) {
  if (level >= 0) return;
  failure *failed = (failure *)info->err;
  switch (failed->manager.msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER: failed->status = IMAGING_TRUNCATED; break;
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC: failed->status = IMAGING_CORRUPT; break;
    default: return;
  }
  escape(info);
}

static void limit_scans(j_common_ptr info) {
  if (!info->is_decompressor) return;
  if (((j_decompress_ptr)info)->input_scan_number > maximum_scans) {
    ERREXIT(info, JERR_BAD_PROGRESSION);
  }
}

static void catch_failures(failure *failed, struct jpeg_error_mgr **slot) {
  *slot = jpeg_std_error(&failed->manager);
  failed->manager.error_exit = escape;
  failed->manager.emit_message = judge_warning;
  failed->status = IMAGING_OK;
}

static int32_t orientation(j_decompress_ptr info) {
  for (jpeg_saved_marker_ptr marker = info->marker_list; marker; marker = marker->next) {
    if (marker->data_length > 6 && memcmp(marker->data, "Exif\0\0", 6) == 0) {
      return imaging_exif_orientation(marker->data, marker->data_length);
    }
  }
  return 1;
}

/// Inks to light, as Pillow has it: the samples are inverted, Adobe's convention.
static void convert_inks(const uint8_t *inks, uint8_t *rgb, size_t count) {
  for (size_t i = 0; i < count; i++, inks += 4, rgb += 3) {
    unsigned black = inks[3];
    for (int channel = 0; channel < 3; channel++) {
      unsigned product = (255u - inks[channel]) * black + 128;
      rgb[channel] = (uint8_t)(black - ((product + (product >> 8)) >> 8));
    }
  }
}

static void read_rows(j_decompress_ptr info, uint8_t *pixels) {
  size_t row_size = (size_t)info->output_width * 3;
  bool has_inks = info->out_color_space == JCS_CMYK;
  JSAMPARRAY inks = NULL;
  if (has_inks) {
    inks = info->mem->alloc_sarray(
        (j_common_ptr)info, JPOOL_IMAGE, info->output_width * 4, 1);
  }
  while (info->output_scanline < info->output_height) {
    JSAMPROW row = pixels + info->output_scanline * row_size;
    if (has_inks) {
      jpeg_read_scanlines(info, inks, 1);
      convert_inks(inks[0], row, info->output_width);
    } else {
      jpeg_read_scanlines(info, &row, 1);
    }
  }
}

static imaging_status decode(
    const uint8_t *bytes, size_t count, int64_t maximum_pixels, imaging_image *image,
    bool *is_progressive) {
  struct jpeg_decompress_struct info = {0};
  struct jpeg_progress_mgr progress = {.progress_monitor = limit_scans};
  failure failed = {.image = image};
  catch_failures(&failed, &info.err);
  if (setjmp(failed.escape)) {
    jpeg_destroy_decompress(&info);
    return imaging_abandon(image, failed.status);
  }
  jpeg_create_decompress(&info);
  info.progress = &progress;
  jpeg_mem_src(&info, bytes, (unsigned long)count);
  jpeg_save_markers(&info, JPEG_APP0 + 1, 0xFFFF);
  jpeg_read_header(&info, TRUE);
  *is_progressive = info.progressive_mode;
  if (info.num_components == 2 || info.num_components > 4) {
    snprintf(image->reason, sizeof image->reason, "%d colour components", info.num_components);
    jpeg_destroy_decompress(&info);
    return IMAGING_UNSUPPORTED;
  }
  imaging_status status =
      imaging_allocate(image, info.image_width, info.image_height, maximum_pixels);
  if (status != IMAGING_OK) {
    jpeg_destroy_decompress(&info);
    return status;
  }
  image->orientation = orientation(&info);
  info.out_color_space = info.num_components == 4 ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress(&info);
  read_rows(&info, image->pixels);
  jpeg_finish_decompress(&info);
  jpeg_destroy_decompress(&info);
  return IMAGING_OK;
}

/// Of a file without its end mark, decodes what is there as if it had one: where that goes without a
/// word, no pixel is missing. A progressive file may lack whole scans so.
imaging_status imaging_decode_jpeg(
    const uint8_t *bytes, size_t count, int64_t maximum_pixels, imaging_image *image) {
  bool is_progressive = false;
  imaging_status status = decode(bytes, count, maximum_pixels, image, &is_progressive);
  if (status != IMAGING_TRUNCATED || is_progressive) return status;
  uint8_t *ended = malloc(count + 2);
  if (!ended) return status;
  memcpy(ended, bytes, count);
  ended[count] = 0xFF;
  ended[count + 1] = JPEG_EOI;
  imaging_image whole = {0};
  if (decode(ended, count + 2, maximum_pixels, &whole, &is_progressive) == IMAGING_OK) {
    whole.lacks_end = true;
    *image = whole;
    status = IMAGING_OK;
  }
  free(ended);
  return status;
}

imaging_status imaging_encode_jpeg(
    const uint8_t *pixels, int32_t width, int32_t height, int32_t quality, imaging_file *file) {
  struct jpeg_compress_struct info = {0};
  failure failed = {.image = NULL};
  catch_failures(&failed, &info.err);
  if (setjmp(failed.escape)) {
    // Until it is told to end, libjpeg alone knows where the grown buffer lies.
    if (info.dest) info.dest->term_destination(&info);
    jpeg_destroy_compress(&info);
    free(file->data);
    *file = (imaging_file){0};
    return failed.status;
  }
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, &file->data, &file->count);
  info.image_width = (JDIMENSION)width;
  info.image_height = (JDIMENSION)height;
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    JSAMPROW row = (JSAMPROW)pixels + (size_t)info.next_scanline * (size_t)width * 3;
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  return IMAGING_OK;
}

#include <string.h>
#include <webp/decode.h>
#include <webp/demux.h>

#include "decoding.h"

static imaging_status status_of(VP8StatusCode code) {
  switch (code) {
    case VP8_STATUS_OK: return IMAGING_OK;
    case VP8_STATUS_NOT_ENOUGH_DATA:
    case VP8_STATUS_SUSPENDED: return IMAGING_TRUNCATED;
    case VP8_STATUS_OUT_OF_MEMORY: return IMAGING_OUT_OF_MEMORY;
    case VP8_STATUS_UNSUPPORTED_FEATURE: return IMAGING_UNSUPPORTED;
    default: return IMAGING_CORRUPT;
  }
}

static imaging_status decode_still(
    const uint8_t *bytes, size_t count, imaging_image *image) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return IMAGING_UNSUPPORTED;
  config.output.colorspace = MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = image->pixels;
  config.output.u.RGBA.stride = (int)image->width * 3;
  config.output.u.RGBA.size = (size_t)image->width * (size_t)image->height * 3;
  imaging_status status = status_of(WebPDecode(bytes, count, &config));
  WebPFreeDecBuffer(&config.output);
  return status;
}

static imaging_status decode_first_frame(const WebPData *data, imaging_image *image) {
  WebPAnimDecoder *decoder = WebPAnimDecoderNew(data, NULL);
  if (!decoder) return IMAGING_CORRUPT;
  WebPAnimInfo info;
  uint8_t *canvas = NULL;
  int time = 0;
  bool decoded = WebPAnimDecoderGetInfo(decoder, &info) && info.canvas_width == image->width
      && info.canvas_height == image->height && WebPAnimDecoderGetNext(decoder, &canvas, &time);
  if (decoded) {
    size_t count = (size_t)image->width * (size_t)image->height;
    for (size_t i = 0; i < count; i++) memcpy(image->pixels + 3 * i, canvas + 4 * i, 3);
  }
  WebPAnimDecoderDelete(decoder);
  return decoded ? IMAGING_OK : IMAGING_CORRUPT;
}

static int32_t orientation(const WebPData *data) {
  int32_t orientation = 1;
  WebPDemuxer *demuxer = WebPDemux(data);
  WebPChunkIterator chunk;
  if (demuxer && WebPDemuxGetChunk(demuxer, "EXIF", 1, &chunk)) {
    orientation = imaging_exif_orientation(chunk.chunk.bytes, chunk.chunk.size);
    WebPDemuxReleaseChunkIterator(&chunk);
  }
  WebPDemuxDelete(demuxer);
  return orientation;
}

/// Whether the container announces more bytes than there are.
static bool is_cut_short(const uint8_t *bytes, size_t count) {
  if (count < 12) return true;
  uint32_t announced = (uint32_t)bytes[4] | (uint32_t)bytes[5] << 8 | (uint32_t)bytes[6] << 16
      | (uint32_t)bytes[7] << 24;
  return announced > count - 8;
}

imaging_status imaging_decode_webp(
    const uint8_t *bytes, size_t count, int64_t maximum_pixels, imaging_image *image) {
  if (is_cut_short(bytes, count)) return IMAGING_TRUNCATED;
  WebPBitstreamFeatures features;
  imaging_status status = status_of(WebPGetFeatures(bytes, count, &features));
  if (status != IMAGING_OK) return status;
  status = imaging_allocate(image, features.width, features.height, maximum_pixels);
  if (status != IMAGING_OK) return status;

  WebPData data = {bytes, count};
  status = features.has_animation ? decode_first_frame(&data, image)
                                  : decode_still(bytes, count, image);
  if (status != IMAGING_OK) return imaging_abandon(image, status);
  image->orientation = orientation(&data);
  return IMAGING_OK;
}

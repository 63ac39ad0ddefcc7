#include "CVideo.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

#include "orientation.h"

/// Containers of recordings. Others of FFmpeg's draw text files, or open further files and addresses.
static const char *const containers =
    "mov,matroska,avi,mpeg,mpegts,mpegvideo,asf,flv,ogg,mxf,dv,h264,hevc,ivf,nut,rm,gif,"
    "mp3,wav,flac,aac";

struct video_reader {
  AVFormatContext *format;
  AVCodecContext *codec;
  struct SwsContext *scaler;
  AVPacket *packet;
  AVFrame *frame;
  /// The image before it is turned; NULL where it is upright as it is stored.
  uint8_t *stored;
  int stream;
  /// Sides with square pixels, before it is turned.
  int width, height;
  video_orientation orientation;
  /// Whether the decoder has been told that nothing follows.
  int is_draining;
};

const char *video_library_version(void) { return av_version_info(); }

void video_close(video_reader *reader) {
  if (!reader) return;
  sws_freeContext(reader->scaler);
  av_packet_free(&reader->packet);
  av_frame_free(&reader->frame);
  avcodec_free_context(&reader->codec);
  avformat_close_input(&reader->format);
  free(reader->stored);
  free(reader);
}

/// Whether a stream holds moving images.
static int is_video(const AVStream *stream) {
  return stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO &&
         !(stream->disposition & (AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS));
}

/// The stream that players show: one that is marked as the default, then the largest, then the first.
static int chosen_stream(const AVFormatContext *format, int wanted) {
  int best = -1;
  int64_t best_rank = -1;
  for (int index = 0; index < (int)format->nb_streams; index++) {
    const AVStream *stream = format->streams[index];
    if (!is_video(stream)) continue;
    if (wanted >= 0) {
      if (index == wanted) return index;
      continue;
    }
    int64_t rank = (int64_t)stream->codecpar->width * stream->codecpar->height;
    if (stream->disposition & AV_DISPOSITION_DEFAULT) rank += INT64_C(1) << 48;
    if (rank > best_rank) {
      best = index;
      best_rank = rank;
    }
  }
  return best;
}

static video_status open_format(
    video_reader *reader, const char *path, char *reason, int capacity) {
  // With the protocol before it, a colon in a name is a letter like others.
  size_t length = strlen(path) + sizeof "file:";
  char *address = malloc(length);
  if (!address) return VIDEO_OUT_OF_MEMORY;
  snprintf(address, length, "file:%s", path);
  AVDictionary *options = NULL;
  av_dict_set(&options, "protocol_whitelist", "file", 0);
  av_dict_set(&options, "format_whitelist", containers, 0);
  int code = avformat_open_input(&reader->format, address, NULL, &options);
  av_dict_free(&options);
  free(address);
  if (code >= 0) code = avformat_find_stream_info(reader->format, NULL);
  if (code >= 0) return VIDEO_OK;
  av_strerror(code, reason, (size_t)capacity);
  return code == AVERROR(ENOMEM) ? VIDEO_OUT_OF_MEMORY : VIDEO_UNREADABLE;
}

static video_status open_codec(video_reader *reader) {
  const AVStream *stream = reader->format->streams[reader->stream];
  const AVCodec *decoder = avcodec_find_decoder(stream->codecpar->codec_id);
  if (!decoder || stream->codecpar->width <= 0 || stream->codecpar->height <= 0) {
    return VIDEO_NO_DECODER;
  }
  reader->codec = avcodec_alloc_context3(decoder);
  reader->packet = av_packet_alloc();
  reader->frame = av_frame_alloc();
  if (!reader->codec || !reader->packet || !reader->frame) return VIDEO_OUT_OF_MEMORY;
  if (avcodec_parameters_to_context(reader->codec, stream->codecpar) < 0) return VIDEO_NO_DECODER;
  reader->codec->pkt_timebase = stream->time_base;
  reader->codec->thread_count = 0;
  if (avcodec_open2(reader->codec, decoder, NULL) < 0) return VIDEO_NO_DECODER;
  for (unsigned index = 0; index < reader->format->nb_streams; index++) {
    if ((int)index != reader->stream) reader->format->streams[index]->discard = AVDISCARD_ALL;
  }
  return VIDEO_OK;
}

/// Sides with square pixels: the width is stretched, which loses no lines.
static void measure(video_reader *reader) {
  AVStream *stream = reader->format->streams[reader->stream];
  reader->width = stream->codecpar->width;
  reader->height = stream->codecpar->height;
  AVRational shape = av_guess_sample_aspect_ratio(reader->format, stream, NULL);
  if (shape.num > 0 && shape.den > 0) {
    double width = reader->width * av_q2d(shape);
    if (width >= 1 && width <= 65535) reader->width = (int)lrint(width);
  }
  const int32_t *matrix =
      (const int32_t *)av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, NULL);
  if (matrix) reader->orientation = video_orientation_of(matrix);
}

static void describe(const video_reader *reader, video_facts *facts) {
  const AVStream *stream = reader->format->streams[reader->stream];
  const int turns = reader->orientation.swaps_sides;
  facts->width = turns ? reader->height : reader->width;
  facts->height = turns ? reader->width : reader->height;
  facts->stream = reader->stream;
  facts->stream_count = 0;
  for (unsigned index = 0; index < reader->format->nb_streams; index++) {
    facts->stream_count += is_video(reader->format->streams[index]);
  }
  const int64_t start = reader->format->start_time;
  facts->start = start == AV_NOPTS_VALUE ? 0 : (double)start / AV_TIME_BASE;
  facts->duration = -1;
  if (stream->duration > 0) {
    const int64_t begin = stream->start_time == AV_NOPTS_VALUE ? 0 : stream->start_time;
    facts->duration = (double)(begin + stream->duration) * av_q2d(stream->time_base) - facts->start;
  } else if (reader->format->duration > 0) {
    facts->duration = (double)reader->format->duration / AV_TIME_BASE;
  }
  facts->rate = stream->avg_frame_rate.den > 0 ? av_q2d(stream->avg_frame_rate) : 0;
  const char *pixels = av_get_pix_fmt_name(stream->codecpar->format);
  snprintf(
      facts->codec, sizeof facts->codec, "%s", avcodec_get_name(stream->codecpar->codec_id));
  snprintf(facts->pixel_format, sizeof facts->pixel_format, "%s", pixels ? pixels : "");
}

video_status video_open(
    const char *path, int32_t stream, video_reader **opened, video_facts *facts, char *reason,
    int32_t reason_capacity) {
  // What is wrong with a file is said by statuses, not on the terminal.
  av_log_set_level(AV_LOG_QUIET);
  video_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return VIDEO_OUT_OF_MEMORY;
  video_status status = open_format(reader, path, reason, reason_capacity);
  if (status == VIDEO_OK) {
    reader->stream = chosen_stream(reader->format, stream);
    if (reader->stream < 0) status = VIDEO_NO_STREAM;
  }
  if (status == VIDEO_OK) status = open_codec(reader);
  if (status == VIDEO_OK) {
    measure(reader);
    describe(reader, facts);
    if (video_orientation_turns(reader->orientation)) {
      reader->stored = malloc((size_t)reader->width * (size_t)reader->height * 3);
      if (!reader->stored) status = VIDEO_OUT_OF_MEMORY;
    }
  }
  if (status != VIDEO_OK) {
    video_close(reader);
    return status;
  }
  *opened = reader;
  return VIDEO_OK;
}

video_status video_seek(video_reader *reader, double time) {
  const AVStream *stream = reader->format->streams[reader->stream];
  const int64_t stamp = (int64_t)floor(time / av_q2d(stream->time_base));
  // A file without an index is read from its start.
  if (av_seek_frame(reader->format, reader->stream, stamp, AVSEEK_FLAG_BACKWARD) < 0 &&
      av_seek_frame(reader->format, reader->stream, 0, AVSEEK_FLAG_BACKWARD) < 0) {
    return VIDEO_FAILED;
  }
  avcodec_flush_buffers(reader->codec);
  reader->is_draining = 0;
  return VIDEO_OK;
}

static double seconds(const video_reader *reader, int64_t stamp) {
  if (stamp == AV_NOPTS_VALUE) return NAN;
  return (double)stamp * av_q2d(reader->format->streams[reader->stream]->time_base);
}

/// Hands the decoder the stream's next packet, or tells it that there are no more.
static video_status feed(video_reader *reader, video_frame *frame) {
  while (1) {
    const int code = av_read_frame(reader->format, reader->packet);
    if (code == AVERROR(ENOMEM)) return VIDEO_OUT_OF_MEMORY;
    if (code < 0) {
      // The end, or a file that breaks off: what the decoder still has follows.
      reader->is_draining = 1;
      return avcodec_send_packet(reader->codec, NULL) == AVERROR(ENOMEM) ? VIDEO_OUT_OF_MEMORY
                                                                         : VIDEO_OK;
    }
    if (reader->packet->stream_index == reader->stream) break;
    av_packet_unref(reader->packet);
  }
  const int64_t stamp =
      reader->packet->pts == AV_NOPTS_VALUE ? reader->packet->dts : reader->packet->pts;
  const int code = avcodec_send_packet(reader->codec, reader->packet);
  av_packet_unref(reader->packet);
  if (code == AVERROR(ENOMEM)) return VIDEO_OUT_OF_MEMORY;
  if (code >= 0 || code == AVERROR(EAGAIN)) return VIDEO_OK;
  frame->time = seconds(reader, stamp);
  return VIDEO_BROKEN;
}

video_status video_next(video_reader *reader, video_frame *frame) {
  memset(frame, 0, sizeof *frame);
  frame->time = NAN;
  while (1) {
    const int code = avcodec_receive_frame(reader->codec, reader->frame);
    if (code == AVERROR_EOF) return VIDEO_END;
    if (code == AVERROR(ENOMEM)) return VIDEO_OUT_OF_MEMORY;
    if (code == AVERROR(EAGAIN)) {
      if (reader->is_draining) return VIDEO_END;
      const video_status status = feed(reader, frame);
      if (status != VIDEO_OK) return status;
      continue;
    }
    if (code < 0) return VIDEO_BROKEN;
    frame->time = seconds(reader, reader->frame->best_effort_timestamp);
    frame->duration = (double)reader->frame->pkt_duration *
                      av_q2d(reader->format->streams[reader->stream]->time_base);
    frame->is_damaged = (reader->frame->flags & AV_FRAME_FLAG_CORRUPT) != 0 ||
                        reader->frame->decode_error_flags != 0;
    frame->is_interlaced = reader->frame->interlaced_frame;
    return VIDEO_OK;
  }
}

/// Formats that say by their name that samples use the full range.
static enum AVPixelFormat with_plain_range(enum AVPixelFormat format, int *is_full) {
  switch (format) {
    case AV_PIX_FMT_YUVJ420P: *is_full = 1; return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P: *is_full = 1; return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ444P: *is_full = 1; return AV_PIX_FMT_YUV444P;
    case AV_PIX_FMT_YUVJ440P: *is_full = 1; return AV_PIX_FMT_YUV440P;
    default: return format;
  }
}

video_status video_pixels(video_reader *reader, uint8_t *pixels) {
  const AVFrame *frame = reader->frame;
  if (frame->width <= 0 || frame->height <= 0) return VIDEO_FAILED;
  const int is_interlaced = frame->interlaced_frame && frame->height >= 4;
  const int rows = is_interlaced ? frame->height / 2 : frame->height;
  const uint8_t *planes[AV_NUM_DATA_POINTERS];
  int strides[AV_NUM_DATA_POINTERS];
  for (int plane = 0; plane < AV_NUM_DATA_POINTERS; plane++) {
    const int is_second_field = is_interlaced && !frame->top_field_first && frame->data[plane];
    planes[plane] = frame->data[plane] + (is_second_field ? frame->linesize[plane] : 0);
    strides[plane] = frame->linesize[plane] * (is_interlaced ? 2 : 1);
  }
  int is_full = frame->color_range == AVCOL_RANGE_JPEG;
  const enum AVPixelFormat format = with_plain_range(frame->format, &is_full);
  reader->scaler = sws_getCachedContext(
      reader->scaler, frame->width, rows, format, reader->width, reader->height, AV_PIX_FMT_RGB24,
      SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, NULL, NULL, NULL);
  if (!reader->scaler) return VIDEO_FAILED;
  // A stream that does not say is taken for BT.601, as FFmpeg does.
  const int *colours = sws_getCoefficients(
      frame->colorspace == AVCOL_SPC_UNSPECIFIED ? SWS_CS_DEFAULT : (int)frame->colorspace);
  sws_setColorspaceDetails(
      reader->scaler, colours, is_full, sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, 1 << 16,
      1 << 16);
  uint8_t *target = reader->stored ? reader->stored : pixels;
  uint8_t *const targets[4] = {target};
  const int target_strides[4] = {reader->width * 3};
  if (sws_scale(reader->scaler, planes, strides, 0, rows, targets, target_strides) <= 0) {
    return VIDEO_FAILED;
  }
  if (reader->stored) {
    video_turn(reader->orientation, reader->stored, reader->width, reader->height, pixels);
  }
  return VIDEO_OK;
}

#include "CVideo.h"

#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>

struct video_writer {
  AVFormatContext *format;
  AVCodecContext *codec;
  struct SwsContext *scaler;
  AVPacket *packet;
  AVFrame *frame;
  int64_t count;
};

void video_writer_free(video_writer *writer) {
  if (!writer) return;
  sws_freeContext(writer->scaler);
  av_packet_free(&writer->packet);
  av_frame_free(&writer->frame);
  avcodec_free_context(&writer->codec);
  if (writer->format && writer->format->pb) {
    uint8_t *data = NULL;
    avio_close_dyn_buf(writer->format->pb, &data);
    av_free(data);
  }
  avformat_free_context(writer->format);
  free(writer);
}

static int begin(video_writer *writer, int width, int height, int rate) {
  if (avformat_alloc_output_context2(&writer->format, NULL, "mp4", NULL) < 0) return 0;
  // MPEG-4 part 2 is in every build of FFmpeg.
  const AVCodec *encoder = avcodec_find_encoder(AV_CODEC_ID_MPEG4);
  AVStream *stream = avformat_new_stream(writer->format, NULL);
  writer->codec = encoder ? avcodec_alloc_context3(encoder) : NULL;
  writer->packet = av_packet_alloc();
  writer->frame = av_frame_alloc();
  if (!stream || !writer->codec || !writer->packet || !writer->frame) return 0;
  AVCodecContext *codec = writer->codec;
  codec->width = width;
  codec->height = height;
  codec->pix_fmt = AV_PIX_FMT_YUV420P;
  codec->time_base = (AVRational){1, rate};
  codec->framerate = (AVRational){rate, 1};
  codec->gop_size = 2 * rate;
  codec->thread_count = 1;
  codec->flags |= AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_GLOBAL_HEADER;
  codec->global_quality = 3 * FF_QP2LAMBDA;
  writer->format->flags |= AVFMT_FLAG_BITEXACT;
  if (avcodec_open2(codec, encoder, NULL) < 0) return 0;
  if (avcodec_parameters_from_context(stream->codecpar, codec) < 0) return 0;
  stream->time_base = codec->time_base;
  writer->frame->format = codec->pix_fmt;
  writer->frame->width = width;
  writer->frame->height = height;
  if (av_frame_get_buffer(writer->frame, 0) < 0) return 0;
  writer->scaler = sws_getContext(
      width, height, AV_PIX_FMT_RGB24, width, height, codec->pix_fmt,
      SWS_BILINEAR | SWS_ACCURATE_RND, NULL, NULL, NULL);
  if (!writer->scaler || avio_open_dyn_buf(&writer->format->pb) < 0) return 0;
  return avformat_write_header(writer->format, NULL) >= 0;
}

video_status video_writer_open(
    int32_t width, int32_t height, int32_t rate, video_writer **opened) {
  av_log_set_level(AV_LOG_QUIET);
  video_writer *writer = calloc(1, sizeof *writer);
  if (!writer) return VIDEO_OUT_OF_MEMORY;
  if (!begin(writer, width, height, rate)) {
    video_writer_free(writer);
    return VIDEO_FAILED;
  }
  *opened = writer;
  return VIDEO_OK;
}

/// Writes what the encoder has ready; NULL tells it that no more frames come.
static video_status encode(video_writer *writer, const AVFrame *frame) {
  if (avcodec_send_frame(writer->codec, frame) < 0) return VIDEO_FAILED;
  while (1) {
    const int code = avcodec_receive_packet(writer->codec, writer->packet);
    if (code == AVERROR(EAGAIN) || code == AVERROR_EOF) return VIDEO_OK;
    if (code < 0) return VIDEO_FAILED;
    av_packet_rescale_ts(
        writer->packet, writer->codec->time_base, writer->format->streams[0]->time_base);
    writer->packet->duration = av_rescale_q(
        1, writer->codec->time_base, writer->format->streams[0]->time_base);
    writer->packet->stream_index = 0;
    if (av_interleaved_write_frame(writer->format, writer->packet) < 0) return VIDEO_FAILED;
  }
}

video_status video_writer_add(video_writer *writer, const uint8_t *pixels) {
  if (av_frame_make_writable(writer->frame) < 0) return VIDEO_OUT_OF_MEMORY;
  const uint8_t *const planes[1] = {pixels};
  const int strides[1] = {writer->codec->width * 3};
  sws_scale(
      writer->scaler, planes, strides, 0, writer->codec->height, writer->frame->data,
      writer->frame->linesize);
  writer->frame->pts = writer->count++;
  writer->frame->quality = writer->codec->global_quality;
  return encode(writer, writer->frame);
}

video_status video_writer_finish(video_writer *writer, uint8_t **data, int64_t *count) {
  if (encode(writer, NULL) != VIDEO_OK) return VIDEO_FAILED;
  if (av_write_trailer(writer->format) < 0) return VIDEO_FAILED;
  uint8_t *own = NULL;
  const int size = avio_close_dyn_buf(writer->format->pb, &own);
  writer->format->pb = NULL;
  // What Swift frees is malloc's.
  *data = size > 0 ? malloc((size_t)size) : NULL;
  if (*data) memcpy(*data, own, (size_t)size);
  av_free(own);
  *count = size;
  return *data ? VIDEO_OK : VIDEO_OUT_OF_MEMORY;
}

// Frames of video files, decoded by FFmpeg's libraries one after another.
//
// Nothing here throws or prints: every call returns a status.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define VIDEO_CHECKED __attribute__((warn_unused_result))

typedef enum video_status {
  VIDEO_OK = 0,
  /// There are no more frames.
  VIDEO_END,
  /// A part of the stream could not be decoded; the next call continues behind it.
  VIDEO_BROKEN,
  VIDEO_OUT_OF_MEMORY,
  /// The file cannot be opened, or is of no kind that is read.
  VIDEO_UNREADABLE,
  /// The file has no stream of moving images; a cover is none.
  VIDEO_NO_STREAM,
  /// The stream's codec is not known, or it says nothing of its size.
  VIDEO_NO_DECODER,
  VIDEO_FAILED,
} video_status;

/// FFmpeg's version: "5.1.9-0+deb12u1".
const char *video_library_version(void);

/// One open file; to be used by one thread at a time.
typedef struct video_reader video_reader;

/// What a file says of its stream.
typedef struct video_facts {
  /// Of the images as they are handed over: upright, with square pixels.
  int32_t width, height;
  /// The stream, as ffprobe counts, and how many there are of moving images.
  int32_t stream, stream_count;
  /// Seconds of the file's first time stamp, which players show as 0.
  double start;
  /// Seconds from there to the stream's end; negative where the file does not say.
  double duration;
  /// Frames per second on average; 0 where the file does not say.
  double rate;
  char codec[32];
  char pixel_format[32];
} video_facts;

/// `stream` is the stream's number, or -1 for the one that players show. Where a file is unreadable,
/// `reason` gets FFmpeg's words for it.
VIDEO_CHECKED video_status video_open(
    const char *path, int32_t stream, video_reader **reader, video_facts *facts, char *reason,
    int32_t reason_capacity);
void video_close(video_reader *reader);

/// Goes to the last frame from which decoding can begin at or before a time, in seconds of the time stamps.
VIDEO_CHECKED video_status video_seek(video_reader *reader, double time);

typedef struct video_frame {
  /// Seconds: the presentation time stamp times the time base. NaN where there is none.
  double time;
  /// Seconds that it is shown; 0 where that is not known.
  double duration;
  /// Whether parts of it could not be decoded and were filled in.
  int32_t is_damaged;
  /// Whether it holds two fields of different times.
  int32_t is_interlaced;
} video_frame;

/// Decodes the next frame, in the order of presentation. With `VIDEO_BROKEN` the frame's time is that of what
/// was lost, as far as it is known.
VIDEO_CHECKED video_status video_next(video_reader *reader, video_frame *frame);

/// The pixels of the frame that `video_next` gave last: RGB, height × width × 3 of the facts, upright. Of an
/// interlaced frame it is the first field, its lines interpolated.
VIDEO_CHECKED video_status video_pixels(video_reader *reader, uint8_t *pixels);

#ifdef __cplusplus
}
#endif

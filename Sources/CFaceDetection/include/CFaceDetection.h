// Faces in images, found by dlib's frontal face detector (Felzenszwalb's histograms of oriented
// gradients in a scanning window; King 2015, arXiv 1502.00046).
//
// Nothing here throws: every call returns a status.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FACES_CHECKED __attribute__((warn_unused_result))

typedef enum faces_status {
  FACES_OK = 0,
  FACES_OUT_OF_MEMORY,
  FACES_FAILED,
} faces_status;

/// dlib's version: "19.24".
const char *faces_library_version(void);

/// One detector; to be used by one thread at a time.
typedef struct faces_detector faces_detector;

typedef struct faces_point {
  double x, y;
} faces_point;

/// A face, in pixels from the image's top left corner.
typedef struct faces_face {
  double x, y, width, height;
  /// How far it is above the detector's threshold; higher is surer.
  double score;
  /// The centres of both eyes, the nose's tip and the mouth's corners, left and right in the image.
  faces_point left_eye, right_eye, nose, mouth_left, mouth_right;
} faces_face;

/// `landmark_file` is dlib's shape predictor of 68 points, which places the points; NULL for none.
FACES_CHECKED faces_status faces_detector_make(
    const char *landmark_file, faces_detector **detector);
void faces_detector_free(faces_detector *detector);

/// Finds faces of about 80 pixels and more in RGB pixels, height × width × 3, the surest first.
/// Writes up to `capacity` of them and sets `count` to the number written.
FACES_CHECKED faces_status faces_detect(
    faces_detector *detector, const uint8_t *pixels, int32_t width, int32_t height,
    faces_face *faces, int32_t capacity, int32_t *count);

/// Places the 68 points of a face that was found in RGB pixels, height × width × 3.
/// Fails where the detector was made without a landmark file.
FACES_CHECKED faces_status faces_landmarks(
    faces_detector *detector, const uint8_t *pixels, int32_t width, int32_t height,
    const faces_face *face, faces_point *points);

#ifdef __cplusplus
}
#endif

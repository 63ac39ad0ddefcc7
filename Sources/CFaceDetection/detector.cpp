#include "CFaceDetection.h"

#include <cmath>
#include <memory>
#include <new>
#include <optional>
#include <vector>

// Debian's dlib is configured to call LAPACK and BLAS from its headers. Detection needs neither,
// and without them their development files need not be installed.
#include <dlib/assert.h>
#include <dlib/test_for_odr_violations.h>
#undef DLIB_USE_BLAS
#undef DLIB_USE_LAPACK

#include <dlib/array2d.h>
#include <dlib/image_processing.h>
#include <dlib/image_processing/frontal_face_detector.h>
#include <dlib/pixel.h>
#include <dlib/revision.h>

struct faces_detector {
  dlib::frontal_face_detector find = dlib::get_frontal_face_detector();
  std::optional<dlib::shape_predictor> landmarks;
};

namespace {

template <typename Body>
faces_status guarded(Body body) noexcept {
  try {
    body();
    return FACES_OK;
  } catch (const std::bad_alloc &) {
    return FACES_OUT_OF_MEMORY;
  } catch (...) {
    return FACES_FAILED;
  }
}

dlib::array2d<dlib::rgb_pixel> image_of(const uint8_t *pixels, int32_t width, int32_t height) {
  dlib::array2d<dlib::rgb_pixel> image(height, width);
  for (int32_t y = 0; y < height; y++) {
    for (int32_t x = 0; x < width; x++, pixels += 3) {
      image[y][x] = dlib::rgb_pixel(pixels[0], pixels[1], pixels[2]);
    }
  }
  return image;
}

/// The mean of the points first ..< end.
faces_point centre(const dlib::full_object_detection &shape, unsigned first, unsigned end) {
  dlib::dpoint sum(0, 0);
  for (unsigned part = first; part < end; part++) sum += shape.part(part);
  sum /= end - first;
  return {sum.x(), sum.y()};
}

}  // namespace

#define FACES_TEXT_OF(value) #value
#define FACES_TEXT(value) FACES_TEXT_OF(value)

const char *faces_library_version(void) {
  return FACES_TEXT(DLIB_MAJOR_VERSION) "." FACES_TEXT(DLIB_MINOR_VERSION);
}

faces_status faces_detector_make(const char *landmark_file, faces_detector **detector) {
  return guarded([&] {
    auto made = std::make_unique<faces_detector>();
    if (landmark_file) {
      dlib::shape_predictor landmarks;
      dlib::deserialize(landmark_file) >> landmarks;
      if (landmarks.num_parts() != 68) throw dlib::error("not 68 points");
      made->landmarks = std::move(landmarks);
    }
    *detector = made.release();
  });
}

void faces_detector_free(faces_detector *detector) { delete detector; }

faces_status faces_detect(
    faces_detector *detector, const uint8_t *pixels, int32_t width, int32_t height,
    faces_face *faces, int32_t capacity, int32_t *count) {
  return guarded([&] {
    *count = 0;
    const auto image = image_of(pixels, width, height);
    std::vector<dlib::rect_detection> found;
    detector->find(image, found);
    for (const auto &detection : found) {
      if (*count == capacity) break;
      faces_face &face = faces[(*count)++];
      const dlib::rectangle &box = detection.rect;
      face = {};
      face.x = box.left();
      face.y = box.top();
      face.width = box.width();
      face.height = box.height();
      face.score = detection.detection_confidence;
      if (!detector->landmarks) continue;
      const auto shape = (*detector->landmarks)(image, box);
      face.left_eye = centre(shape, 36, 42);
      face.right_eye = centre(shape, 42, 48);
      face.nose = centre(shape, 30, 31);
      face.mouth_left = centre(shape, 48, 49);
      face.mouth_right = centre(shape, 54, 55);
    }
  });
}

faces_status faces_landmarks(
    faces_detector *detector, const uint8_t *pixels, int32_t width, int32_t height,
    const faces_face *face, faces_point *points) {
  return guarded([&] {
    if (!detector->landmarks) throw dlib::error("no landmark file");
    // A rectangle's right and lower edges are its last pixels.
    const dlib::rectangle box(
        std::lround(face->x), std::lround(face->y), std::lround(face->x + face->width) - 1,
        std::lround(face->y + face->height) - 1);
    const auto shape = (*detector->landmarks)(image_of(pixels, width, height), box);
    for (unsigned part = 0; part < shape.num_parts(); part++) {
      points[part] = {double(shape.part(part).x()), double(shape.part(part).y())};
    }
  });
}

#include <math.h>
#include <stdlib.h>

#include "CImaging.h"

// Each output sample is a weighted mean of the input samples under a triangle centred on it, whose
// half-width is one sample of the coarser grid. Rows are mixed first: that pass runs over
// contiguous bytes, and leaves less for the second when an image shrinks. Between the passes
// samples keep eight more bits, so the result is within one level of a computation that rounds
// there (as Pillow's does), whichever pass it takes first.

/// The input samples under one output sample's triangle.
typedef struct window {
  int32_t first, count;
} window;

typedef struct axis {
  window *windows;
  /// `capacity` for each window; in units of 1/65536, their sum is 1.
  uint16_t *weights;
  int32_t capacity;
} axis;

static void free_axis(axis *axis) {
  free(axis->windows);
  free(axis->weights);
}

static bool make_axis(int32_t from, int32_t to, axis *axis) {
  double scale = (double)from / to;
  double half_width = scale > 1 ? scale : 1;
  axis->capacity = (int32_t)ceil(2 * half_width) + 1;
  axis->windows = malloc((size_t)to * sizeof(window));
  axis->weights = malloc((size_t)to * (size_t)axis->capacity * sizeof(uint16_t));
  double *heights = malloc((size_t)axis->capacity * sizeof(double));
  if (!axis->windows || !axis->weights || !heights) {
    free(heights);
    return false;
  }
  for (int32_t i = 0; i < to; i++) {
    double centre = (i + 0.5) * scale;
    int32_t first = (int32_t)fmax(0, floor(centre - half_width + 0.5));
    int32_t end = (int32_t)fmin(from, ceil(centre + half_width - 0.5));
    window *window = &axis->windows[i];
    *window = (struct window){first, end - first};
    double total = 0;
    for (int32_t k = 0; k < window->count; k++) {
      heights[k] = fmax(0, 1 - fabs(first + k + 0.5 - centre) / half_width);
      total += heights[k];
    }
    // Rounding the running sum, not each weight, keeps the sum of the weights exact.
    double running = 0;
    int64_t given = 0;
    for (int32_t k = 0; k < window->count; k++) {
      running += heights[k];
      int64_t due = llround(running / total * 65536);
      int64_t weight = due - given;
      given = due;
      axis->weights[(size_t)i * (size_t)axis->capacity + (size_t)k] =
          (uint16_t)(weight > 65535 ? 65535 : weight);
    }
  }
  free(heights);
  return true;
}

/// Mixes `taps` rows of `count` bytes; the result has eight fractional bits.
static void mix_rows(
    const uint8_t *restrict rows, size_t count, const uint16_t *restrict weights, int32_t taps,
    uint16_t *restrict mixed) {
  enum { block = 16 };
  size_t i = 0;
  for (; i + block <= count; i += block) {
    uint32_t sums[block];
    for (int j = 0; j < block; j++) sums[j] = 128;
    for (int32_t tap = 0; tap < taps; tap++) {
      const uint8_t *row = rows + (size_t)tap * count + i;
      for (int j = 0; j < block; j++) sums[j] += (uint32_t)row[j] * weights[tap];
    }
    for (int j = 0; j < block; j++) mixed[i + (size_t)j] = (uint16_t)(sums[j] >> 8);
  }
  for (; i < count; i++) {
    uint32_t sum = 128;
    for (int32_t tap = 0; tap < taps; tap++) {
      sum += (uint32_t)rows[(size_t)tap * count + i] * weights[tap];
    }
    mixed[i] = (uint16_t)(sum >> 8);
  }
}

/// Resizes one mixed row. The sums stay below 2^32: 255 · 2^8 · 2^16 + 2^23.
static void mix_columns(
    const uint16_t *restrict mixed, const axis *axis, int32_t width, uint8_t *restrict result) {
  const uint16_t *weights = axis->weights;
  for (int32_t x = 0; x < width; x++, weights += axis->capacity, result += 3) {
    window window = axis->windows[x];
    const uint16_t *sample = mixed + (size_t)window.first * 3;
    uint32_t red = 1u << 23, green = 1u << 23, blue = 1u << 23;
    for (int32_t tap = 0; tap < window.count; tap++, sample += 3) {
      red += (uint32_t)sample[0] * weights[tap];
      green += (uint32_t)sample[1] * weights[tap];
      blue += (uint32_t)sample[2] * weights[tap];
    }
    result[0] = (uint8_t)(red >> 24);
    result[1] = (uint8_t)(green >> 24);
    result[2] = (uint8_t)(blue >> 24);
  }
}

bool imaging_resize(
    const uint8_t *source, int32_t source_width, int32_t source_height, uint8_t *result,
    int32_t width, int32_t height) {
  axis columns = {0}, rows = {0};
  size_t row_size = (size_t)source_width * 3;
  uint16_t *mixed = malloc(row_size * sizeof(uint16_t));
  bool ready = mixed && make_axis(source_width, width, &columns)
      && make_axis(source_height, height, &rows);
  for (int32_t y = 0; ready && y < height; y++) {
    window window = rows.windows[y];
    mix_rows(
        source + (size_t)window.first * row_size, row_size,
        rows.weights + (size_t)y * (size_t)rows.capacity, window.count, mixed);
    mix_columns(mixed, &columns, width, result + (size_t)y * (size_t)width * 3);
  }
  free(mixed);
  free_axis(&columns);
  free_axis(&rows);
  return ready;
}

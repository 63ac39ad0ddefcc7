// How stored images have to be turned and mirrored to stand upright.
#pragma once

#include <stdint.h>

typedef struct video_orientation {
  /// Whether columns become rows.
  int swaps_sides;
  /// Whether the upright image's columns, or rows, then run backwards.
  int flips_columns, flips_rows;
} video_orientation;

/// From a display matrix (ISO 14496-12, 8.2.2), to the nearest quarter turn.
video_orientation video_orientation_of(const int32_t matrix[9]);

int video_orientation_turns(video_orientation orientation);

/// Writes an image of width × height RGB pixels upright.
void video_turn(
    video_orientation orientation, const uint8_t *stored, int width, int height, uint8_t *upright);

#include "orientation.h"

#include <stdlib.h>
#include <string.h>

video_orientation video_orientation_of(const int32_t matrix[9]) {
  // x' = a x + c y, y' = b x + d y
  const int64_t a = matrix[0], b = matrix[1], c = matrix[3], d = matrix[4];
  video_orientation orientation = {0};
  if (llabs(b) + llabs(c) > llabs(a) + llabs(d)) {
    orientation.swaps_sides = 1;
    orientation.flips_columns = c < 0;
    orientation.flips_rows = b < 0;
  } else {
    orientation.flips_columns = a < 0;
    orientation.flips_rows = d < 0;
  }
  return orientation;
}

int video_orientation_turns(video_orientation orientation) {
  return orientation.swaps_sides || orientation.flips_columns || orientation.flips_rows;
}

void video_turn(
    video_orientation orientation, const uint8_t *stored, int width, int height,
    uint8_t *upright) {
  const int columns = orientation.swaps_sides ? height : width;
  const int rows = orientation.swaps_sides ? width : height;
  for (int row = 0; row < rows; row++) {
    const int from_row = orientation.flips_rows ? rows - 1 - row : row;
    for (int column = 0; column < columns; column++, upright += 3) {
      const int from_column = orientation.flips_columns ? columns - 1 - column : column;
      const int x = orientation.swaps_sides ? from_row : from_column;
      const int y = orientation.swaps_sides ? from_column : from_row;
      memcpy(upright, stored + 3 * ((size_t)y * (size_t)width + (size_t)x), 3);
    }
  }
}

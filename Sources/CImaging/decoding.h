// Shared by the decoders.
#pragma once

#include "CImaging.h"

/// The orientation (1 to 8) in an EXIF block, with or without its "Exif\0\0" prefix; 1 if none.
int32_t imaging_exif_orientation(const uint8_t *bytes, size_t count);

/// Notes the size and takes memory for the pixels.
imaging_status imaging_allocate(
    imaging_image *image, int64_t width, int64_t height, int64_t maximum_pixels);

/// Frees the pixels; for use where decoding failed.
imaging_status imaging_abandon(imaging_image *image, imaging_status status);

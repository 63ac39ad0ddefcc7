// The weight gradient of depthwise convolutions.
#pragma once

#include <ATen/core/Tensor.h>

namespace convolutions {

/// What a depthwise convolution does with rows (0) and columns (1).
struct Depthwise {
  int64_t kernel[2], stride[2], padding[2], dilation[2];
};

/// dW[c, 0, i, j] = sum over images n and pixels (y, x) of
///   dY[n, c, y, x] · X[n, c, y·stride + i·dilation − padding, x·stride + j·dilation − padding].
/// `output` dY [N, C, H', W'] and `input` X [N, C, H, W] are float32 on the CPU. The sums of a channel
/// are taken by one thread in one order, so the result is the same for any number of threads.
at::Tensor depthwiseWeightGradient(const at::Tensor &output, const at::Tensor &input,
                                   const Depthwise &convolution);

}  // namespace convolutions

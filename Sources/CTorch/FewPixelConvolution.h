// Convolutions whose outputs have few pixels, as products of matrices.
#pragma once

#include <ATen/core/Tensor.h>

namespace convolutions {

/// A convolution without groups or dilation: rows (0) and columns (1).
struct FewPixels {
  int64_t kernel[2], stride[2], padding[2];
};

/// Whether an output [N, O, H', W'] has so few pixels, and input and output so many channels, that sums of
/// products are faster than oneDNN's convolutions. Kernels of one pixel are products already.
bool isOfFewPixels(int64_t inputChannels, int64_t outputChannels, int64_t outputHeight,
                   int64_t outputWidth, const FewPixels &convolution);

/// Whether this libtorch multiplies matrices with oneDNN, which all below does.
bool multipliesWithOneDNN();

/// Y[n, o, y, x] = b[o] + Σ over c, i, j of W[o, c, i, j] · X[n, c, y·stride + i − padding, …], for `input` X
/// [N, C, H, W], `weight` W [O, C, kH, kW], `bias` b [O] (may be undefined), float32 on the CPU; channels last.
at::Tensor fewPixelConvolution(const at::Tensor &input, const at::Tensor &weight,
                               const at::Tensor &bias, const FewPixels &convolution);

/// dX for dY `output` [N, O, H', W']; `height` and `width` are the input's.
at::Tensor fewPixelInputGradient(const at::Tensor &output, const at::Tensor &weight, int64_t height,
                                 int64_t width, const FewPixels &convolution);

/// dW for dY `output` and X `input`, in the memory format of `weight`.
at::Tensor fewPixelWeightGradient(const at::Tensor &output, const at::Tensor &input,
                                  const at::Tensor &weight, const FewPixels &convolution);

}  // namespace convolutions

// Weight gradients of convolutions for which oneDNN has no fast way: takes the place of
// `aten::convolution_backward` on the CPU, and leaves all other cases to libtorch.
//
// Two kinds are slower there than they need to be: depthwise kernels that are wide, and kernels that
// see few pixels. Both are common in the last layers of networks for small images. What they bring to
// a training: docs/results/speed.md; SMILESTONE_LIBTORCH_GRADIENTS in the environment leaves all
// to libtorch.
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/convolution_backward_native.h>
#include <ATen/ops/mm.h>
#include <torch/library.h>

#include <cstdlib>

#include "DepthwiseWeightGradient.h"

namespace gradients {
namespace {

struct Convolution {
  at::IntArrayRef stride, padding, dilation;
};

/// Most pixels of an output [N, C, H', W'] that count as few.
constexpr int64_t fewPixels = 4;

/// dW [O, C, kH, kW] as one product of matrices: dYᵀ [O, N·H'·W'] · windows of X [N·H'·W', kH·kW·C].
at::Tensor productOfWindows(const at::Tensor &output, const at::Tensor &input,
                            at::IntArrayRef kernel, const Convolution &convolution) {
  const auto [stride, padding, dilation] = convolution;
  const int64_t images = input.size(0), channels = input.size(1), pixelsDown = output.size(2),
                pixelsAcross = output.size(3), pixels = images * pixelsDown * pixelsAcross;
  const at::Tensor image = at::constant_pad_nd(
      input.permute({0, 2, 3, 1}).contiguous(),
      {0, 0, padding[1], padding[1], padding[0], padding[0]});
  const auto step = image.strides();
  const at::Tensor windows =
      image
          .as_strided({images, pixelsDown, pixelsAcross, kernel[0], kernel[1], channels},
                      {step[0], step[1] * stride[0], step[2] * stride[1], step[1] * dilation[0],
                       step[2] * dilation[1], 1})
          .reshape({pixels, kernel[0] * kernel[1] * channels});
  const at::Tensor outputs = output.permute({0, 2, 3, 1}).reshape({pixels, output.size(1)});
  return at::mm(outputs.t(), windows)
      .view({output.size(1), kernel[0], kernel[1], channels})
      .permute({0, 3, 1, 2});
}

/// The weight gradient, or an undefined tensor where libtorch's way is as good.
at::Tensor weightGradient(const at::Tensor &output, const at::Tensor &input,
                          const at::Tensor &weight, const Convolution &convolution,
                          int64_t groups) {
  if (input.scalar_type() != at::kFloat || output.scalar_type() != at::kFloat ||
      weight.scalar_type() != at::kFloat || input.dim() != 4 || output.numel() == 0 ||
      convolution.stride.size() != 2 || convolution.padding.size() != 2 ||
      convolution.dilation.size() != 2) {
    return {};
  }
  const auto kernel = weight.sizes().slice(2);
  const bool seesFewPixels = output.size(2) * output.size(3) <= fewPixels;
  if (groups == 1) {
    const bool isWide = kernel[0] * kernel[1] > 1;
    return seesFewPixels && isWide ? productOfWindows(output, input, kernel, convolution)
                                   : at::Tensor();
  }
  const bool isDepthwise = groups == input.size(1) && groups == output.size(1);
  if (!isDepthwise || !(seesFewPixels || kernel[0] * kernel[1] > 9)) return {};
  const auto [stride, padding, dilation] = convolution;
  return depthwiseWeightGradient(output, input,
                                 {{kernel[0], kernel[1]},
                                  {stride[0], stride[1]},
                                  {padding[0], padding[1]},
                                  {dilation[0], dilation[1]}});
}

std::tuple<at::Tensor, at::Tensor, at::Tensor> convolutionBackward(
    const at::Tensor &output, const at::Tensor &input, const at::Tensor &weight,
    at::OptionalIntArrayRef biasSizes, at::IntArrayRef stride, at::IntArrayRef padding,
    at::IntArrayRef dilation, bool transposed, at::IntArrayRef outputPadding, int64_t groups,
    std::array<bool, 3> wanted) {
  at::Tensor ofWeight;
  if (wanted[1] && !transposed) {
    ofWeight = weightGradient(output, input, weight, {stride, padding, dilation}, groups);
  }
  if (!ofWeight.defined()) {
    return at::native::convolution_backward(output, input, weight, biasSizes, stride, padding,
                                            dilation, transposed, outputPadding, groups, wanted);
  }
  wanted[1] = false;
  auto gradients =
      at::native::convolution_backward(output, input, weight, biasSizes, stride, padding, dilation,
                                       transposed, outputPadding, groups, wanted);
  std::get<1>(gradients) = ofWeight;
  return gradients;
}

TORCH_LIBRARY_IMPL(aten, CPU, library) {
  if (std::getenv("SMILESTONE_LIBTORCH_GRADIENTS") == nullptr) {
    library.impl("convolution_backward", convolutionBackward);
  }
}

}  // namespace
}  // namespace gradients

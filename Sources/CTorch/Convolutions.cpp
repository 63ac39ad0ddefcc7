// Convolutions for which oneDNN has no fast way: takes the place of `aten::convolution` and
// `aten::convolution_backward` on the CPU, and leaves all other cases to libtorch.
//
// Two kinds are slower there than they need to be: weight gradients of depthwise kernels that are wide or see few
// pixels, and whatever has few pixels and many channels. Both are common in the last layers of networks for small
// images. What they bring to a training: docs/results/speed.md; SMILESTONE_LIBTORCH_CONVOLUTIONS in the environment
// leaves all to libtorch.
#include <ATen/ops/convolution_backward_native.h>
#include <ATen/ops/convolution_native.h>
#include <torch/library.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "Bridge.h"
#include "DepthwiseWeightGradient.h"
#include "FewPixelConvolution.h"

namespace convolutions {
namespace {

/// Most pixels of a depthwise convolution's output that count as few.
constexpr int64_t fewDepthwisePixels = 4;

bool areSingle(std::initializer_list<std::reference_wrapper<const at::Tensor>> tensors) {
  return std::all_of(tensors.begin(), tensors.end(), [](const at::Tensor &tensor) {
    return tensor.scalar_type() == at::kFloat && tensor.dim() == 4 && tensor.numel() > 0;
  });
}

bool leavesAllToLibtorch() {
  static const bool does = std::getenv("SMILESTONE_LIBTORCH_CONVOLUTIONS") != nullptr;
  return does;
}

/// The convolution of images [N, C, H, W] by a weight [O, C, kH, kW], where it is one of few pixels.
std::optional<FewPixels> ofFewPixels(at::IntArrayRef input, at::IntArrayRef weight,
                                     at::IntArrayRef stride, at::IntArrayRef padding) {
  if (leavesAllToLibtorch() || !multipliesWithOneDNN()) return {};
  const FewPixels convolution{
      {weight[2], weight[3]}, {stride[0], stride[1]}, {padding[0], padding[1]}};
  const auto side = [&](int axis) {
    return (input[2 + axis] + 2 * padding[axis] - weight[2 + axis]) / stride[axis] + 1;
  };
  if (!isOfFewPixels(weight[1], weight[0], side(0), side(1), convolution)) return {};
  return convolution;
}

std::optional<FewPixels> ofFewPixels(const at::Tensor &input, const at::Tensor &weight,
                                     at::IntArrayRef stride, at::IntArrayRef padding,
                                     at::IntArrayRef dilation, bool transposed, int64_t groups) {
  if (transposed || groups != 1 || !areSingle({input, weight}) || stride.size() != 2 ||
      padding.size() != 2 || dilation != at::IntArrayRef({1, 1})) {
    return {};
  }
  return ofFewPixels(input.sizes(), weight.sizes(), stride, padding);
}

at::Tensor convolution(const at::Tensor &input, const at::Tensor &weight,
                       const std::optional<at::Tensor> &bias, at::IntArrayRef stride,
                       at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed,
                       at::IntArrayRef outputPadding, int64_t groups) {
  if (const auto few =
          ofFewPixels(input, weight, stride, padding, dilation, transposed, groups)) {
    return fewPixelConvolution(input, weight, bias.value_or(at::Tensor()), *few);
  }
  return at::native::convolution(input, weight, bias, stride, padding, dilation, transposed,
                                 outputPadding, groups);
}

/// The weight gradient of a depthwise convolution, or an undefined tensor where libtorch's way is as good.
at::Tensor depthwiseGradient(const at::Tensor &output, const at::Tensor &input,
                             const at::Tensor &weight, at::IntArrayRef stride,
                             at::IntArrayRef padding, at::IntArrayRef dilation, int64_t groups) {
  if (!areSingle({output, input, weight}) || stride.size() != 2 || padding.size() != 2 ||
      dilation.size() != 2) {
    return {};
  }
  const auto kernel = weight.sizes().slice(2);
  const bool seesFewPixels = output.size(2) * output.size(3) <= fewDepthwisePixels;
  const bool isDepthwise =
      groups > 1 && groups == input.size(1) && groups == output.size(1);
  if (!isDepthwise || !(seesFewPixels || kernel[0] * kernel[1] > 9)) return {};
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
  at::Tensor ofInput, ofWeight;
  const auto few = ofFewPixels(input, weight, stride, padding, dilation, transposed, groups);
  if (few && output.scalar_type() == at::kFloat) {
    if (wanted[0]) {
      ofInput = fewPixelInputGradient(output, weight, input.size(2), input.size(3), *few);
    }
    if (wanted[1]) ofWeight = fewPixelWeightGradient(output, input, weight, *few);
  } else if (wanted[1] && !transposed) {
    ofWeight = depthwiseGradient(output, input, weight, stride, padding, dilation, groups);
  }
  // What is not here yet is libtorch's to compute.
  wanted[0] = wanted[0] && !ofInput.defined();
  wanted[1] = wanted[1] && !ofWeight.defined();
  std::tuple<at::Tensor, at::Tensor, at::Tensor> gradients;
  if (wanted[0] || wanted[1] || wanted[2]) {
    gradients = at::native::convolution_backward(output, input, weight, biasSizes, stride, padding,
                                                 dilation, transposed, outputPadding, groups,
                                                 wanted);
  }
  if (ofInput.defined()) std::get<0>(gradients) = ofInput;
  if (ofWeight.defined()) std::get<1>(gradients) = ofWeight;
  return gradients;
}

TORCH_LIBRARY_IMPL(aten, CPU, library) {
  if (!leavesAllToLibtorch()) {
    library.impl("convolution", convolution);
    library.impl("convolution_backward", convolutionBackward);
  }
}

}  // namespace
}  // namespace convolutions

bool ct_convolution_has_few_pixels(const int64_t *input_shape, const int64_t *weight_shape,
                                   int64_t stride, int64_t padding) {
  return convolutions::ofFewPixels({input_shape, 4}, {weight_shape, 4}, {stride, stride},
                                   {padding, padding})
      .has_value();
}

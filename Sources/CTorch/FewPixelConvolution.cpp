// Where images have shrunk to 3 × 3 pixels and fewer, most of a kernel lies on the padding around them, and
// oneDNN multiplies by its zeros. Here each element of the kernel meets only the pairs of pixels, one of
// the input and one of the output, that it connects: one product of matrices for all these pairs.
#include "FewPixelConvolution.h"

#include <ATen/Context.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <vector>

namespace convolutions {
namespace {

/// Most pixels of an output that count as few, and fewest channels that make products worthwhile:
/// `Benchmarks/convolutions.py` compares.
constexpr int64_t maximumPixels = 9, minimumChannels = 128;

using Linear = at::Tensor(const at::Tensor &, const at::Tensor &, const std::optional<at::Tensor> &,
                          std::string_view, c10::List<std::optional<at::Scalar>>,
                          std::optional<std::string_view>);

std::optional<c10::TypedOperatorHandle<Linear>> findLinear() {
  const auto found = c10::Dispatcher::singleton().findSchema({"mkldnn::_linear_pointwise", ""});
  if (!found || !at::globalContext().userEnabledMkldnn()) return {};
  return found->typed<Linear>();
}

/// rows [M, K] · columnsᵀ, `columns` [N, K]. oneDNN's product is twice as fast as that of libtorch's BLAS on
/// processors with AVX-512, but a thousand times slower where matrices are not contiguous.
at::Tensor product(const at::Tensor &rows, const at::Tensor &columns) {
  static const auto linear = findLinear();
  return linear->call(rows.contiguous(), columns.contiguous(), std::nullopt, "none",
                      c10::List<std::optional<at::Scalar>>(), "");
}

struct Pixel {
  int64_t row, column;
};

/// An element of the kernel, and the pairs of pixels that it connects.
struct Tap {
  int64_t row, column;
  std::vector<Pixel> inputs, outputs;
};

std::vector<Tap> taps(int64_t height, int64_t width, int64_t outputHeight, int64_t outputWidth,
                      const FewPixels &convolution) {
  const auto &[kernel, stride, padding] = convolution;
  std::vector<Tap> found;
  for (int64_t i = 0; i < kernel[0]; ++i) {
    for (int64_t j = 0; j < kernel[1]; ++j) {
      Tap tap{i, j, {}, {}};
      for (int64_t y = 0; y < outputHeight; ++y) {
        for (int64_t x = 0; x < outputWidth; ++x) {
          const int64_t row = y * stride[0] + i - padding[0], column = x * stride[1] + j - padding[1];
          if (row < 0 || row >= height || column < 0 || column >= width) continue;
          tap.inputs.push_back({row, column});
          tap.outputs.push_back({y, x});
        }
      }
      if (!tap.inputs.empty()) found.push_back(std::move(tap));
    }
  }
  return found;
}

/// The matrix of one pixel of `matrices` [H, W, A, B].
at::Tensor pixel(const at::Tensor &matrices, const Pixel &place) {
  return matrices.select(0, place.row).select(0, place.column);
}

/// [pixels · A, B], contiguous.
at::Tensor joined(const at::Tensor &matrices, const std::vector<Pixel> &places) {
  if (places.size() == 1) return pixel(matrices, places.front()).contiguous();
  std::vector<at::Tensor> parts;
  for (const auto &place : places) parts.push_back(pixel(matrices, place));
  return at::cat(parts);
}

/// Bᵀ of a contiguous matrix, which libtorch transposes in blocks; others it copies element by element.
at::Tensor transposed(const at::Tensor &matrix) { return matrix.contiguous().t().contiguous(); }

/// Adds to each pixel of `sums` [H, W, N, B] its part of `rows` [pixels · N, B].
void add(const at::Tensor &rows, const std::vector<Pixel> &places, const at::Tensor &sums) {
  const int64_t images = sums.size(2);
  for (size_t index = 0; index < places.size(); ++index) {
    pixel(sums, places[index]).add_(rows.narrow(0, index * images, images));
  }
}

}  // namespace

bool multipliesWithOneDNN() {
  static const bool found = findLinear().has_value();
  return found;
}

bool isOfFewPixels(int64_t inputChannels, int64_t outputChannels, int64_t outputHeight,
                   int64_t outputWidth, const FewPixels &convolution) {
  return convolution.kernel[0] * convolution.kernel[1] > 1 && outputHeight * outputWidth > 0 &&
         outputHeight * outputWidth <= maximumPixels && inputChannels >= minimumChannels &&
         outputChannels >= minimumChannels;
}

at::Tensor fewPixelConvolution(const at::Tensor &input, const at::Tensor &weight,
                               const at::Tensor &bias, const FewPixels &convolution) {
  const auto &[kernel, stride, padding] = convolution;
  const int64_t height = input.size(2), width = input.size(3),
                outputHeight = (height + 2 * padding[0] - kernel[0]) / stride[0] + 1,
                outputWidth = (width + 2 * padding[1] - kernel[1]) / stride[1] + 1;
  const at::Tensor images = input.permute({2, 3, 0, 1}), kernels = weight.permute({2, 3, 0, 1});
  const at::Tensor result =
      at::zeros({input.size(0), outputHeight, outputWidth, weight.size(0)}, input.options());
  if (bias.defined()) result.add_(bias);
  for (const auto &tap : taps(height, width, outputHeight, outputWidth, convolution)) {
    add(product(joined(images, tap.inputs), pixel(kernels, {tap.row, tap.column})), tap.outputs,
        result.permute({1, 2, 0, 3}));
  }
  return result.permute({0, 3, 1, 2});
}

at::Tensor fewPixelInputGradient(const at::Tensor &output, const at::Tensor &weight, int64_t height,
                                 int64_t width, const FewPixels &convolution) {
  const at::Tensor outputs = output.permute({2, 3, 0, 1}), kernels = weight.permute({2, 3, 0, 1});
  const at::Tensor result =
      at::zeros({output.size(0), height, width, weight.size(1)}, output.options());
  for (const auto &tap : taps(height, width, output.size(2), output.size(3), convolution)) {
    add(product(joined(outputs, tap.outputs), transposed(pixel(kernels, {tap.row, tap.column}))),
        tap.inputs, result.permute({1, 2, 0, 3}));
  }
  return result.permute({0, 3, 1, 2});
}

at::Tensor fewPixelWeightGradient(const at::Tensor &output, const at::Tensor &input,
                                  const at::Tensor &weight, const FewPixels &convolution) {
  const at::Tensor outputs = output.permute({2, 3, 0, 1}), images = input.permute({2, 3, 0, 1});
  const at::Tensor result = at::zeros_like(weight, {}, weight.suggest_memory_format());
  const at::Tensor kernels = result.permute({2, 3, 0, 1});
  for (const auto &tap :
       taps(input.size(2), input.size(3), output.size(2), output.size(3), convolution)) {
    pixel(kernels, {tap.row, tap.column})
        .copy_(product(transposed(joined(outputs, tap.outputs)),
                       transposed(joined(images, tap.inputs))));
  }
  return result;
}

}  // namespace convolutions

#include "DepthwiseWeightGradient.h"

#include <ATen/TensorIterator.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

// One body, compiled for each kind of vector unit; the program takes the widest that there is.
#if defined(__x86_64__) && defined(__linux__)
#define EACH_VECTOR_UNIT \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define EACH_VECTOR_UNIT
#endif

namespace convolutions {
namespace {

// Channels of one task: two lines of the cache, and sums that stay in registers.
constexpr int64_t blockLength = 32;

struct Extent {
  int64_t images, channels;
  int64_t input[2], output[2];
};

/// The positions [first, end) of an output axis for which tap `tap` lies inside the input.
struct Range {
  int64_t first, end;

  Range(const Depthwise &convolution, const Extent &extent, int axis, int64_t tap) {
    const int64_t stride = convolution.stride[axis];
    const int64_t offset = tap * convolution.dilation[axis] - convolution.padding[axis];
    first = offset < 0 ? (-offset + stride - 1) / stride : 0;
    const int64_t last = extent.input[axis] - 1 - offset;
    end = last < 0 ? 0 : std::min(extent.output[axis], last / stride + 1);
  }
};

/// Adds the products of one row of pixels to `sums`, for `blockLength` channels.
EACH_VECTOR_UNIT
void addRow(float *sums, const float *output, const float *input, int64_t pixels,
            int64_t outputStep, int64_t inputStep) {
  std::array<float, blockLength> row{};
  for (int64_t x = 0; x < pixels; ++x, output += outputStep, input += inputStep) {
    for (int64_t c = 0; c < blockLength; ++c) row[c] += output[c] * input[c];
  }
  for (int64_t c = 0; c < blockLength; ++c) sums[c] += row[c];
}

/// The same for the last channels, fewer than `blockLength`.
void addRow(float *sums, const float *output, const float *input, int64_t pixels,
            int64_t outputStep, int64_t inputStep, int64_t channels) {
  for (int64_t c = 0; c < channels; ++c) {
    float row = 0;
    for (int64_t x = 0; x < pixels; ++x) row += output[x * outputStep + c] * input[x * inputStep + c];
    sums[c] += row;
  }
}

/// The gradient of all taps for the channels from `first` on. Images lie as [N, H, W, C].
void addBlock(float *gradient, const float *output, const float *input, int64_t first,
              const Extent &extent, const Depthwise &convolution) {
  const int64_t channels = extent.channels, length = std::min(blockLength, channels - first);
  const int64_t *kernel = convolution.kernel, *stride = convolution.stride;
  std::vector<float> sums(kernel[0] * kernel[1] * blockLength);
  for (int64_t n = 0; n < extent.images; ++n) {
    const float *outputImage = output + n * extent.output[0] * extent.output[1] * channels + first;
    const float *inputImage = input + n * extent.input[0] * extent.input[1] * channels + first;
    for (int64_t i = 0; i < kernel[0]; ++i) {
      const Range rows(convolution, extent, 0, i);
      for (int64_t j = 0; j < kernel[1]; ++j) {
        const Range columns(convolution, extent, 1, j);
        const int64_t pixels = columns.end - columns.first;
        if (pixels <= 0) continue;
        float *tap = sums.data() + (i * kernel[1] + j) * blockLength;
        const int64_t x = columns.first * stride[1] + j * convolution.dilation[1] -
                          convolution.padding[1];
        for (int64_t row = rows.first; row < rows.end; ++row) {
          const int64_t y = row * stride[0] + i * convolution.dilation[0] - convolution.padding[0];
          const float *there = outputImage + (row * extent.output[1] + columns.first) * channels;
          const float *here = inputImage + (y * extent.input[1] + x) * channels;
          if (length == blockLength) {
            addRow(tap, there, here, pixels, channels, stride[1] * channels);
          } else {
            addRow(tap, there, here, pixels, channels, stride[1] * channels, length);
          }
        }
      }
    }
  }
  const int64_t taps = kernel[0] * kernel[1];
  for (int64_t c = 0; c < length; ++c) {
    for (int64_t tap = 0; tap < taps; ++tap) {
      gradient[(first + c) * taps + tap] = sums[tap * blockLength + c];
    }
  }
}

/// Runs `body` for each number below `count` on libtorch's threads. `at::parallel_for` would run on one:
/// it is a template whose OpenMP part only a compiler with OpenMP sees; an iterator's is in libtorch.
void onThreads(int64_t count, const std::function<void(int64_t)> &body) {
  at::Tensor tasks = at::empty({count}, at::kByte);
  auto iterator = at::TensorIterator::nullary_op(tasks);
  const char *base = static_cast<const char *>(tasks.data_ptr());
  iterator.for_each(
      [&](char **data, const int64_t *strides, int64_t length) {
        for (int64_t task = 0; task < length; ++task) body(data[0] + task * strides[0] - base);
      },
      1);
}

}  // namespace

at::Tensor depthwiseWeightGradient(const at::Tensor &output, const at::Tensor &input,
                                   const Depthwise &convolution) {
  const at::Tensor there = output.contiguous(at::MemoryFormat::ChannelsLast);
  const at::Tensor here = input.contiguous(at::MemoryFormat::ChannelsLast);
  const Extent extent{input.size(0),
                      input.size(1),
                      {input.size(2), input.size(3)},
                      {output.size(2), output.size(3)}};
  at::Tensor gradient =
      at::empty({extent.channels, 1, convolution.kernel[0], convolution.kernel[1]},
                input.options().memory_format(at::MemoryFormat::Contiguous));
  const float *outputValues = there.const_data_ptr<float>();
  const float *inputValues = here.const_data_ptr<float>();
  float *values = gradient.mutable_data_ptr<float>();
  onThreads((extent.channels + blockLength - 1) / blockLength, [&](int64_t block) {
    addBlock(values, outputValues, inputValues, block * blockLength, extent, convolution);
  });
  return gradient;
}

}  // namespace convolutions

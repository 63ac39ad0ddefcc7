import Torch

/// A convolution with the batch normalisation behind it folded in, for inference only: w' = w·γ/√(σ² + ε) and
/// b' = β − μ·γ/√(σ² + ε), the factor in double precision.
struct FoldedConvolution {
  private enum Kernel {
    case packed(PackedConvolution)
    case plain(weight: Tensor, bias: Tensor, stride: Int, padding: Int)
  }

  private let kernel: Kernel

  /// - Parameter shape: [N, C, H, W] of the input; becomes that of the output.
  init(
    _ convolution: Convolution2d, _ normalisation: BatchNormalisation2d, shape: inout [Int]
  ) throws {
    let (stride, padding) = (convolution.stride, convolution.padding)
    let type = convolution.weight.value.elementType ?? .float32
    let (weight, bias) = try withoutGradients {
      let variance = try normalisation.runningVariance.value.to(.float64)
      let scale =
        try normalisation.weight.value.to(.float64)
        / (variance + BatchNormalisation2d.epsilon).squareRoot()
      let weight = try convolution.weight.value * scale.to(type).reshaped([-1, 1, 1, 1])
      let bias =
        try normalisation.bias.value.to(.float64)
        - normalisation.runningMean.value.to(.float64) * scale
      return (try weight.contiguous(.channelsLast), try bias.to(type))
    }
    let packed = try PackedConvolution(
      weight: weight, bias: bias, stride: stride, padding: padding, inputShape: shape)
    kernel =
      packed.map(Kernel.packed)
      ?? .plain(weight: weight, bias: bias, stride: stride, padding: padding)
    shape =
      [shape[0], weight.shape[0]]
      + zip(shape.suffix(2), weight.shape.suffix(2)).map { side, kernelSize in
        (side + 2 * padding - kernelSize) / stride + 1
      }
  }

  func callAsFunction(_ input: Tensor, relu: Bool) throws -> Tensor {
    switch kernel {
    case .packed(let convolution): return try convolution(input, relu: relu)
    case .plain(let weight, let bias, let stride, let padding):
      let output = try Functions.convolution(
        input, weight: weight, bias: bias, stride: stride, padding: padding)
      return relu ? try Functions.relu(consuming: output) : output
    }
  }

  /// ReLU(convolution + addend); overwrites `addend`.
  func rectifiedSum(_ input: Tensor, consuming addend: Tensor) throws -> Tensor {
    switch kernel {
    case .packed(let convolution):
      return try convolution.rectifiedSum(input, consuming: addend)
    case .plain:
      return try Functions.relu(
        consuming: Functions.sum(consuming: self(input, relu: false), addend))
    }
  }
}

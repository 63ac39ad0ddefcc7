import Torch

/// A residual network for inference only: each batch normalisation is folded into the convolution
/// before it, w' = w·γ/√(σ² + ε) and b' = β − μ·γ/√(σ² + ε), the factor in double precision.
/// Features agree with the network's own in evaluation mode to rounding.
struct FoldedResNet {
  private let stem: FoldedConvolution
  private let blocks: [FoldedBlock]

  /// - Parameter inputShape: [N, 3, H, W] of the images to come, to lay out weights for; others
  ///   are computed too, more slowly.
  init(_ network: ResNet, inputShape: [Int]) throws {
    var shape = inputShape
    stem = try FoldedConvolution(
      network.stemConvolution, network.stemNormalisation, shape: &shape)
    shape = shape.prefix(2) + shape.suffix(2).map { ($0 - 1) / 2 + 1 }
    blocks = try network.stages.joined().map { block in
      var shortcutShape = shape
      return FoldedBlock(
        steps: try block.steps.map {
          try FoldedConvolution($0.convolution, $0.normalisation, shape: &shape)
        },
        shortcut: try block.shortcut.map {
          try FoldedConvolution($0.convolution, $0.normalisation, shape: &shortcutShape)
        })
    }
  }

  /// Images [N, 3, H, W], normalised → features [N, 512 or 2048].
  func callAsFunction(_ images: Tensor) throws -> Tensor {
    var x = try stem(images, relu: true)
    x = try Functions.maximumPool(x, kernelSize: 3, stride: 2, padding: 1)
    for block in blocks { x = try block(x) }
    return try Functions.globalAveragePool(x)
  }
}

private struct FoldedConvolution {
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

private struct FoldedBlock {
  let steps: [FoldedConvolution]
  let shortcut: FoldedConvolution?

  /// Overwrites its input.
  func callAsFunction(_ input: Tensor) throws -> Tensor {
    let x = try steps.dropLast().reduce(input) { try $1($0, relu: true) }
    let identity = try shortcut.map { try $0(input, relu: false) } ?? input
    return try steps[steps.count - 1].rectifiedSum(x, consuming: identity)
  }
}

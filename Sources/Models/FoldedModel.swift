import Torch

/// A model for inference only: each batch normalisation is folded into the convolution before it,
/// w' = w·γ/√(σ² + ε) and b' = β − μ·γ/√(σ² + ε), the factor in double precision. Outputs agree
/// with the model's own in evaluation mode to rounding.
public struct FoldedModel {
  private let head: FaceModel.HeadLayers
  private let stem: FoldedConvolution
  private let blocks: [FoldedBlock]

  init(model: FaceModel, backbone: ResNet) throws {
    head = model.headLayers
    stem = try FoldedConvolution(backbone.stemConvolution, backbone.stemNormalisation)
    blocks = try backbone.stages.joined().map { block in
      FoldedBlock(
        steps: try block.steps.map { try FoldedConvolution($0.convolution, $0.normalisation) },
        shortcut: try block.shortcut.map {
          try FoldedConvolution($0.convolution, $0.normalisation)
        })
    }
  }

  /// - Parameter pictures: [N, 3, H, W], normalised.
  public func callAsFunction(_ pictures: Tensor) throws -> FaceModel.Output {
    try withoutGradients {
      var x = try Functions.relu(consuming: stem(pictures))
      x = try Functions.maximumPool(x, kernelSize: 3, stride: 2, padding: 1)
      for block in blocks { x = try block(x) }
      let features = try Functions.globalAveragePool(x)
      return FaceModel.Output(
        features: features, outputs: try head(features, training: false))
    }
  }
}

private struct FoldedConvolution {
  let weight: Tensor
  let bias: Tensor
  let stride: Int
  let padding: Int

  init(_ convolution: Convolution2d, _ normalisation: BatchNormalisation2d) throws {
    stride = convolution.stride
    padding = convolution.padding
    let type = convolution.weight.value.elementType ?? .float32
    (weight, bias) = try withoutGradients {
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
  }

  func callAsFunction(_ input: Tensor) throws -> Tensor {
    try Functions.convolution(
      input, weight: weight, bias: bias, stride: stride, padding: padding)
  }
}

private struct FoldedBlock {
  let steps: [FoldedConvolution]
  let shortcut: FoldedConvolution?

  func callAsFunction(_ input: Tensor) throws -> Tensor {
    var x = input
    for (index, step) in steps.enumerated() {
      x = try step(x)
      if index < steps.count - 1 { x = try Functions.relu(consuming: x) }
    }
    let identity = try shortcut.map { try $0(input) } ?? input
    return try Functions.relu(consuming: Functions.sum(consuming: x, identity))
  }
}

import Torch

/// A residual network for inference only: each batch normalisation is folded into the convolution
/// before it.
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

import Torch

/// Inverted residual blocks of one kind; the first has the stride and widens the channels.
///
/// Source: Tan & Le, "EfficientNet: rethinking model scaling for convolutional neural networks", ICML 2019,
/// table 1.
struct EfficientNetStage {
  let expansion, kernelSize, stride, channels, blockCount: Int

  /// Those of EfficientNet-B0, which Lite0 has too.
  static let baseline = [
    EfficientNetStage(expansion: 1, kernelSize: 3, stride: 1, channels: 16, blockCount: 1),
    EfficientNetStage(expansion: 6, kernelSize: 3, stride: 2, channels: 24, blockCount: 2),
    EfficientNetStage(expansion: 6, kernelSize: 5, stride: 2, channels: 40, blockCount: 2),
    EfficientNetStage(expansion: 6, kernelSize: 3, stride: 2, channels: 80, blockCount: 3),
    EfficientNetStage(expansion: 6, kernelSize: 5, stride: 1, channels: 112, blockCount: 3),
    EfficientNetStage(expansion: 6, kernelSize: 5, stride: 2, channels: 192, blockCount: 4),
    EfficientNetStage(expansion: 6, kernelSize: 3, stride: 1, channels: 320, blockCount: 1),
  ]

  /// In training, block k of n is left out with this probability times k/n (Huang et al. 2016).
  private static let stochasticDepth = 0.2

  /// One block, as its network builds it.
  struct Block {
    let inputChannels, outputChannels, expansion, kernelSize, stride: Int
    let dropProbability: Double

    /// Channels between the convolution that widens and the one that narrows.
    var width: Int { inputChannels * expansion }

    /// Adds a block's input to its output where both have the same shape (Sandler et al. 2018, MobileNetV2).
    func addingShortcut(to output: Tensor, from input: Tensor, training: Bool) throws -> Tensor {
      guard stride == 1, inputChannels == outputChannels else { return output }
      let kept = try Functions.stochasticDepth(
        output, probability: dropProbability, training: training)
      return try kept + input
    }
  }

  /// Builds the blocks of stages one after another.
  /// - Parameters:
  ///   - inputChannels: of the first block.
  ///   - build: gets a block with the numbers of its stage and of itself therein, from 0.
  static func build<Layer>(
    _ stages: [EfficientNetStage], inputChannels: Int,
    _ build: (_ stage: Int, _ index: Int, Block) throws -> Layer
  ) rethrows -> [[Layer]] {
    var channels = inputChannels
    let blockCount = stages.reduce(0) { $0 + $1.blockCount }
    var blocksBefore = 0
    return try stages.enumerated().map { number, stage in
      try (0..<stage.blockCount).map { index in
        let layer = try build(
          number, index,
          Block(
            inputChannels: channels, outputChannels: stage.channels, expansion: stage.expansion,
            kernelSize: stage.kernelSize, stride: index == 0 ? stage.stride : 1,
            dropProbability: stochasticDepth * Double(blocksBefore) / Double(blockCount)))
        channels = stage.channels
        blocksBefore += 1
        return layer
      }
    }
  }
}

import Support
import Torch

/// Which residual network: the number is the count of weighted layers (He et al. 2016, table 1).
public enum ResNetDepth: Int, Sendable, Codable, CaseIterable {
  case resNet18 = 18
  case resNet50 = 50

  /// Blocks in each of the four stages.
  public var blockCounts: [Int] {
    switch self {
    case .resNet18: [2, 2, 2, 2]
    case .resNet50: [3, 4, 6, 3]
    }
  }

  /// Whether blocks squeeze their channels between two 1×1 convolutions.
  public var usesBottlenecks: Bool { self == .resNet50 }

  /// The length of the feature vector before the head.
  public var featureCount: Int { usesBottlenecks ? 2048 : 512 }

  public var displayName: String { "ResNet-\(rawValue)" }
}

/// The residual network up to its features, with torchvision's layer names.
///
/// Pictures [N, 3, H, W], normalised → features [N, 512 or 2048].
/// Source: He et al., "Deep residual learning for image recognition", CVPR 2016; strides as in
/// torchvision (in the 3×3 convolution of a bottleneck).
public struct ResNet {
  public let depth: ResNetDepth
  let stemConvolution: Convolution2d
  let stemNormalisation: BatchNormalisation2d
  let stages: [[ResidualBlock]]

  public init(_ path: ParameterPath, depth: ResNetDepth) throws {
    self.depth = depth
    stemConvolution = try Convolution2d(
      path / "conv1", inputChannels: 3, outputChannels: 64, kernelSize: 7, stride: 2, padding: 3)
    stemNormalisation = try BatchNormalisation2d(path / "bn1", channels: 64)
    var channels = 64
    stages = try depth.blockCounts.enumerated().map { stage, count in
      try (0..<count).map { index in
        let block = try ResidualBlock(
          path / "layer\(stage + 1)" / "\(index)", inputChannels: channels, width: 64 << stage,
          stride: stage > 0 && index == 0 ? 2 : 1, bottleneck: depth.usesBottlenecks)
        channels = block.outputChannels
        return block
      }
    }
  }

  public func callAsFunction(_ pictures: Tensor, training: Bool) throws -> Tensor {
    try parts(training: training).reduce(pictures) { x, part in try part.forward(x) }
  }

  /// The network's parts in the order in which pictures pass them, with torchvision's names.
  func parts(
    training: Bool
  ) -> [(name: String, forward: (Tensor) throws -> Tensor)] {
    let stem: [(String, (Tensor) throws -> Tensor)] = [
      ("conv1", { try stemConvolution($0) }),
      ("bn1", { try Functions.relu(consuming: stemNormalisation($0, training: training)) }),
      ("maxpool", { try Functions.maximumPool($0, kernelSize: 3, stride: 2, padding: 1) }),
    ]
    let residual = stages.enumerated().map { index, blocks in
      (
        "layer\(index + 1)",
        { (x: Tensor) in try blocks.reduce(x) { try $1($0, training: training) } }
      )
    }
    return stem + residual + [("avgpool", { try Functions.globalAveragePool($0) })]
  }
}

/// Convolutions with a shortcut around them: two 3×3 (basic), or 1×1, 3×3, 1×1 (bottleneck).
struct ResidualBlock {
  /// A bottleneck's output is four times as wide as its 3×3 convolution.
  static let bottleneckExpansion = 4

  let outputChannels: Int
  let steps: [(convolution: Convolution2d, normalisation: BatchNormalisation2d)]
  let shortcut: (convolution: Convolution2d, normalisation: BatchNormalisation2d)?

  init(
    _ path: ParameterPath, inputChannels: Int, width: Int, stride: Int, bottleneck: Bool
  ) throws {
    let output = bottleneck ? width * ResidualBlock.bottleneckExpansion : width
    // Input channels, output channels, kernel size, stride of each convolution.
    let plan =
      bottleneck
      ? [(inputChannels, width, 1, 1), (width, width, 3, stride), (width, output, 1, 1)]
      : [(inputChannels, width, 3, stride), (width, output, 3, 1)]
    steps = try plan.enumerated().map { index, step in
      let convolution = try Convolution2d(
        path / "conv\(index + 1)", inputChannels: step.0, outputChannels: step.1,
        kernelSize: step.2, stride: step.3, padding: step.2 / 2)
      return (convolution, try BatchNormalisation2d(path / "bn\(index + 1)", channels: step.1))
    }
    outputChannels = output
    guard stride != 1 || inputChannels != output else {
      shortcut = nil
      return
    }
    shortcut = (
      try Convolution2d(
        path / "downsample" / "0", inputChannels: inputChannels, outputChannels: output,
        kernelSize: 1, stride: stride),
      try BatchNormalisation2d(path / "downsample" / "1", channels: output)
    )
  }

  func callAsFunction(_ input: Tensor, training: Bool) throws -> Tensor {
    var x = input
    for (index, step) in steps.enumerated() {
      x = try step.normalisation(step.convolution(x), training: training)
      if index < steps.count - 1 { x = try Functions.relu(consuming: x) }
    }
    let identity =
      try shortcut.map { try $0.normalisation($0.convolution(input), training: training) } ?? input
    return try Functions.relu(consuming: Functions.sum(consuming: x, identity))
  }
}

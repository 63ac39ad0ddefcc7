import Support
import Torch

extension Reference {
  static let residualLearning = Reference(
    "inproceedings", "he2016deep",
    [
      "title": "Deep residual learning for image recognition",
      "author": "He, Kaiming and Zhang, Xiangyu and Ren, Shaoqing and Sun, Jian",
      "booktitle": "CVPR", "year": "2016", "doi": "10.1109/CVPR.2016.90",
    ])
}

/// The residual network up to its features, with torchvision's layer names.
///
/// Images [N, 3, H, W], normalised → features [N, 512 or 2048].
/// Source: He et al., "Deep residual learning for image recognition", CVPR 2016; strides as in
/// torchvision (in the 3×3 convolution of a bottleneck).
struct ResNet: Backbone {
  /// The count of weighted layers (He et al. 2016, table 1).
  enum Depth {
    case eighteen, fifty

    /// Blocks in each of the four stages.
    var blockCounts: [Int] {
      switch self {
      case .eighteen: [2, 2, 2, 2]
      case .fifty: [3, 4, 6, 3]
      }
    }

    /// Whether blocks squeeze their channels between two 1×1 convolutions.
    var usesBottlenecks: Bool { self == .fifty }
  }

  let featureCount: Int
  let stemConvolution: Convolution2d
  let stemNormalisation: BatchNormalisation2d
  let stages: [[ResidualBlock]]

  init(_ path: ParameterPath, depth: Depth) throws {
    featureCount = depth.usesBottlenecks ? 2048 : 512
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

  func parts(training: Bool) -> [BackbonePart] {
    let stem = [
      BackbonePart("conv1") { try stemConvolution($0) },
      BackbonePart("bn1") {
        try Functions.relu(consuming: stemNormalisation($0, training: training))
      },
      BackbonePart("maxpool") {
        try Functions.maximumPool($0, kernelSize: 3, stride: 2, padding: 1)
      },
    ]
    let residual = stages.enumerated().map { index, blocks in
      BackbonePart("layer\(index + 1)") { x in
        try blocks.reduce(x) { try $1($0, training: training) }
      }
    }
    return stem + residual + [BackbonePart("avgpool") { try Functions.globalAveragePool($0) }]
  }

  func featuresForInference(inputShape: [Int]) throws -> (Tensor) throws -> Tensor {
    let folded = try FoldedResNet(self, inputShape: inputShape)
    return { images in try folded(images) }
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

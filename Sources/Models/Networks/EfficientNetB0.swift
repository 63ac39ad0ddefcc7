import Support
import Torch
import Weights

extension Architecture {
  /// EfficientNet-B0 (Tan & Le 2019).
  public static let efficientNetB0 = Architecture(
    name: "efficientnet_b0", displayName: "EfficientNet-B0",
    references: [
      Reference(
        "inproceedings", "tan2019efficientnet",
        [
          "title": "{EfficientNet}: rethinking model scaling for convolutional neural networks",
          "author": "Tan, Mingxing and Le, Quoc V.", "booktitle": "ICML", "year": "2019",
          "eprint": "1905.11946", "archiveprefix": "arXiv",
        ])
    ],
    publishedWeights: [
      .torchvision(
        "efficientnet_b0", "EfficientNet-B0", "IMAGENET1K_V1 (converted from timm)",
        "efficientnet_b0_rwightman-7f5810bc.pth", byteCount: 21_444_401,
        sha256: "7f5810bc96def8f7552d5b7e68d53c4786f81167d28291b21c0d90e1fca14934")
    ],
    firstLayer: "features.0.0", headName: "classifier",
    // torchvision's stands behind a dropout layer, which is number 0.
    linearHeadName: "classifier.1", tensorName: EfficientNet.name,
    backbone: { try EfficientNet($0) })
}

/// EfficientNet-B0 up to its features, with torchvision's layer names.
///
/// Images [N, 3, H, W], normalised → features [N, 1280].
/// Source: Tan & Le, "EfficientNet: rethinking model scaling for convolutional neural networks",
/// ICML 2019, table 1; batch normalisation, initial weights and stochastic depth as in torchvision.
private struct EfficientNet: Backbone {
  let featureCount = 1280
  private let stem: NormalisedConvolution
  private let stages: [[InvertedResidual]]
  private let last: NormalisedConvolution

  init(_ path: ParameterPath) throws {
    let path = path / "features"
    let stemChannels = 32
    stem = try NormalisedConvolution(
      path / "0", inputChannels: 3, outputChannels: stemChannels, kernelSize: 3, stride: 2)
    let kinds = EfficientNetStage.baseline
    stages = try EfficientNetStage.build(kinds, inputChannels: stemChannels) {
      number, index, block in
      try InvertedResidual(path / "\(number + 1)" / "\(index)", block)
    }
    last = try NormalisedConvolution(
      path / "\(stages.count + 1)", inputChannels: kinds[kinds.count - 1].channels,
      outputChannels: featureCount,
      kernelSize: 1)
  }

  func parts(training: Bool) -> [BackbonePart] {
    let blocks = stages.enumerated().map { number, blocks in
      BackbonePart("features.\(number + 1)") { x in
        try blocks.reduce(x) { try $1($0, training: training) }
      }
    }
    return [BackbonePart("features.0") { try Functions.silu(stem($0, training: training)) }]
      + blocks
      + [
        BackbonePart("features.\(stages.count + 1)") {
          try Functions.silu(last($0, training: training))
        },
        BackbonePart("avgpool") { try Functions.globalAveragePool($0) },
      ]
  }
}

extension EfficientNet {
  /// torchvision's name for a tensor that timm's `efficientnet_b0` calls “blocks.1.0.conv_pw.weight”.
  /// Other names stay.
  static func name(_ other: String) -> String {
    if let match = other.wholeMatch(of: /blocks\.([0-6])\.([0-9]+)\.(\w+(?:\.conv_\w+)?)\.(\w+)/),
      let stage = Int(match.1),
      let layer = (stage == 0 ? plainLayers : widenedLayers)[String(match.3)]
    {
      return "features.\(stage + 1).\(match.2).block.\(layer).\(match.4)"
    }
    let parts = other.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let layer = outerLayers[String(parts[0])] else { return other }
    return "\(layer).\(parts[1])"
  }

  private static let outerLayers = [
    "conv_stem": "features.0.0", "bn1": "features.0.1", "conv_head": "features.8.0",
    "bn2": "features.8.1", "classifier": "classifier.1",
  ]
  private static let plainLayers = [
    "conv_dw": "0.0", "bn1": "0.1", "se.conv_reduce": "1.fc1", "se.conv_expand": "1.fc2",
    "conv_pw": "2.0", "bn2": "2.1",
  ]
  private static let widenedLayers = [
    "conv_pw": "0.0", "bn1": "0.1", "conv_dw": "1.0", "bn2": "1.1", "se.conv_reduce": "2.fc1",
    "se.conv_expand": "2.fc2", "conv_pwl": "3.0", "bn3": "3.1",
  ]
}

/// A convolution that keeps the size of images but for its stride, and its normalisation:
/// torchvision's `Conv2dNormActivation` without the activation.
private struct NormalisedConvolution {
  private let convolution: Convolution2d
  private let normalisation: BatchNormalisation2d

  init(
    _ path: ParameterPath, inputChannels: Int, outputChannels: Int, kernelSize: Int,
    stride: Int = 1, groups: Int = 1
  ) throws {
    convolution = try Convolution2d(
      path / "0", inputChannels: inputChannels, outputChannels: outputChannels,
      kernelSize: kernelSize, stride: stride, padding: kernelSize / 2, groups: groups)
    normalisation = try BatchNormalisation2d(path / "1", channels: outputChannels)
  }

  func callAsFunction(_ input: Tensor, training: Bool) throws -> Tensor {
    try normalisation(convolution(input), training: training)
  }
}

/// A 1×1 convolution that widens, a depthwise one, squeeze and excitation, and a 1×1 convolution
/// that narrows, with a shortcut where input and output have the same shape (Sandler et al. 2018,
/// MobileNetV2): torchvision's `MBConv`.
private struct InvertedResidual {
  private let widening: NormalisedConvolution?
  private let depthwise: NormalisedConvolution
  private let excitation: SqueezeExcitation
  private let narrowing: NormalisedConvolution
  private let block: EfficientNetStage.Block

  init(_ path: ParameterPath, _ block: EfficientNetStage.Block) throws {
    self.block = block
    let width = block.width
    var partCount = 0
    func nextPart() -> ParameterPath {
      defer { partCount += 1 }
      return path / "block" / "\(partCount)"
    }
    widening =
      block.expansion == 1
      ? nil
      : try NormalisedConvolution(
        nextPart(), inputChannels: block.inputChannels, outputChannels: width, kernelSize: 1)
    depthwise = try NormalisedConvolution(
      nextPart(), inputChannels: width, outputChannels: width, kernelSize: block.kernelSize,
      stride: block.stride, groups: width)
    excitation = try SqueezeExcitation(
      nextPart(), channels: width, squeezedChannels: block.inputChannels / 4)
    narrowing = try NormalisedConvolution(
      nextPart(), inputChannels: width, outputChannels: block.outputChannels, kernelSize: 1)
  }

  func callAsFunction(_ input: Tensor, training: Bool) throws -> Tensor {
    var x = try widening.map { try Functions.silu($0(input, training: training)) } ?? input
    x = try Functions.silu(depthwise(x, training: training))
    x = try narrowing(excitation(x), training: training)
    return try block.addingShortcut(to: x, from: input, training: training)
  }
}

/// Scales each channel by a number in 0 ... 1 that all channels' means decide (Hu et al. 2018).
private struct SqueezeExcitation {
  private let squeeze: Convolution2d
  private let excite: Convolution2d

  init(_ path: ParameterPath, channels: Int, squeezedChannels: Int) throws {
    squeeze = try Convolution2d(
      path / "fc1", inputChannels: channels, outputChannels: squeezedChannels, kernelSize: 1,
      hasBias: true)
    excite = try Convolution2d(
      path / "fc2", inputChannels: squeezedChannels, outputChannels: channels, kernelSize: 1,
      hasBias: true)
  }

  func callAsFunction(_ input: Tensor) throws -> Tensor {
    let means = try input.mean(over: [2, 3], keepingDimensions: true)
    return try Functions.sigmoid(excite(Functions.silu(squeeze(means)))) * input
  }
}

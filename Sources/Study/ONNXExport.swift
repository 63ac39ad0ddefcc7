import Foundation
import Models
import Support
import Torch
import Training
import Weights

/// Writes a model as ONNX, from the pixels of faces to predictions: central crop, normalisation, network, head,
/// and the mean with the mirror image where predictions have it.
enum ONNXExport {
  /// Writes a model of this program's, or a network's weights with a head of one linear layer.
  /// - Returns: the number of labels, ages or classes.
  /// - Throws: `SmilestoneError.badInput` where the file is neither.
  static func write(_ source: URL, to out: URL) throws -> Int {
    let (model, imageSize, centralCrop, metadata, predict) = try read(source)
    var count = 0
    let file = try model.onnx(
      imageSize: imageSize, inputDescription: inputDescription,
      producerVersion: Smilestone.version,
      metadata: metadata.merging([
        "input": inputDescription, "source_sha256": ContentHash.sha256(ofFile: source),
        "libtorch": Runtime.libtorchVersion,
      ]) { $1 }
    ) { images in
      let outputs = try predict(normalised(centralCrop(images)))
      count = outputs.map { $0.value.shape.dropFirst().reduce(1, *) }.max() ?? 0
      return outputs
    }
    try AtomicFile.write(file, to: out)
    return count
  }

  private static let inputDescription =
    "RGB images, N x 3 x S x S, from 0 (black) to 1; a grey image has three equal channels"

  private static func normalised(_ images: Tensor) throws -> Tensor {
    try (images - Tensor(Normalisation.mean, shape: [1, 3, 1, 1]))
      / Tensor(Normalisation.deviation, shape: [1, 3, 1, 1])
  }

  private typealias Source = (
    model: FaceModel, imageSize: Int, centralCrop: CentralCrop, metadata: [String: String],
    predict: (Tensor) throws -> [ONNXOutput]
  )

  private static func read(_ source: URL) throws -> Source {
    let file = try WeightsFile(contentsOf: source)
    guard ModelFile.isDescribed(file) else { return try network(file, source) }
    var (description, model) = try ModelFile.read(source)
    // Thousands of hashes that concern the training alone.
    description.selectionFaces = nil
    var metadata = [
      ModelFile.key: String(decoding: try SettingsFile.encode(description), as: UTF8.self),
      "kind": description.kind.rawValue, "name": description.name,
      "colour": description.colour.rawValue, "image_size": "\(description.settings.imageSize)",
      "architecture": description.settings.architecture.name,
    ]
    switch description.kind {
    case .expression:
      metadata["labels"] = description.vocabulary.labels.emotions.map(\.rawValue)
        .joined(separator: ",")
    case .age:
      metadata["ages_in_years"] = AgeClasses.agesInYears.map(String.init).joined(separator: ",")
    }
    let kind = description.kind
    let averages = description.settings.averagesMirrorImage
    let summary = description.settings.ageEstimate
    return (
      model, description.settings.imageSize, CentralCrop(description.settings.centralCrop),
      metadata,
      { images in
        kind == .age
          ? try ages(model, images, estimatedAs: summary)
          : try expressions(model, images, averagesMirrorImage: averages)
      }
    )
  }

  /// Weights of a network with a head of one linear layer, such as ImageNet's.
  private static func network(_ file: WeightsFile, _ source: URL) throws -> Source {
    let names = WeightNames(file.tensors.keys)
    guard let architecture = WeightsExport.architecture(of: names),
      let head = try architecture.fileNames(names, of: file.name)[
        "\(architecture.linearHeadName).weight"],
      let shape = file.tensors[head]?.shape, shape.count == 2
    else {
      throw SmilestoneError.badInput(
        "\(source.path) is no model of Smilestone’s, and no network that it knows with a head of one "
          + "linear layer.",
        remedy: "Give a model.safetensors that `smilestone train` or `smilestone age train` wrote.")
    }
    let model = try FaceModel(
      architecture: architecture, head: .linear(outputs: shape[0]), initialisesWeights: false)
    try model.load(from: source)
    return (
      model, 224, CentralCrop(1), ["architecture": architecture.name, "image_size": "224"],
      { images in try [logits(model(images, training: false).outputs)] }
    )
  }

  private static func logits(_ value: Tensor) -> ONNXOutput {
    ONNXOutput("logits", value, "the head's outputs before the softmax")
  }

  private static func expressions(
    _ model: FaceModel, _ images: Tensor, averagesMirrorImage: Bool
  ) throws -> [ONNXOutput] {
    let outputs = try model(images, training: false).outputs
    var probabilities = try Functions.softmax(outputs)
    if averagesMirrorImage {
      let mirrored = try model(images.flipped(along: [3]), training: false).outputs
      probabilities = try (probabilities + Functions.softmax(mirrored)) * 0.5
    }
    return [
      logits(outputs),
      ONNXOutput(
        "probabilities", probabilities,
        "of the labels, in their order"
          + (averagesMirrorImage ? "; the mean over the image and its mirror image" : "")),
    ]
  }

  /// As `Inference.ages` has them.
  private static func ages(
    _ model: FaceModel, _ images: Tensor, estimatedAs summary: AgeSummary
  ) throws -> [ONNXOutput] {
    let views = [images, try images.flipped(along: [3])]
    let outputs = try views.map { try model($0, training: false).outputs }
    let count = images.shape[0]
    guard case .ageDistribution = model.head else {
      let mean = try Functions.relu((outputs[0] + outputs[1]) * 0.5)
      return [ONNXOutput("age", try mean.reshaped([count]), "in years")]
    }
    let probabilities =
      try (Functions.softmax(outputs[0]) + Functions.softmax(outputs[1])) * 0.5
    let age =
      switch summary {
      case .mean: try mean(of: probabilities)
      case .median: try median(of: probabilities)
      }
    return [
      ONNXOutput("age", try age.reshaped([count]), "in years: the \(summary.rawValue)"),
      ONNXOutput("probabilities", probabilities, "of the ages 0 to 100 years"),
    ]
  }

  private static func mean(of probabilities: Tensor) throws -> Tensor {
    let years = AgeClasses.agesInYears
    return try probabilities.matrixProduct(
      Tensor(years.map(Float.init), shape: [years.count, 1]))
  }

  /// As `AgeClasses.medianAgeInYears`, in operations that ONNX has.
  private static func median(of probabilities: Tensor) throws -> Tensor {
    let years = AgeClasses.agesInYears
    let isEarlier = try Tensor(
      years.flatMap { row in years.map { row < $0 ? 1 : 0 as Float } },
      shape: [years.count, years.count])
    let below = try probabilities.matrixProduct(isEarlier)
    let parts = try (0.5 - below) / (probabilities + AgeClasses.leastProbability)
    // From 0 to 1.
    let kept = try Functions.relu6(parts * 6) * (1.0 / 6)
    let ones = try Tensor([Float](repeating: 1, count: years.count), shape: [years.count, 1])
    return try Functions.relu(kept.matrixProduct(ones) + -0.5)
  }
}

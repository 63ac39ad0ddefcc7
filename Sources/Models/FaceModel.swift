import Foundation
import Support
import Torch

/// What follows the features of the network. Layers are named as in ResNets here, under `fc`; other
/// networks have them under `Architecture.headName`.
public enum Head: Sendable, Equatable {
  /// One linear layer, as torchvision's and timm's networks have for ImageNet's classes.
  case linear(outputs: Int)
  /// Dropout, then a linear layer `fc.1` with an output for each label: the study's expression models.
  case expression(dropout: Double, outputs: Int)
  /// Dropout, then Linear(features, 256) `fc.1` and Linear(256, 1) `fc.2`: the study's age
  /// estimator. There is no nonlinearity between them, as in the study.
  case age(dropout: Double)
  /// Dropout, then a linear layer `fc.1` with a logit for each of `AgeClasses`.
  case ageDistribution(dropout: Double)
}

/// A network with a head.
public final class FaceModel {
  public let architecture: Architecture
  public let head: Head
  public let store: ParameterStore
  let backbone: any Backbone
  let headLayers: HeadLayers

  /// Builds the model with random initial weights, drawn from libtorch's generator.
  /// - Parameter initialisesWeights: false leaves them undefined, to be read from a file next.
  public init(
    architecture: Architecture, head: Head, initialisesWeights: Bool = true
  ) throws {
    store = ParameterStore(initialisesWeights: initialisesWeights)
    self.architecture = architecture
    self.head = head
    backbone = try architecture.backbone(store.root)
    headLayers = try HeadLayers(
      store.root, architecture: architecture, head: head, features: backbone.featureCount)
  }

  static let ageHiddenCount = 256

  /// Features before dropout [N, features], and the head's outputs [N, outputs].
  public struct Output {
    public let features: Tensor
    public let outputs: Tensor

    public init(features: Tensor, outputs: Tensor) {
      self.features = features
      self.outputs = outputs
    }
  }

  /// - Parameter images: [N, 3, H, W], normalised with ImageNet's mean and deviation.
  public func callAsFunction(_ images: Tensor, training: Bool) throws -> Output {
    let features = try backbone(images, training: training)
    return Output(features: features, outputs: try headLayers(features, training: training))
  }

  /// Prepares weights whose normalisations were published without statistics for training: measures them,
  /// and leaves what the network makes of these images as it is. Other weights stay.
  /// - Parameter images: [N, 3, H, W], normalised; some of the training's, unvaried. Read only where needed.
  public func measureNormalisations(of images: @autoclosure () throws -> Tensor) throws {
    try backbone.measureNormalisations(of: images)
  }

  /// The layers behind the features.
  struct HeadLayers {
    private let dropout: Double
    private let layers: [Linear]

    init(
      _ root: ParameterPath, architecture: Architecture, head: Head, features: Int
    ) throws {
      let path = root / architecture.headName
      switch head {
      case .linear(let outputs):
        dropout = 0
        let path = root / architecture.linearHeadName
        layers = [try Linear(path, inputs: features, outputs: outputs)]
      case .expression(let dropout, let outputs):
        self.dropout = dropout
        layers = [try Linear(path / "1", inputs: features, outputs: outputs)]
      case .age(let dropout):
        self.dropout = dropout
        layers = [
          try Linear(path / "1", inputs: features, outputs: FaceModel.ageHiddenCount),
          try Linear(path / "2", inputs: FaceModel.ageHiddenCount, outputs: 1),
        ]
      case .ageDistribution(let dropout):
        self.dropout = dropout
        let years = AgeClasses.agesInYears.count
        layers = [try Linear(path / "1", inputs: features, outputs: years)]
      }
    }

    /// Features [N, features] → outputs [N, outputs].
    func callAsFunction(_ features: Tensor, training: Bool) throws -> Tensor {
      let kept = try Functions.dropout(features, probability: dropout, training: training)
      return try layers.reduce(kept) { try $1($0) }
    }
  }

  /// The model made ready for inference; it may share this model's weights.
  /// - Parameter inputShape: [N, 3, H, W] of the batches to come; others are computed too, perhaps
  ///   more slowly.
  public func preparedForInference(inputShape: [Int]) throws -> InferenceModel {
    try InferenceModel(self, inputShape: inputShape)
  }
}

extension FaceModel {
  /// Makes an age head predict centre + scale · (what it predicts now).
  public func scaleAges(by scale: Double, from centre: Double) throws {
    let last = "\(architecture.headName).2"
    guard case .age = head, let weight = store["\(last).weight"], let bias = store["\(last).bias"]
    else { return }
    try withoutGradients {
      try weight.assign(weight.value * scale)
      try bias.assign(bias.value * scale + centre)
    }
  }

  /// Adds a constant to each output of an expression head.
  /// - Parameter shifts: one for each output.
  public func shiftOutputs(by shifts: [Double]) throws {
    guard case .expression = head, let bias = store["\(architecture.headName).1.bias"] else {
      return
    }
    try withoutGradients {
      let added = try Tensor(shifts, shape: [shifts.count]).to(bias.value.elementType ?? .float32)
        .to(bias.value.device)
      try bias.assign(bias.value + added)
    }
  }
}

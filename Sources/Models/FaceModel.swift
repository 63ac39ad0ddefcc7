import Foundation
import Support
import Torch

/// What follows the features of the network.
public enum Head: Sendable, Equatable {
  /// One linear layer called `fc`, as torchvision's ResNets have for ImageNet's classes.
  case linear(outputs: Int)
  /// Dropout, then a linear layer `fc.1`: the study's expression models.
  case expression(dropout: Double)
  /// Dropout, then Linear(features, 256) `fc.1` and Linear(256, 1) `fc.2`: the study's age
  /// estimator. There is no nonlinearity between them, as in the study.
  case age(dropout: Double)
  /// Dropout, then a linear layer `fc.1` with a logit for each year of `AgeDistribution`.
  case ageDistribution(dropout: Double)
}

/// A residual network with a head.
public final class FaceModel {
  public let depth: ResNetDepth
  public let head: Head
  public let store: ParameterStore
  let backbone: ResNet
  let headLayers: HeadLayers

  /// Builds the model with random initial weights, drawn from libtorch's generator.
  /// - Parameter initialisesWeights: false leaves them undefined, to be read from a file next.
  public init(depth: ResNetDepth, head: Head, initialisesWeights: Bool = true) throws {
    store = ParameterStore(initialisesWeights: initialisesWeights)
    self.depth = depth
    self.head = head
    backbone = try ResNet(store.root, depth: depth)
    headLayers = try HeadLayers(store.root / "fc", head: head, features: depth.featureCount)
  }

  public static let emotionCount = 7
  /// What the names of the head's weights begin with.
  static let headPrefix = "fc."
  static let ageHiddenCount = 256

  /// Features before dropout [N, 512 or 2048], and the head's outputs [N, outputs].
  public struct Output {
    public let features: Tensor
    public let outputs: Tensor

    public init(features: Tensor, outputs: Tensor) {
      self.features = features
      self.outputs = outputs
    }
  }

  /// - Parameter pictures: [N, 3, H, W], normalised with ImageNet's mean and deviation.
  public func callAsFunction(_ pictures: Tensor, training: Bool) throws -> Output {
    let features = try backbone(pictures, training: training)
    return Output(features: features, outputs: try headLayers(features, training: training))
  }

  /// The layers behind the features.
  struct HeadLayers {
    private let dropout: Double
    private let layers: [Linear]

    init(_ path: ParameterPath, head: Head, features: Int) throws {
      switch head {
      case .linear(let outputs):
        dropout = 0
        layers = [try Linear(path, inputs: features, outputs: outputs)]
      case .expression(let dropout):
        self.dropout = dropout
        layers = [try Linear(path / "1", inputs: features, outputs: FaceModel.emotionCount)]
      case .age(let dropout):
        self.dropout = dropout
        layers = [
          try Linear(path / "1", inputs: features, outputs: FaceModel.ageHiddenCount),
          try Linear(path / "2", inputs: FaceModel.ageHiddenCount, outputs: 1),
        ]
      case .ageDistribution(let dropout):
        self.dropout = dropout
        let years = AgeDistribution.agesInYears.count
        layers = [try Linear(path / "1", inputs: features, outputs: years)]
      }
    }

    /// Features [N, features] → outputs [N, outputs].
    func callAsFunction(_ features: Tensor, training: Bool) throws -> Tensor {
      let kept = try Functions.dropout(features, probability: dropout, training: training)
      return try layers.reduce(kept) { try $1($0) }
    }
  }

  /// The network with its normalisations folded into the convolutions, for inference.
  /// - Parameter inputShape: [N, 3, H, W] of the batches to come; others are computed too, more
  ///   slowly.
  public func foldedForInference(inputShape: [Int]) throws -> FoldedModel {
    try FoldedModel(model: self, backbone: backbone, inputShape: inputShape)
  }
}

extension FaceModel {
  /// Makes an age head answer centre + scale · (what it answers now).
  public func scaleAges(by scale: Double, from centre: Double) throws {
    guard case .age = head, let weight = store["fc.2.weight"], let bias = store["fc.2.bias"] else {
      return
    }
    try withoutGradients {
      try weight.assign(weight.value * scale)
      try bias.assign(bias.value * scale + centre)
    }
  }
}

import Torch

/// A network up to its features: images [N, 3, H, W], normalised → features [N, featureCount].
protocol Backbone {
  /// The length of the feature vector before the head.
  var featureCount: Int { get }

  /// The network's parts in the order in which images pass them.
  func parts(training: Bool) -> [BackbonePart]

  /// Prepares weights whose normalisations were published without statistics: measures them, and leaves
  /// what the network makes of these images as it is. Other weights stay.
  /// - Parameter images: gives [N, 3, H, W], normalised; some of those to come, unvaried.
  func measureNormalisations(of images: () throws -> Tensor) throws

  /// The function that gives the features at inference.
  /// - Parameter inputShape: [N, 3, H, W] of the batches to come; others are computed too.
  func featuresForInference(inputShape: [Int]) throws -> (Tensor) throws -> Tensor
}

/// A part of a network, under the name that its weights begin with in the state dict.
struct BackbonePart {
  let name: String
  let forward: (Tensor) throws -> Tensor

  init(_ name: String, _ forward: @escaping (Tensor) throws -> Tensor) {
    self.name = name
    self.forward = forward
  }
}

extension Backbone {
  func callAsFunction(_ images: Tensor, training: Bool) throws -> Tensor {
    try parts(training: training).reduce(images) { x, part in try part.forward(x) }
  }

  /// Networks that are published with their statistics.
  func measureNormalisations(of images: () throws -> Tensor) throws {}

  /// Networks that have no faster form are evaluated as they are.
  func featuresForInference(inputShape: [Int]) throws -> (Tensor) throws -> Tensor {
    { images in try self(images, training: false) }
  }
}

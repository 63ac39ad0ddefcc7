import Torch

/// A model made ready to show where it looks, by Grad-CAM: Selvaraju et al., "Grad-CAM: visual
/// explanations from deep networks via gradient-based localization", ICCV 2017, equations 1 and 2.
/// Threads may share it.
public struct SaliencyModel {
  /// What a batch of images gives.
  public struct Output {
    /// Features before dropout [N, features], and the head's outputs [N, outputs].
    public let features, outputs: Tensor
    /// How much each place speaks for each image's largest output [N, h, w], 0 or more; nil for
    /// a network without maps.
    public let maps: Tensor?
  }

  /// Maps of fewer places a side say next to nothing about a face.
  static let leastSide = 6

  /// The part whose output the maps weigh: the deepest with at least 6 × 6 places, or with as many
  /// as there are; nil for a network whose features are no means over places (a transformer).
  public let layer: String?
  /// The maps' height and width; nil like `layer`.
  public let mapShape: [Int]?
  private let before, after: [BackbonePart]
  private let head: FaceModel.HeadLayers

  /// - Parameters:
  ///   - model: its weights are frozen from here on.
  ///   - imageSize: the side of the images to come, in pixels.
  public init(_ model: FaceModel, imageSize: Int) throws {
    let summaries = try model.layerSummaries(imageSize: imageSize)
    for parameter in model.store.parameters { try parameter.freeze() }
    let parts = model.backbone.parts(training: false)
    let place = SaliencyModel.place(in: summaries.prefix(parts.count).map(\.outputShape))
    layer = place.map { parts[$0].name }
    mapShape = place.map { Array(summaries[$0].outputShape.dropFirst()) }
    let count = place.map { $0 + 1 } ?? parts.count
    before = Array(parts.prefix(count))
    after = Array(parts.dropFirst(count))
    head = model.headLayers
  }

  /// - Parameter shapes: of what leaves each part, [channels, h, w] or others.
  private static func place(in shapes: [[Int]]) -> Int? {
    guard let last = shapes.dropLast().last, last.count == 3 else { return nil }
    let sides = shapes.map { $0.count == 3 ? $0[1] : 0 }
    let enough = min(leastSide, sides.max() ?? 0)
    return sides.lastIndex { $0 >= enough }
  }

  /// - Parameter images: [N, 3, H, W], normalised.
  public func callAsFunction(_ images: Tensor) throws -> Output {
    let activations = try withoutGradients {
      try before.reduce(images) { x, part in try part.forward(x) }
    }
    if layer != nil { try activations.requireGradient() }
    let features = try after.reduce(activations) { x, part in try part.forward(x) }
    let outputs = try head(features, training: false)
    guard layer != nil else { return Output(features: features, outputs: outputs, maps: nil) }
    // Images do not touch each other, so the sum's gradient is each image's own.
    try outputs.maximum(over: [1]).sum().backward()
    return try withoutGradients {
      let maps = try activations.gradient().map { gradient in
        let weights = try gradient.mean(over: [2, 3], keepingDimensions: true)
        return try Functions.relu((weights * activations).sum(over: [1]))
      }
      return Output(features: try features.detached(), outputs: try outputs.detached(), maps: maps)
    }
  }
}

import Support
import Torch

/// The first layers of a network, ready for inference: local features of images, before anything is named.
/// Threads may share them.
public struct EarlyLayers: Sendable {
  private nonisolated(unsafe) let parts: [BackbonePart]

  /// - Parameters:
  ///   - model: its weights are frozen from here on.
  ///   - layer: the last layer's name: "blocks.2".
  /// - Throws: `SmilestoneError.usage` for a layer that the network does not have.
  public init(_ model: FaceModel, through layer: String) throws {
    let all = model.backbone.parts(training: false)
    guard let last = all.firstIndex(where: { $0.name == layer }) else {
      throw SmilestoneError.usage(
        "\(model.architecture.displayName) has no layer “\(layer)”.",
        remedy: "Its layers are \(all.map(\.name).joined(separator: ", ")).")
    }
    for parameter in model.store.parameters { try parameter.freeze() }
    parts = Array(all[...last])
  }

  /// - Parameter images: [N, 3, H, W], normalised by `ImageNetColours`.
  /// - Returns: [N, channels, h, w].
  public func callAsFunction(_ images: Tensor) throws -> Tensor {
    try withoutGradients { try parts.reduce(images) { x, part in try part.forward(x) } }
  }
}

import Torch

/// One part of a model, for tables: measured on the model itself.
public struct LayerSummary: Sendable, Equatable {
  /// The part's name in the state dict: "layer1", "blocks.0".
  public let name: String
  /// The shape of what leaves it for one image: [64, 12, 12].
  public let outputShape: [Int]
  /// Weights and biases in it, buffers aside.
  public let weightCount: Int
  /// Whether it has weights and all of them are frozen.
  public let isFrozen: Bool
}

extension FaceModel {
  /// The parts in the order in which an image of the given size passes them.
  /// - Parameter imageSize: side in pixels.
  public func layerSummaries(imageSize: Int) throws -> [LayerSummary] {
    func summary(_ name: String, _ output: Tensor) -> LayerSummary {
      let weights = store.parameters.filter { $0.kind == .weight && $0.belongs(to: name) }
      return LayerSummary(
        name: name, outputShape: Array(output.shape.dropFirst()),
        weightCount: weights.reduce(0) { $0 + $1.value.elementCount },
        isFrozen: !weights.isEmpty && weights.allSatisfy(\.isFrozen))
    }
    return try withoutGradients {
      var x = try Tensor.zeros([1, 3, imageSize, imageSize])
      var summaries: [LayerSummary] = []
      for part in backbone.parts(training: false) {
        x = try part.forward(x)
        summaries.append(summary(part.name, x))
      }
      let outputs = try headLayers(x, training: false)
      return summaries + [summary(architecture.headName, outputs)]
    }
  }
}

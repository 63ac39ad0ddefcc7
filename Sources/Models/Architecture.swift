import Torch

/// One part of a model, for tables: measured on the model itself.
public struct LayerSummary: Sendable, Equatable {
  /// The part's name in the state dict: "layer1".
  public let name: String
  /// The shape of what leaves it for one picture: [64, 12, 12].
  public let outputShape: [Int]
  /// Weights and biases in it, buffers aside.
  public let weightCount: Int
}

extension FaceModel {
  /// The parts in the order in which a picture of the given size passes them.
  /// - Parameter pictureSize: side in pixels.
  public func layerSummaries(pictureSize: Int) throws -> [LayerSummary] {
    var counts: [String: Int] = [:]
    for parameter in store.parameters where parameter.kind == .weight {
      let name = parameter.name.prefix { $0 != "." }
      counts[String(name), default: 0] += parameter.value.elementCount
    }
    return try withoutGradients {
      var x = try Tensor.zeros([1, 3, pictureSize, pictureSize])
      var summaries: [LayerSummary] = []
      for part in backbone.parts(training: false) {
        x = try part.forward(x)
        summaries.append(
          LayerSummary(
            name: part.name, outputShape: Array(x.shape.dropFirst()),
            weightCount: counts[part.name] ?? 0))
      }
      let outputs = try headLayers(x, training: false)
      summaries.append(
        LayerSummary(
          name: "fc", outputShape: Array(outputs.shape.dropFirst()), weightCount: counts["fc"] ?? 0
        ))
      return summaries
    }
  }
}

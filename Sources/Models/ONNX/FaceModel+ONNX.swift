import Foundation
import Support
import Torch

/// One output of a model that is written as ONNX.
public struct ONNXOutput {
  public let name: String
  /// What its numbers are.
  public let description: String
  /// [N] or [N, K].
  public let value: Tensor

  public init(_ name: String, _ value: Tensor, _ description: String) {
    (self.name, self.value, self.description) = (name, value, description)
  }
}

extension FaceModel {
  /// The model, and what is made of its outputs, as an ONNX file for batches of any size.
  ///
  /// What is computed is run once and written down operator by operator, so a new network needs nothing
  /// of its own here while its operations have a translation.
  /// - Parameters:
  ///   - imageSize: the side of the images in pixels.
  ///   - metadata: what readers find beside the graph.
  ///   - outputs: what is computed of images [N, 3, S, S] with values in 0 ... 1, by this model on the CPU.
  /// - Throws: `SmilestoneError.failed` where an operation has no translation.
  public func onnx(
    imageSize: Int, inputDescription: String, producerVersion: String,
    metadata: [String: String], outputs: (Tensor) throws -> [ONNXOutput]
  ) throws -> Data {
    let images = try Tensor.full(0.5, shape: [1, 3, imageSize, imageSize])
    let (values, trace) = try OperationTrace.recording {
      try withoutGradients { try outputs(images) }
    }
    let weights = Dictionary(
      uniqueKeysWithValues: store.parameters.map { ($0.value.identity, $0.name) })
    var translation = ONNXTranslation(input: images, name: "images", weights: weights)
    try translation.translate(trace)
    for output in values { try translation.export(output.value, as: output.name) }
    return translation.graph.file(
      name: architecture.name, producerVersion: producerVersion,
      input: .init(
        name: "images", shape: [nil, 3, imageSize, imageSize], description: inputDescription),
      outputs: values.map {
        .init(
          name: $0.name, shape: [nil] + $0.value.shape.dropFirst().map(Optional.some),
          description: $0.description)
      }, metadata: metadata)
  }
}

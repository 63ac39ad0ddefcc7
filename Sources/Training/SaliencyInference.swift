import Models
import Support
import Torch

/// What a model makes of a face on the way to its prediction.
public struct FaceView: Sendable {
  /// The features before the head.
  public let features: [Double]
  /// How much each place of the image speaks for the prediction, row by row; the places add up to 1.
  /// nil where none does, and for a network without maps.
  public let map: [Double]?
}

/// Inspects a trained model: its features and where it looks (`SaliencyModel`), face by face, in whole images, so
/// that maps of all models lie on the same faces.
public struct SaliencyInference {
  private let model: BatchedModel<SaliencyModel>

  /// - Parameters:
  ///   - model: is moved to the device, and its weights are frozen.
  ///   - imageSize: the side of the images to come, in pixels.
  public init(model: FaceModel, imageSize: Int, device: Device) throws {
    let saliency = try SaliencyModel(model, imageSize: imageSize)
    try model.store.move(to: device)
    self.model = BatchedModel(model: saliency, device: device)
  }

  /// The part of the network that the maps are of, and their height and width; nil where the
  /// network has no maps.
  public var layer: String? { model.model.layer }
  public var mapShape: [Int]? { model.model.mapShape }

  /// One view for each index, in their order.
  public func views(
    of source: any ImageSource, at indices: [Int], task: String, observer: any ProgressObserver
  ) throws -> [FaceView] {
    try model.results(of: source, at: indices, task: task, observer: observer) { model, images in
      let output = try model(images)
      return try withoutGradients {
        let features = try output.features.rows()
        let maps = try output.maps?.rows()
        return features.indices.map { face in
          FaceView(features: features[face], map: maps.flatMap { share($0[face]) })
        }
      }
    }
  }
}

/// A map divided by its sum.
private func share(_ map: [Double]) -> [Double]? {
  let sum = map.reduce(0, +)
  return sum > 0 ? map.map { $0 / sum } : nil
}

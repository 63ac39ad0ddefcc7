import Torch

/// A model made ready for inference; outputs agree with the model's own in evaluation mode to
/// rounding. Threads may share it.
public struct InferenceModel {
  private let features: (Tensor) throws -> Tensor
  private let head: FaceModel.HeadLayers

  init(_ model: FaceModel, inputShape: [Int]) throws {
    features = try model.backbone.featuresForInference(inputShape: inputShape)
    head = model.headLayers
  }

  /// - Parameter images: [N, 3, H, W], normalised.
  public func callAsFunction(_ images: Tensor) throws -> FaceModel.Output {
    try withoutGradients {
      let features = try features(images)
      return FaceModel.Output(features: features, outputs: try head(features, training: false))
    }
  }
}

import Faces
import Models
import Support
import Torch

/// Runs trained models over faces.
public struct Inference {
  private let head: Head
  private let model: BatchedModel<InferenceModel>

  /// - Parameters:
  ///   - model: is moved to the device.
  ///   - imageSize: the side of the images to come, in pixels.
  public init(model: FaceModel, imageSize: Int, device: Device) throws {
    try model.store.move(to: device)
    head = model.head
    let batchSize = BatchedModel<InferenceModel>.batchSize(on: device)
    self.model = BatchedModel(
      model: try model.preparedForInference(
        inputShape: [batchSize, 3, imageSize, imageSize]), device: device)
  }

  /// The probability of each label for each face, in the order of the model's scheme.
  public func emotionProbabilities(
    of source: any ImageSource, at indices: [Int], task: String, observer: any ProgressObserver
  ) throws -> [[Double]] {
    try model.results(of: source, at: indices, task: task, observer: observer) { model, images in
      try withoutGradients {
        try Functions.softmax(model(images).outputs.to(.float64)).rows()
      }
    }
  }

  /// The estimated age of each face: the mean of what the model predicts for the image and for
  /// its mirror image.
  public func ages(
    of source: any ImageSource, at indices: [Int], task: String, observer: any ProgressObserver
  ) throws -> [AgeEstimate] {
    let predictsClasses = if case .ageDistribution = head { true } else { false }
    return try model.results(of: source, at: indices, task: task, observer: observer) {
      model, images in
      try withoutGradients {
        let predictions = try [images, images.flipped(along: [3])].map { view in
          let outputs = try model(view).outputs.to(.float64)
          return try predictsClasses ? Functions.softmax(outputs) : outputs
        }
        return try Tensor.stacked(predictions).mean(over: [0]).rows().map {
          predictsClasses
            ? AgeEstimate(classProbabilities: $0) : AgeEstimate(ageInYears: max($0[0], 0))
        }
      }
    }
  }
}

extension AgeEstimate {
  /// The mean and the standard deviation of a distribution over `AgeClasses`.
  init(classProbabilities: [Double]) {
    let mean = AgeClasses.expectedAgeInYears(of: classProbabilities)
    let variance = zip(AgeClasses.agesInYears, classProbabilities)
      .reduce(0) { $0 + (Double($1.0) - mean) * (Double($1.0) - mean) * $1.1 }
    self.init(ageInYears: mean, standardDeviationInYears: variance.squareRoot())
  }
}

import Faces
import Models
import Support
import Torch

/// Runs trained models over faces.
public struct Inference {
  private let head: Head
  private let averagesMirrorImage: Bool
  private let ageEstimate: AgeSummary
  private let model: BatchedModel<InferenceModel>

  /// - Parameters:
  ///   - model: is moved to the device, in float32.
  ///   - settings: what the model was trained with.
  public init(model: FaceModel, settings: TrainingSettings, device: Device) throws {
    try model.store.move(to: device)
    try model.store.convert(to: .float32)
    head = model.head
    averagesMirrorImage = settings.averagesMirrorImage
    ageEstimate = settings.ageEstimate
    let imageSize = settings.imageSize
    let batchSize = BatchedModel<InferenceModel>.batchSize(on: device)
    self.model = BatchedModel(
      model: try model.preparedForInference(
        inputShape: [batchSize, 3, imageSize, imageSize]), device: device,
      centralCrop: CentralCrop(settings.centralCrop))
  }

  /// The probability of each label for each face, in the order of the model's scheme: the mean over
  /// the image and its mirror image where the settings say so.
  /// - Parameter group: the processes that divide the faces, all of which get all rows; nil for this one
  ///   alone.
  public func emotionProbabilities(
    of source: any ImageSource, at indices: [Int], among group: ProcessGroup? = nil, task: String,
    observer: any ProgressObserver
  ) throws -> [[Double]] {
    try rows(of: source, at: indices, among: group, task: task, observer: observer) {
      [averagesMirrorImage] model, images in
      try predictions(model, to: images, averagesMirrorImage: averagesMirrorImage) {
        try Functions.softmax($0)
      }.rows()
    }
  }

  /// The estimated age of each face: that of the mean of what the model predicts for the image and for
  /// its mirror image, where it predicts a distribution the value of it that the settings name.
  /// - Parameter group: the processes that divide the faces, all of which get all ages; nil for this one
  ///   alone.
  public func ages(
    of source: any ImageSource, at indices: [Int], among group: ProcessGroup? = nil, task: String,
    observer: any ProgressObserver
  ) throws -> [AgeEstimate] {
    let predictsClasses = if case .ageDistribution = head { true } else { false }
    return try rows(of: source, at: indices, among: group, task: task, observer: observer) {
      model, images in
      try predictions(model, to: images, averagesMirrorImage: true) {
        try predictsClasses ? Functions.softmax($0) : $0
      }.rows()
    }.map {
      predictsClasses
        ? AgeEstimate(classProbabilities: $0, estimatedAs: ageEstimate)
        : AgeEstimate(ageInYears: max($0[0], 0))
    }
  }

  /// A row of numbers for each face. Processes compute whole batches, so that each face shares its batch with
  /// the same ones however many they are.
  private func rows(
    of source: any ImageSource, at indices: [Int], among group: ProcessGroup?, task: String,
    observer: any ProgressObserver,
    _ results: @Sendable (InferenceModel, Tensor) throws -> [[Double]]
  ) throws -> [[Double]] {
    guard let group else {
      return try model.results(of: source, at: indices, task: task, observer: observer, results)
    }
    try group.requireAgreement("\(indices)", on: "The faces")
    let batches = model.batches(of: indices.count)
    let own = group.share(of: batches.count)
    return try group.gathered(
      model.results(
        of: source, at: indices, batches: own, task: task, observer: observer, results),
      from: own.isEmpty ? 0 : batches[own.lowerBound].lowerBound, of: indices.count)
  }
}

/// A batch's predictions [N, K] in float64.
/// - Parameter prediction: makes predictions of the head's outputs.
private func predictions(
  _ model: InferenceModel, to images: Tensor, averagesMirrorImage: Bool,
  _ prediction: (Tensor) throws -> Tensor
) throws -> Tensor {
  try withoutGradients {
    let views = try averagesMirrorImage ? [images, images.flipped(along: [3])] : [images]
    return try Tensor.stacked(views.map { try prediction(model($0).outputs.to(.float64)) })
      .mean(over: [0])
  }
}

extension AgeEstimate {
  /// The mean or median, and the standard deviation, of a distribution over `AgeClasses`.
  init(classProbabilities: [Double], estimatedAs summary: AgeSummary) {
    let mean = AgeClasses.expectedAgeInYears(of: classProbabilities)
    let variance = zip(AgeClasses.agesInYears, classProbabilities)
      .reduce(0) { $0 + (Double($1.0) - mean) * (Double($1.0) - mean) * $1.1 }
    let age =
      switch summary {
      case .mean: mean
      case .median: AgeClasses.medianAgeInYears(of: classProbabilities)
      }
    self.init(ageInYears: age, standardDeviationInYears: variance.squareRoot())
  }
}

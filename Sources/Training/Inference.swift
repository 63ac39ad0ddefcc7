import Cohort
import Models
import Support
import Torch

/// Runs trained models over faces.
public struct Inference {
  private let head: Head
  private let model: InferenceModel
  private let device: Device
  private let batchSize: Int

  /// - Parameters:
  ///   - model: is moved to the device.
  ///   - pictureSize: the side of the pictures to come, in pixels.
  public init(model: FaceModel, pictureSize: Int, device: Device) throws {
    try model.store.move(to: device)
    head = model.head
    batchSize = device == .cpu ? Inference.cpuBatchSize : Inference.gpuBatchSize
    self.model = try model.preparedForInference(
      inputShape: [batchSize, 3, pictureSize, pictureSize])
    self.device = device
  }

  /// The probability of each emotion for each face, in the order of `Emotion.allCases`.
  public func emotionProbabilities(
    of source: any PictureSource, at indices: [Int], task: String, observer: any ProgressObserver
  ) throws -> [[Double]] {
    try run(source, indices, task, observer) { model, pictures in
      let outputs = try model(pictures).outputs
      return try Inference.rows(Functions.softmax(outputs.to(.float64)))
    }
  }

  /// The estimated age of each face: the mean of what the model answers for the picture and for
  /// its mirror image.
  public func ages(
    of source: any PictureSource, at indices: [Int], task: String, observer: any ProgressObserver
  ) throws -> [AgeEstimate] {
    let answersWithDistribution = if case .ageDistribution = head { true } else { false }
    return try run(source, indices, task, observer) { model, pictures in
      let answers = try [pictures, pictures.flipped(along: [3])].map { view in
        let outputs = try model(view).outputs.to(.float64)
        return try answersWithDistribution ? Functions.softmax(outputs) : outputs
      }
      return try Inference.rows(Tensor.stacked(answers).mean(over: [0])).map {
        answersWithDistribution
          ? AgeEstimate(distribution: $0) : AgeEstimate(ageInYears: max($0[0], 0))
      }
    }
  }

  /// The rows of [N, K].
  private static func rows(_ tensor: Tensor) throws -> [[Double]] {
    let values = try tensor.doubles()
    let width = values.count / max(tensor.shape[0], 1)
    return stride(from: 0, to: values.count, by: max(width, 1)).map {
      Array(values[$0..<($0 + width)])
    }
  }

  /// On the CPU each core takes batches of its own; a GPU gets one large batch after another.
  private func run<Result: Sendable>(
    _ source: any PictureSource, _ indices: [Int], _ task: String,
    _ observer: any ProgressObserver,
    _ results: @Sendable (InferenceModel, Tensor) throws -> [Result]
  ) throws -> [Result] {
    // Loading the model has left as much again as the model is large.
    Runtime.releaseFreedMemory()
    let batches = evenBatches(count: indices.count, batchSize: batchSize)
    let progress = ProgressCounter(
      task: task, total: indices.count, unit: "images", observer: observer)
    let shared = Shared(
      model: model, loader: try PictureLoader(source: source, device: device))
    let parts = try Runtime.parallelMapOfSingleThreadedOperations(
      count: batches.count, workers: device == .cpu ? Runtime.threadCount : 1
    ) { batch in
      try withoutGradients {
        let chosen = Array(indices[batches[batch]])
        let pictures = try shared.loader.normalised(shared.loader.pictures(at: chosen))
        let part = try results(shared.model, pictures)
        progress.advance(by: chosen.count)
        return part
      }
    }
    return parts.flatMap(\.self)
  }

  /// Small enough for the caches, large enough to amortise the deep layers' weights.
  private static let cpuBatchSize = 32
  private static let gpuBatchSize = 256
}

/// What all threads of an inference read.
///
/// `@unchecked Sendable`: the model's weights, the loader's constants and the stored pictures are only
/// read; libtorch counts references atomically, and operations never write to their inputs here
/// except to results of their own thread.
private struct Shared: @unchecked Sendable {
  let model: InferenceModel
  let loader: PictureLoader
}

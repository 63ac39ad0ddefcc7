import Cohort
import Models
import Support
import Torch

/// Runs trained models over faces.
public struct Inference {
  private let model: FoldedModel
  private let device: Device

  /// - Parameter model: on the device that it is to run on.
  public init(model: FaceModel, device: Device) throws {
    try model.store.move(to: device)
    self.model = try model.foldedForInference()
    self.device = device
  }

  /// The probability of each emotion for each face, in the order of `Emotion.allCases`.
  public func emotionProbabilities(
    of source: any PictureSource, at indices: [Int], task: String, observer: any ProgressObserver
  ) throws -> [[Double]] {
    try run(source, indices, task, observer) { outputs in
      let probabilities = try Functions.softmax(outputs.to(.float64)).doubles()
      return stride(from: 0, to: probabilities.count, by: Emotion.allCases.count).map {
        Array(probabilities[$0..<($0 + Emotion.allCases.count)])
      }
    }
  }

  /// The estimated age of each face in years, never below 0.
  public func agesInYears(
    of source: any PictureSource, at indices: [Int], task: String, observer: any ProgressObserver
  ) throws -> [Double] {
    try run(source, indices, task, observer) { outputs in
      try outputs.doubles().map { max($0, 0) }
    }
  }

  /// On the CPU each core takes batches of its own; a GPU gets one large batch after another.
  private func run<Result: Sendable>(
    _ source: any PictureSource, _ indices: [Int], _ task: String,
    _ observer: any ProgressObserver, _ results: @Sendable (Tensor) throws -> [Result]
  ) throws -> [Result] {
    // Only now, so that what loading the model has freed goes back to the system.
    Runtime.keepFreedPages()
    let batches = evenBatches(
      count: indices.count, batchSize: device == .cpu ? Inference.cpuBatchSize : 256)
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
        let part = try results(shared.model(pictures).outputs)
        progress.advance(by: chosen.count)
        return part
      }
    }
    return parts.flatMap(\.self)
  }

  /// Small enough for the caches, large enough to amortise the deep layers' weights.
  private static let cpuBatchSize = 32
}

/// What all threads of an inference read.
///
/// `@unchecked Sendable`: folded weights, the loader's constants and the stored pictures are only
/// read; libtorch counts references atomically, and operations never write to their inputs here
/// except to results of their own thread.
private struct Shared: @unchecked Sendable {
  let model: FoldedModel
  let loader: PictureLoader
}

import Models
import Support
import Torch

/// A model that is taken over faces batch by batch: on the CPU each core takes batches of its own;
/// a GPU gets one large batch after another.
struct BatchedModel<Model> {
  let model: Model
  let device: Device
  /// What the model sees of each image.
  var centralCrop = CentralCrop(1)

  /// Small enough for the caches, large enough to amortise the deep layers' weights.
  private static var cpuBatchSize: Int { 32 }
  private static var gpuBatchSize: Int { 256 }

  /// The even batches that so many images are divided into.
  func batches(of count: Int) -> [Range<Int>] {
    evenBatches(count: count, batchSize: BatchedModel.batchSize(on: device))
  }

  /// The largest batch.
  static func batchSize(on device: Device) -> Int {
    device == .cpu ? cpuBatchSize : gpuBatchSize
  }

  /// - Parameters:
  ///   - chosenBatches: those to compute, of the even batches that the images are divided into; nil for all.
  ///   - results: gives a batch's results, one for each image of [N, 3, S, S], normalised.
  /// - Returns: one result for each image of these batches, in their order.
  func results<Result: Sendable>(
    of source: any ImageSource, at indices: [Int], batches chosenBatches: Range<Int>? = nil,
    task: String, observer: any ProgressObserver,
    _ results: @Sendable (Model, Tensor) throws -> [Result]
  ) throws -> [Result] {
    // Loading the model has left as much again as the model is large.
    Runtime.releaseFreedMemory()
    let all = batches(of: indices.count)
    let batches = Array(chosenBatches.map { all[$0] } ?? all[...])
    let progress = ProgressCounter(
      task: task, total: batches.reduce(0) { $0 + $1.count }, unit: "images", observer: observer)
    let shared = Shared(
      model: model,
      loader: try ImageLoader(source: source, centralCrop: centralCrop, device: device))
    let parts = try Runtime.parallelMapOfSingleThreadedOperations(
      count: batches.count, workers: device == .cpu ? Runtime.threadCount : 1
    ) { batch in
      let chosen = Array(indices[batches[batch]])
      let images = try withoutGradients {
        try shared.loader.asked(at: chosen)
      }
      let part = try results(shared.model, images)
      progress.advance(by: chosen.count)
      return part
    }
    return parts.flatMap(\.self)
  }
}

/// What all threads read.
///
/// `@unchecked Sendable`: the model's weights, the loader's constants and the stored images are only
/// read; libtorch counts references atomically, and operations never write to their inputs here
/// except to results of their own thread.
private struct Shared<Model>: @unchecked Sendable {
  let model: Model
  let loader: ImageLoader
}

extension Tensor {
  /// The rows of [N, K].
  func rows() throws -> [[Double]] {
    let values = try doubles()
    let width = values.count / max(shape[0], 1)
    return stride(from: 0, to: values.count, by: max(width, 1)).map {
      Array(values[$0..<($0 + width)])
    }
  }
}

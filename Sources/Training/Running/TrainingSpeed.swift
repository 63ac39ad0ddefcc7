import Foundation
import Models
import Support
import Torch

/// How fast a network learns on this machine, measured on a few steps: forward and backward, without
/// augmentation and the optimiser's step.
public struct TrainingSpeed: Sendable, Equatable {
  public let facesPerSecond: Double
  /// Numbers that the model's file holds.
  public let weightCount: Int

  public init(facesPerSecond: Double, weightCount: Int) {
    self.facesPerSecond = facesPerSecond
    self.weightCount = weightCount
  }

  /// Faces of a step; small, so that large networks take seconds.
  private static let mostFaces = 16
  private static let secondsToMeasure = 1.0
  private static let steps = 3...8

  /// Seconds of a step where the computer does nothing else: other programs hold a step up, and do not make it
  /// take more of the processors' time.
  private static func seconds(of step: () throws -> Void, isOnCPU: Bool) rethrows -> Double {
    let start = ContinuousClock.now
    let used = clock()
    try step()
    let seconds = (ContinuousClock.now - start).inSeconds
    guard isOnCPU else { return seconds }
    return min(
      seconds, Double(clock() - used) / Double(CLOCKS_PER_SEC) / Double(Runtime.threadCount))
  }

  /// - Parameter head: of the model that will be trained.
  /// - Throws: `SmilestoneError` where the network cannot be built, or does not fit into memory.
  public init(_ settings: TrainingSettings, head: Head, device: Device) throws {
    try Runtime.seed(settings.seed)
    let model = try FaceModel(architecture: settings.architecture, head: head)
    for layer in settings.frozenLayers { try model.store.freeze(layer: layer) }
    try model.store.move(to: device)
    let count = max(2, min(settings.batchSize, Self.mostFaces))
    let images = try Tensor.full(
      0.1, shape: [count, 3, settings.imageSize, settings.imageSize], device: device)
    func step() throws {
      let loss = try model(images, training: true).outputs.sum()
      try loss.backward()
      // A GPU has finished when its result is here.
      _ = try loss.item()
    }
    // The first step prepares what the others use.
    try step()
    let start = ContinuousClock.now
    var steps = 0
    var fastest = Double.infinity
    while steps < Self.steps.lowerBound
      || steps < Self.steps.upperBound
        && (ContinuousClock.now - start).inSeconds < Self.secondsToMeasure
    {
      steps += 1
      fastest = min(fastest, try Self.seconds(of: step, isOnCPU: device == .cpu))
    }
    facesPerSecond = Double(count) / max(fastest, 1e-6)
    weightCount = model.store.parameters.reduce(0) { $0 + $1.value.elementCount }
  }
}

import Foundation
import Models
import TestSupport
import Testing
import Torch

/// A training pass in double precision against torchvision's and timm's
/// (Fixtures/make_gradients.py).
@Suite struct GradientTests {
  struct Recording: Decodable {
    struct Summary: Decodable {
      let norm: Double
      let probes: [Double]
    }
    let size: Int
    let seed: UInt64
    let labels: [Int64]
    let loss: Double
    let gradients, statistics: [String: Summary]
  }

  /// With dropout off and stochastic depth on, every gradient and running statistic by relative
  /// norm, estimated by random probes. timm interpolates the position embedding in single precision
  /// also here, so ViT-S/14 agrees less closely.
  @Test(arguments: [(Architecture.efficientNetB0, 1e-8), (.visionTransformerSmall14, 1e-5)])
  func gradientsEqualPyTorchs(architecture: Architecture, tolerance: Double) throws {
    let recording: Recording = try fixture("gradients-\(architecture.name)")
    let model = try FaceModel(architecture: architecture, head: .linear(outputs: 7))
    try model.store.convert(to: .float64)
    try model.fillByFormula()
    let shape = [recording.labels.count, 3, recording.size, recording.size]
    let images = try Tensor(
      formulaValues(name: "input", count: shape.reduce(1, *)), shape: shape)
    try Runtime.seed(recording.seed)
    let loss = try Functions.crossEntropy(
      model(images, training: true).outputs,
      target: Tensor(recording.labels, shape: [recording.labels.count]))
    try loss.backward()
    #expect(abs(try loss.item() - recording.loss) <= tolerance)
    #expect(recording.gradients.count == model.store.trainable.count)
    for (name, expected) in recording.gradients {
      let parameter = try #require(model.store[name], "\(name) is missing")
      try expectNear(#require(try parameter.value.gradient()), expected, name, tolerance)
    }
    for (name, expected) in recording.statistics {
      try expectNear(#require(model.store[name]).value, expected, name, tolerance)
    }
  }

  private func expectNear(
    _ tensor: Tensor, _ expected: Recording.Summary, _ name: String, _ tolerance: Double
  ) throws {
    let values = try tensor.doubles()
    let differences = expected.probes.enumerated().map { index, probe in
      let directions = formulaValues(name: "probe-\(index)-\(name)", count: values.count)
      return zip(values, directions).reduce(0) { $0 + $1.0 * $1.1 } - probe
    }
    // |d|² = 3·E[(d·probe)²] for probes uniform in [-1, 1).
    let squares = differences.reduce(0) { $0 + $1 * $1 }
    let distance = (3 * squares / Double(differences.count)).squareRoot()
    #expect(distance <= tolerance * max(expected.norm, 1e-6), "\(name) is off by \(distance)")
  }
}

import Foundation
import Models
import TestSupport
import Testing
import Torch
import Weights

/// EfficientNet-Lite0's published weights, which `make setup` installs: features and logits equal those of
/// the package that they were made for (Fixtures/make_pretrained.py), and a shaded disc is a ball.
@Suite struct PretrainedTests {
  struct Reference: Decodable {
    let size: Int
    /// Of the last layer before the head, averaged over places.
    let features: [Double]
    /// The ten likeliest classes of ImageNet, the likeliest first, and their logits.
    let classes: [Int]
    let logits: [Double]
  }

  /// ImageNet's “ping-pong ball”.
  private static let ball = 722

  private static let isInstalled = WeightsCache().entry("efficientnet_lite0") != nil

  @Test(.enabled(if: isInstalled, "make setup installs the weights"))
  func featuresAndClassesOfADiscEqualTheReferences() throws {
    let model = try FaceModel(
      architecture: .efficientNetLite0, head: .linear(outputs: 1000), initialisesWeights: false)
    try model.load(from: WeightsCache().file(for: "efficientnet_lite0"))
    let references: [Reference] = try fixture("pretrained-efficientnet_lite0")
    #expect(references.map(\.size) == [64, 224])
    for reference in references {
      let images = try Self.disc(reference.size)
      let output = try withoutGradients { try model(images, training: false) }
      let features = try output.features.doubles()
      let logits = try output.outputs.doubles()
      expectEqual(features, reference.features)
      expectEqual(reference.classes.map { logits[$0] }, reference.logits)
      #expect(reference.classes.first == Self.ball)
      #expect(logits.indices.max { logits[$0] < logits[$1] } == Self.ball)
    }
  }

  /// Within 1e-4 of the largest.
  private func expectEqual(_ own: [Double], _ expected: [Double]) {
    let tolerance = 1e-4 * (expected.map(abs).max() ?? 0)
    let largest = zip(own, expected).map { abs($0 - $1) }.max() ?? .infinity
    #expect(own.count == expected.count && largest <= tolerance, "\(largest) of \(tolerance)")
  }

  /// The reference's disc, which darkens to its rim, with ImageNet's mean and deviation:
  /// [1, 3, size, size].
  private static func disc(_ size: Int) throws -> Tensor {
    let (mean, deviation) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    let values = zip([230, 230, 200], [10, 10, 40]).enumerated().flatMap { channel, colours in
      (0..<size * size).map { place in
        let (x, y) = (2 * (place % size) + 1 - size, 2 * (place / size) + 1 - size)
        let (square, ball) = (x * x + y * y, colours.0)
        let value =
          16 * square < 9 * size * size ? ball - ball * square / (3 * size * size) : colours.1
        return Float((Double(value) / 255 - mean[channel]) / deviation[channel])
      }
    }
    return try Tensor(values, shape: [1, 3, size, size])
  }
}

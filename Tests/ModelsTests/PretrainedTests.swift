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

  /// dlib's network, which set-up converts: features of an image equal those that dlib makes
  /// (Fixtures/make_dlib_features.cpp), before and after its normalisations are measured.
  @Test(
    .enabled(
      if: WeightsCache().entry("dlib_face_resnet") != nil, "make setup installs the weights"))
  func featuresOfTheFaceNetworkEqualDlibs() throws {
    let model = try FaceModel(architecture: .dlibFaceResNet, head: .linear(outputs: 7))
    try model.loadBackbone(from: WeightsCache().file(for: "dlib_face_resnet"))
    let side = 150
    let (mean, deviation) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    let values = [(7, 3, 0), (0, 0, 1), (2, 5, 0)].enumerated().flatMap { channel, factors in
      (0..<side * side).map { place in
        let (row, column) = (place / side, place % side)
        let shade = factors.0 * row + factors.1 * column + factors.2 * row * column
        return Float((Double(shade % 256) / 255 - mean[channel]) / deviation[channel])
      }
    }
    let image = try Tensor(values, shape: [1, 3, side, side])
    let expected: [Double] = try fixture("pretrained-dlib_face_resnet")
    let features = { try withoutGradients { try model(image, training: false).features.doubles() } }
    expectEqual(try features(), expected)
    try model.measureNormalisations(of: image)
    expectEqual(try features(), expected)
    expectEqual(
      try model.preparedForInference(inputShape: image.shape)(image).features.doubles(), expected)
    let statistics = try #require(model.store["layer3.1.bn2.running_var"]).value.doubles()
    #expect(Set(statistics).count > 100)
    // Measured normalisations are not measured again.
    let factors = { try #require(model.store["layer3.1.bn2.weight"]).value.doubles() }
    let measured = try factors()
    _ = try model(image, training: true)
    try model.measureNormalisations(of: Tensor.zeros([1, 3, side, side]))
    #expect(try factors() == measured)
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

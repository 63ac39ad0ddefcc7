import Foundation
import Models
import Support
import TestSupport
import Testing
import Torch

/// What make_fixtures.py, make_state_dicts.py and make_gradients.py wrote.
func fixture<Content: Decodable>(_ name: String) throws -> Content {
  let fixtures = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
  let data = try Data(contentsOf: fixtures.appendingPathComponent("\(name).json"))
  return try JSONDecoder().decode(Content.self, from: data)
}

/// Logits that torchvision's and timm's networks gave for weights made by formula
/// (Fixtures/make_fixtures.py).
struct ReferenceLogits: Decodable {
  let size: Int
  let logits: [[Double]]

  static func load(_ name: String) throws -> ReferenceLogits {
    try fixture("logits-\(name)")
  }

  /// The images that the logits belong to.
  var images: Tensor {
    get throws {
      let shape = [logits.count, 3, size, size]
      let values = formulaValues(name: "input", count: shape.reduce(1, *))
      return try Tensor(values.map(Float.init), shape: shape)
    }
  }
}

extension FaceModel {
  /// Fills every weight and running statistic by formula, so that no mapping error can hide.
  func fillByFormula() throws {
    for parameter in store.parameters where parameter.value.elementType != .int64 {
      let shape = parameter.value.shape
      try parameter.assign(
        Tensor(formulaParameter(name: parameter.name, shape: shape), shape: shape))
    }
  }
}

@Suite struct LogitTests {
  struct Case: Sendable, CustomStringConvertible {
    let fixture: String
    let architecture: Architecture
    let head: Head
    var description: String { fixture }
  }

  static let cases = [
    Case(fixture: "resnet18-imagenet-64", architecture: .resNet18, head: .linear(outputs: 1000)),
    Case(fixture: "resnet18-imagenet-224", architecture: .resNet18, head: .linear(outputs: 1000)),
    Case(fixture: "resnet50-imagenet-64", architecture: .resNet50, head: .linear(outputs: 1000)),
    Case(fixture: "resnet50-imagenet-224", architecture: .resNet50, head: .linear(outputs: 1000)),
    Case(fixture: "resnet50-age-64", architecture: .resNet50, head: .age(dropout: 0.2)),
    Case(
      fixture: "efficientnet_b0-imagenet-64", architecture: .efficientNetB0,
      head: .linear(outputs: 1000)),
    Case(
      fixture: "efficientnet_b0-imagenet-224", architecture: .efficientNetB0,
      head: .linear(outputs: 1000)),
    Case(
      fixture: "tf_efficientnet_lite0-imagenet-64", architecture: .efficientNetLite0,
      head: .linear(outputs: 1000)),
    Case(
      fixture: "tf_efficientnet_lite0-imagenet-224", architecture: .efficientNetLite0,
      head: .linear(outputs: 1000)),
    transformerCase(imageSize: 126), transformerCase(imageSize: 224),
    transformerCase(imageSize: 518),
  ]

  static func transformerCase(imageSize: Int) -> Case {
    Case(
      fixture: "vit_small_patch14_dinov2-classes-\(imageSize)",
      architecture: .visionTransformerSmall14, head: .linear(outputs: 100))
  }

  /// Within 1e-4 of the largest logit, for the model and for its form for inference.
  @Test(arguments: cases) func logitsEqualTorchvisionsAndTimms(_ testCase: Case) throws {
    let reference = try ReferenceLogits.load(testCase.fixture)
    let model = try FaceModel(architecture: testCase.architecture, head: testCase.head)
    try model.fillByFormula()
    let expected = reference.logits.flatMap(\.self)
    let tolerance = 1e-4 * (expected.map(abs).max() ?? 0)
    let images = try reference.images
    let own = try withoutGradients { try model(images, training: false).outputs.doubles() }
    let prepared = try model.preparedForInference(inputShape: images.shape)(images)
      .outputs.doubles()
    for outputs in [own, prepared] {
      #expect(outputs.count == expected.count)
      let largest = zip(outputs, expected).map { abs($0 - $1) }.max() ?? .infinity
      #expect(largest <= tolerance, "largest difference \(largest), allowed \(tolerance)")
    }
  }
}

import Foundation
import Models
import Support
import TestSupport
import Testing
import Torch

/// Logits that torchvision's networks gave for weights made by formula
/// (Fixtures/make_fixtures.py).
struct ReferenceLogits: Decodable {
  let size: Int
  let logits: [[Double]]

  static func load(_ name: String) throws -> ReferenceLogits {
    let fixtures = try #require(
      Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    let data = try Data(contentsOf: fixtures.appendingPathComponent("logits-\(name).json"))
    return try JSONDecoder().decode(ReferenceLogits.self, from: data)
  }

  /// The pictures that the logits belong to.
  var pictures: Tensor {
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
    for parameter in store.parameters where parameter.value.elementType == .float32 {
      let shape = parameter.value.shape
      let values = formulaParameter(name: parameter.name, shape: shape)
      try parameter.assign(Tensor(values.map(Float.init), shape: shape))
    }
  }
}

@Suite struct LogitTests {
  struct Case: Sendable, CustomStringConvertible {
    let fixture: String
    let depth: ResNetDepth
    let head: Head
    var description: String { fixture }
  }

  static let cases = [
    Case(fixture: "resnet18-imagenet-64", depth: .resNet18, head: .linear(outputs: 1000)),
    Case(fixture: "resnet18-imagenet-224", depth: .resNet18, head: .linear(outputs: 1000)),
    Case(fixture: "resnet50-imagenet-64", depth: .resNet50, head: .linear(outputs: 1000)),
    Case(fixture: "resnet50-imagenet-224", depth: .resNet50, head: .linear(outputs: 1000)),
    Case(fixture: "resnet50-age-64", depth: .resNet50, head: .age(dropout: 0.2)),
  ]

  /// Within 1e-4 of the largest logit, for the model and for its folded form.
  @Test(arguments: cases) func logitsEqualTorchvisions(_ testCase: Case) throws {
    let reference = try ReferenceLogits.load(testCase.fixture)
    let model = try FaceModel(depth: testCase.depth, head: testCase.head)
    try model.fillByFormula()
    let expected = reference.logits.flatMap(\.self)
    let tolerance = 1e-4 * (expected.map(abs).max() ?? 0)
    let pictures = try reference.pictures
    let own = try withoutGradients { try model(pictures, training: false).outputs.doubles() }
    let folded = try model.foldedForInference(inputShape: pictures.shape)(pictures)
      .outputs.doubles()
    for outputs in [own, folded] {
      #expect(outputs.count == expected.count)
      let largest = zip(outputs, expected).map { abs($0 - $1) }.max() ?? .infinity
      #expect(largest <= tolerance, "largest difference \(largest), allowed \(tolerance)")
    }
  }
}

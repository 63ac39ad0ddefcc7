import Foundation
import Testing
import Weights

/// Files of Fixtures/make_fixtures.py.
enum Fixture {
  static func url(_ name: String) throws -> URL {
    try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
      .appendingPathComponent(name)
  }

  /// What a tensor is in Python.
  struct Expected: Decodable {
    let type: String
    let shape: [Int]
    let bytes: [UInt8]
  }

  static func expected(_ name: String) throws -> [String: Expected] {
    try JSONDecoder().decode([String: Expected].self, from: Data(contentsOf: url(name)))
  }
}

extension WeightsFile {
  /// Requires exactly these tensors, byte for byte.
  func expectTensors(_ expected: [String: Fixture.Expected]) throws {
    #expect(Set(tensors.keys) == Set(expected.keys))
    for (name, tensor) in expected {
      let stored = try #require(tensors[name], "\(name)")
      #expect(stored.elementType.rawValue == tensor.type, "\(name)")
      #expect(stored.shape == tensor.shape, "\(name)")
      #expect(try Array(bytes(of: name)) == tensor.bytes, "\(name)")
    }
  }
}

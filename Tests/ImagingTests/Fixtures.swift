import Foundation
import Imaging
import Testing

/// The images that `Fixtures/make_fixtures.py` made, and what Pillow reads from them.
enum Fixtures {
  struct Image: Decodable {
    let width: Int
    let height: Int
    let tolerance: Int
    let pixels: Data
  }

  struct Resize: Decodable, Sendable, CustomTestStringConvertible {
    let image: String
    let width: Int
    let height: Int
    let pixels: Data

    var testDescription: String { "\(image) to \(width) × \(height)" }
  }

  struct Grey: Decodable {
    let image: String
    let pixels: Data
  }

  static let folder =
    Bundle.module.url(forResource: "Fixtures", withExtension: nil)
    ?? URL(fileURLWithPath: "Fixtures")

  static func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

  static func load<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(contentsOf: url(name)))
  }
}

/// The largest difference between two lists of samples.
func largestDifference(_ first: [UInt8], _ second: some Sequence<UInt8>) -> Int {
  zip(first, second).map { abs(Int($0) - Int($1)) }.max() ?? 0
}

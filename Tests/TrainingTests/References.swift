import Foundation
import TestSupport
import Testing
import Torch
import Training

/// Values that PyTorch and torchvision gave (Fixtures/make_fixtures.py and
/// make_operation_fixtures.py).
enum Reference {
  static func load<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    let fixtures = try #require(
      Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return try JSONDecoder().decode(
      type, from: Data(contentsOf: fixtures.appendingPathComponent("\(name).json")))
  }

  /// Values by formula as a tensor, times `scale`.
  static func tensor(
    _ name: String, shape: [Int], scale: Double = 1, type: ElementType = .float64
  ) throws -> Tensor {
    let values = formulaValues(name: name, count: shape.reduce(1, *)).map { $0 * scale }
    return try Tensor(values, shape: shape).to(type)
  }
}

func largestDifference(_ first: [Double], _ second: [Double]) -> Double {
  guard first.count == second.count else { return .infinity }
  return zip(first, second).map { abs($0 - $1) }.max() ?? 0
}

/// Images in memory: solid colours by index, so that they are easy to learn.
struct SolidImages: ImageSource {
  var imageSize = 16
  var contentKey: String { "\(colours)" }
  let colours: [[UInt8]]

  func copyImages(at indices: [Int], to bytes: UnsafeMutableRawBufferPointer) throws {
    let plane = imageSize * imageSize
    for (position, index) in indices.enumerated() {
      for channel in 0..<3 {
        let start = (position * 3 + channel) * plane
        bytes[start..<(start + plane)].copyBytes(
          from: repeatElement(colours[index][channel], count: plane))
      }
    }
  }
}

/// Two images of 16 px, red on one side and blue on the other: one is the other's mirror image.
struct MirroredImages: ImageSource {
  let imageSize = 16
  let contentKey = "mirrored"

  func copyImages(at indices: [Int], to bytes: UnsafeMutableRawBufferPointer) throws {
    let plane = imageSize * imageSize
    for place in 0..<indices.count * 3 * plane {
      let (image, channel, column) = (place / (3 * plane), place / plane % 3, place % imageSize)
      let isRed = (column < imageSize / 2) == (indices[image] == 0)
      bytes[place] = channel == (isRed ? 0 : 2) ? 250 : 10
    }
  }
}

import Foundation
import Imaging
import Testing

@Suite struct ResizingTests {
  @Test(arguments: try Fixtures.load([Fixtures.Resize].self, "resize.json"))
  func agreesWithPillowWithinOneLevel(expected: Fixtures.Resize) throws {
    let source = try RGBImage(contentsOf: Fixtures.url(expected.image))
    let resized = source.resized(toWidth: expected.width, height: expected.height)
    #expect(resized.width == expected.width && resized.height == expected.height)
    #expect(resized.pixels.count == expected.pixels.count)
    #expect(largestDifference(resized.pixels, expected.pixels) <= 1)
    // No drift in brightness either: the mean differs far less.
    let drift = zip(resized.pixels, expected.pixels).map { Int($0) - Int($1) }.reduce(0, +)
    #expect(abs(Double(drift)) / Double(resized.pixels.count) < 0.1)
  }

  @Test(arguments: [(1, 7), (64, 64), (3000, 2)])
  func aPlainImageStaysPlain(width: Int, height: Int) {
    for level: UInt8 in [0, 1, 127, 254, 255] {
      let plain = RGBImage(
        width: width, height: height,
        pixels: [UInt8](repeating: level, count: width * height * 3))
      for (newWidth, newHeight) in [(1, 1), (10, 13), (100, 100)] {
        let resized = plain.resized(toWidth: newWidth, height: newHeight)
        #expect(resized.pixels.allSatisfy { $0 == level })
      }
    }
  }

  @Test func greyAgreesWithPillow() throws {
    let expected = try Fixtures.load(Fixtures.Grey.self, "grey.json")
    let grey = try RGBImage(contentsOf: Fixtures.url(expected.image)).grey()
    #expect(grey.pixels == expected.pixels.flatMap { [$0, $0, $0] })
  }

  @Test func planesKeepEveryPixel() throws {
    let image = try RGBImage(contentsOf: Fixtures.url("colour.png"))
    let planes = image.planes
    let last = image.width * image.height - 1
    #expect(planes[0] == image.pixels[0])
    #expect(planes[last] == image.pixels[3 * last])
    #expect(planes[3 * last + 2] == image.pixels[3 * last + 2])
    let restored = planes.withUnsafeBufferPointer {
      RGBImage(width: image.width, height: image.height, planes: $0)
    }
    #expect(restored == image)
  }
}

import Foundation
import Imaging
import Testing

@Suite struct SquareTests {
  /// Levels that rise by 2 to the right and by 3 downwards, so that mixing neighbours is exact.
  private let slope: RGBImage

  init() {
    var pixels: [UInt8] = []
    for y in 0..<30 {
      for x in 0..<40 { pixels += SquareTests.levels(x, y) }
    }
    slope = RGBImage(width: 40, height: 30, pixels: pixels)
  }

  private static func levels(_ x: Int, _ y: Int) -> [UInt8] {
    [UInt8(2 * x + 3 * y), UInt8(2 * x), UInt8(3 * y)]
  }

  @Test func anUprightSquareIsACrop() {
    let cut = slope.cut(ImageSquare(centreX: 15, centreY: 12, side: 10), size: 10)
    for row in 0..<10 {
      for column in 0..<10 {
        let start = 3 * (10 * row + column)
        let pixel = Array(cut.pixels[start..<start + 3])
        #expect(pixel == SquareTests.levels(10 + column, 7 + row))
      }
    }
  }

  /// The pixel in row r and column c of a turned square shows the point that turning says.
  @Test(arguments: [0.3, -0.8, .pi / 2, .pi]) func aTurnedSquareIsTurned(angle: Double) {
    let cut = slope.cut(
      ImageSquare(centreX: 20, centreY: 15, side: 12, angle: angle), size: 12)
    for row in 0..<12 {
      for column in 0..<12 {
        let (right, down) = (Double(column) - 5.5, Double(row) - 5.5)
        let x = 19.5 + right * cos(angle) - down * sin(angle)
        let y = 14.5 + right * sin(angle) + down * cos(angle)
        let pixel = 3 * (12 * row + column)
        #expect(abs(Double(cut.pixels[pixel + 1]) - 2 * x) <= 0.51)
        #expect(abs(Double(cut.pixels[pixel + 2]) - 3 * y) <= 0.51)
      }
    }
  }

  @Test func theOutermostPixelsRepeatBeyondTheImage() {
    let cut = slope.cut(ImageSquare(centreX: 0, centreY: 0, side: 20), size: 20)
    #expect(cut.pixels[0] == 0)
    #expect(Array(cut.pixels.suffix(3)) == SquareTests.levels(9, 9))
  }

  @Test func otherSizesAreReached() {
    let small = slope.cut(ImageSquare(centreX: 15, centreY: 12, side: 20), size: 5)
    #expect((small.width, small.height) == (5, 5))
    let middle = Int(small.pixels[3 * 12 + 1])
    #expect(abs(middle - 29) <= 1)
    let tiny = slope.cut(ImageSquare(centreX: 15, centreY: 12, side: 0.2), size: 3)
    #expect(tiny.pixels == Array(repeating: Array(tiny.pixels.prefix(3)), count: 9).flatMap { $0 })
  }
}

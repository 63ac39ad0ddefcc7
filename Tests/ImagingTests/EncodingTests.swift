import Foundation
import Imaging
import Support
import Testing

@Suite struct EncodingTests {
  @Test(arguments: ["one-pixel.png", "colour.png", "resize-200x200.png"])
  func pngKeepsEveryPixel(name: String) throws {
    let image = try RGBImage(contentsOf: Fixtures.url(name))
    #expect(try RGBImage(decoding: try image.pngData(), name: "again.png") == image)
  }

  @Test func jpegComesCloseAndQualityCounts() throws {
    let image = try RGBImage(contentsOf: Fixtures.url("resize-200x200.png"))
    func error(atQuality quality: Int) throws -> Double {
      let data = try image.jpegData(quality: quality)
      let again = try RGBImage(decoding: data, name: "again.jpg")
      #expect(again.width == image.width && again.height == image.height)
      let differences = zip(again.pixels, image.pixels).map { abs(Int($0) - Int($1)) }
      return Double(differences.reduce(0, +)) / Double(differences.count)
    }
    let fine = try error(atQuality: 95)
    let coarse = try error(atQuality: 20)
    #expect(fine < 8)
    #expect(coarse > fine)
    #expect(try image.jpegData(quality: 20).count < image.jpegData(quality: 95).count / 3)
  }

  @Test func aSideTooLongForJPEGIsAnError() throws {
    let long = RGBImage(width: 65_520, height: 1, pixels: [UInt8](repeating: 9, count: 196_560))
    #expect(throws: SmilestoneError.self) { try long.jpegData() }
    #expect(try RGBImage(decoding: try long.pngData(), name: "long.png") == long)
  }
}

import Foundation
import Imaging
import Support
import Testing

@Suite struct EncodingTests {
  @Test(arguments: ["one-pixel.png", "colour.png", "resize-200x200.png"])
  func pngKeepsEveryPixel(name: String) throws {
    let picture = try RGBImage(contentsOf: Fixtures.url(name))
    #expect(try RGBImage(decoding: try picture.pngData(), name: "again.png") == picture)
  }

  @Test func jpegComesCloseAndQualityCounts() throws {
    let picture = try RGBImage(contentsOf: Fixtures.url("resize-200x200.png"))
    func error(atQuality quality: Int) throws -> Double {
      let data = try picture.jpegData(quality: quality)
      let again = try RGBImage(decoding: data, name: "again.jpg")
      #expect(again.width == picture.width && again.height == picture.height)
      let differences = zip(again.pixels, picture.pixels).map { abs(Int($0) - Int($1)) }
      return Double(differences.reduce(0, +)) / Double(differences.count)
    }
    let fine = try error(atQuality: 95)
    let coarse = try error(atQuality: 20)
    #expect(fine < 8)
    #expect(coarse > fine)
    #expect(try picture.jpegData(quality: 20).count < picture.jpegData(quality: 95).count / 3)
  }

  @Test func aSideTooLongForJPEGIsAnError() throws {
    let long = RGBImage(width: 65_520, height: 1, pixels: [UInt8](repeating: 9, count: 196_560))
    #expect(throws: SmilestoneError.self) { try long.jpegData() }
    #expect(try RGBImage(decoding: try long.pngData(), name: "long.png") == long)
  }
}

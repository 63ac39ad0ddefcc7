import Foundation
import Imaging
import Support
import TestSupport
import Testing

@Suite struct DecodingTests {
  @Test(arguments: [("decode.json", 36), ("formats.json", 15)])
  func agreesWithPillow(list: String, count: Int) throws {
    let expectations = try Fixtures.load([String: Fixtures.Image].self, list)
    #expect(expectations.count >= count)
    for (name, expected) in expectations.sorted(by: { $0.key < $1.key }) {
      let image = try RGBImage(contentsOf: Fixtures.url(name))
      #expect(image.width == expected.width, "\(name)")
      #expect(image.height == expected.height, "\(name)")
      #expect(image.pixels.count == expected.pixels.count, "\(name)")
      #expect(
        largestDifference(image.pixels, expected.pixels) <= expected.tolerance, "\(name)")
    }
  }

  @Test(arguments: [
    ("empty.jpg", "the file is empty"),
    ("text.jpg", "not a JPEG, PNG, WebP, HEIC, AVIF, TIFF or BMP file"),
    ("image.gif", "the format GIF cannot be read; convert it"),
    ("cut-colour.jpg", "the JPEG data end early"),
    ("cut-progressive.jpg", "the JPEG data end early"),
    ("cut-lzw.tiff", "the TIFF data are damaged"), ("cut-phone.heic", "the HEIF data"),
    ("cut-web.avif", "the HEIF data"), ("cut-plain.bmp", "the BMP data end early"),
    ("run-lengths.bmp", "its pixels are compressed"),
    ("cut-colour.png", "the PNG data end early"),
    ("cut-lossy.webp", "the WebP data end early"),
    ("cut-lossless.webp", "the WebP data end early"),
    ("bomb.png", "60000 × 60000 pixels exceed the limit of 89478485"),
    ("bomb.jpg", "60000 × 60000 pixels exceed the limit of 89478485"),
    ("wide.png", "89000000 × 1 pixels exceed the limit of 65535 on a side"),
    ("tall.png", "1 × 65536 pixels exceed the limit of 65535 on a side"),
    ("missing.jpg", "there is no such file"),
    ("", "it is not a file"),
  ])
  func refusesWithFileReasonAndRemedy(name: String, reason: String) throws {
    let file = Fixtures.url("refused/" + name)
    let error = #expect(throws: SmilestoneError.self) { try RGBImage(contentsOf: file) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains(file.path) == true)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    #expect(error?.remedy != nil)
  }

  @Test(arguments: ["colour.jpg", "colour.png", "lossy.webp", "animated.webp"])
  func theLimitOnPixelsCanBeSet(name: String) throws {
    let file = Fixtures.url(name)
    #expect(throws: Never.self) { try RGBImage(contentsOf: file, maximumPixels: 24 * 17) }
    let error = #expect(throws: SmilestoneError.self) {
      try RGBImage(contentsOf: file, maximumPixels: 24 * 17 - 1)
    }
    #expect(error?.message.contains("24 × 17 pixels exceed the limit of 407") == true)
  }

  @Test func aMissingEndMarkIsSaid() throws {
    #expect(try DecodedImage(contentsOf: Fixtures.url("no-end.jpg")).lacksEnd)
    #expect(!(try DecodedImage(contentsOf: Fixtures.url("colour.jpg")).lacksEnd))
  }

  @Test func nearlyBlackDataOfSixteenBitsIsSaid() throws {
    // "twelve-bit-grey.png" holds 12-bit data in 16-bit samples; "deep-grey.png" uses all 16 bits.
    let dark = try DecodedImage(contentsOf: Fixtures.url("twelve-bit-grey.png"))
    #expect(dark.darkness == "it uses 4096 of 65536 levels: nearly black")
    for name in ["deep-grey.png", "deep.png", "grey.png", "colour.jpg"] {
      #expect(try DecodedImage(contentsOf: Fixtures.url(name)).darkness == nil, "\(name)")
    }
  }

  @Test(arguments: 1...8) func pointsTurnAsPixelsDo(code: Int) throws {
    // Where the first pixel of the stored rows goes (EXIF 2.3, tag 0x0112), and the one beside it.
    let decoded = try DecodedImage(contentsOf: Fixtures.url("orientation-\(code).jpg"))
    #expect(decoded.orientation.turns == (code != 1))
    let corner = decoded.orientation.upright(x: 0, y: 0, in: decoded.image)
    let (width, height) = (Double(decoded.image.width), Double(decoded.image.height))
    let expected = [
      (0, 0), (width, 0), (width, height), (0, height), (0, 0), (width, 0), (width, height),
      (0, height),
    ][code - 1]
    #expect(corner == expected)
    let other = decoded.orientation.upright(x: 1, y: 0, in: decoded.image)
    let steps =
      [(1, 0), (-1, 0), (-1, 0), (1, 0), (0, 1), (0, 1), (0, -1), (0, -1)] as [(Double, Double)]
    #expect((other.x - corner.x, other.y - corner.y) == steps[code - 1])
  }

  @Test(arguments: ["colour.jpg", "colour.png", "lossless.webp"])
  func everyTruncationIsRefused(name: String) throws {
    let whole = try Data(contentsOf: Fixtures.url(name))
    // A JPEG file that lacks its end mark alone, two bytes, is whole.
    for length in 0..<(whole.count - (name.hasSuffix("jpg") ? 2 : 0)) {
      #expect(throws: SmilestoneError.self, "\(name), \(length) bytes") {
        try RGBImage(decoding: whole.prefix(length), name: name)
      }
    }
  }

  @Test func strayBytesAreTolerated() throws {
    var bytes = try Data(contentsOf: Fixtures.url("colour.jpg"))
    let expected = try RGBImage(decoding: bytes, name: "whole")
    bytes.append(contentsOf: [1, 2, 3])
    #expect(try RGBImage(decoding: bytes, name: "stray end") == expected)
    // Between the start marker and the first segment libjpeg skips to the next marker.
    let second = bytes.index(bytes.startIndex, offsetBy: 20)
    bytes.insert(contentsOf: [0, 0, 0], at: second)
    #expect(try RGBImage(decoding: bytes, name: "stray bytes between segments") == expected)
  }

  /// A seeded storm of damage: decoding either gives an image of the size it says or an error.
  @Test func hostileBytesNeverCrash() throws {
    let names = try Fixtures.load([String: Fixtures.Image].self, "decode.json").keys.sorted()
    var generator = SeededGenerator(seed: 5, stream: "damage")
    var decoded = 0
    var refused = 0
    for name in names {
      let whole = try Data(contentsOf: Fixtures.url(name))
      for _ in 0..<60 {
        var bytes = [UInt8](whole)
        for _ in 0..<(1 + generator.integer(below: 8)) {
          // Half of the damage goes to the headers, where most of the decisions are.
          let reach = generator.integer(below: 2) == 0 ? min(bytes.count, 200) : bytes.count
          bytes[generator.integer(below: reach)] = UInt8(generator.integer(below: 256))
        }
        if generator.integer(below: 4) == 0 {
          bytes.removeLast(generator.integer(below: bytes.count))
        }
        do {
          let image = try RGBImage(decoding: bytes, name: name, maximumPixels: 1_000_000)
          #expect(image.pixels.count == image.width * image.height * 3)
          decoded += 1
        } catch {
          #expect((error as? SmilestoneError)?.code == .badInput)
          refused += 1
        }
      }
    }
    // Both ways out were taken often.
    #expect(decoded > 100)
    #expect(refused > 1000)
  }
}

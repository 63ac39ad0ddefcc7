import Foundation

/// A decoded image with what its file says of it.
public struct DecodedImage: Sendable {
  /// Upright.
  public let image: RGBImage
  /// How the file's stored rows were turned.
  public let orientation: Orientation
  /// Bits of a sample in a PNG file, 1 to 16; 0 for other formats.
  let bitsOfSample: Int

  /// Decodes a file as `RGBImage.init(contentsOf:)` does.
  /// - Throws: `SmilestoneError` (`badInput`) that names the file and the reason.
  public init(contentsOf url: URL) throws {
    do {
      let bytes = try ImageFile.read(url.path)
      self = try bytes.withUnsafeBytes { try DecodedImage.decode($0) }
    } catch let failure as ImageFailure {
      throw failure.error(naming: url.path)
    }
  }

  init(image: RGBImage, orientation: Orientation, bitsOfSample: Int) {
    self.image = image
    self.orientation = orientation
    self.bitsOfSample = bitsOfSample
  }

  /// Says that 16-bit samples hold data of fewer bits, whose high bytes alone are nearly black; nil
  /// where they do not. "it uses 4096 of 65536 levels: nearly black".
  public var darkness: String? {
    guard bitsOfSample == 16, let highest = image.pixels.max() else { return nil }
    let levels = (Int(highest) + 1) * 256
    return levels <= DecodedImage.fewLevels
      ? "it uses \(levels) of 65536 levels: nearly black" : nil
  }

  /// An eighth of 16 bits: data of up to 13 bits.
  private static let fewLevels = 8192
}

extension RGBImage {
  /// The ratio of sides from which on an image counts as far from square: photographs are 4 by 3.
  private static let oblongRatio = 1.3

  /// Whether one side is so much longer than the other that squeezing the image into a square
  /// distorts the face.
  public var isOblong: Bool {
    Double(max(width, height)) >= RGBImage.oblongRatio * Double(min(width, height))
  }
}

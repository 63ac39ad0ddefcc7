import Foundation

/// A decoded image with what its file says of it.
public struct DecodedImage: Sendable {
  /// Upright.
  public let image: RGBImage
  /// How the file's stored rows were turned.
  public let orientation: Orientation
  /// "JPEG", "PNG", "WebP", "HEIF" or "TIFF", by content.
  let format: String
  /// Bits of a sample in a PNG or TIFF file, 1 to 16; 0 for other formats.
  let bitsOfSample: Int
  /// Whether a JPEG file lacks its end mark, as some programs cut it; all pixels are there.
  public let lacksEnd: Bool

  /// Decodes a file as `RGBImage.init(contentsOf:)` does.
  /// - Throws: `SmilestoneError` (`badInput`) that names the file and the reason.
  public init(contentsOf url: URL) throws {
    do {
      let bytes = try ImageFile.read(url.path)
      self = try bytes.withUnsafeBytes { try DecodedImage.decode($0) }
    } catch let failure as ImageError {
      throw failure.error(naming: url.path)
    }
  }

  init(
    image: RGBImage, orientation: Orientation, format: String, bitsOfSample: Int,
    lacksEnd: Bool = false
  ) {
    self.image = image
    self.orientation = orientation
    self.format = format
    self.bitsOfSample = bitsOfSample
    self.lacksEnd = lacksEnd
  }

  func properties(byteCount: Int) -> ImageProperties {
    ImageProperties(width: image.width, height: image.height, format: format, byteCount: byteCount)
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

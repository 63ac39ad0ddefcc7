import CImaging
import Foundation
import Support

/// The image formats that can be read, told apart by their first bytes.
enum ImageFormat: String {
  case jpeg = "JPEG"
  case png = "PNG"
  case webp = "WebP"
  /// HEIC and AVIF, the photographs of phones.
  case heif = "HEIF"
  case tiff = "TIFF"
  case bmp = "BMP"

  init?(firstBytesOf bytes: UnsafeRawBufferPointer) {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
      self = .webp
    } else if Self.isHEIF(bytes) {
      self = .heif
    } else if bytes.starts(with: [0x49, 0x49, 0x2A, 0])
      || bytes.starts(with: [0x4D, 0x4D, 0, 0x2A])
    {
      self = .tiff
    } else if Self.isBMP(bytes) {
      self = .bmp
    } else {
      return nil
    }
  }

  /// “BM” alone begins texts, too: four reserved bytes are zero, and the length of a header follows.
  private static func isBMP(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.starts(with: "BM".utf8), bytes.count > 18 else { return false }
    return bytes[6..<10].allSatisfy { $0 == 0 } && [12, 40, 56, 64, 108, 124].contains(bytes[14])
      && bytes[15..<18].allSatisfy { $0 == 0 }
  }

  private static func isHEIF(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.dropFirst(4).starts(with: "ftyp".utf8) else { return false }
    return ["heic", "heix", "heim", "heis", "mif1", "avif"].contains {
      bytes.dropFirst(8).starts(with: $0.utf8)
    }
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, maximumPixels: Int, into image: inout imaging_image
  ) -> imaging_status {
    let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let limit = Int64(maximumPixels)
    return switch self {
    case .jpeg: imaging_decode_jpeg(start, bytes.count, limit, &image)
    case .png: imaging_decode_png(start, bytes.count, limit, &image)
    case .webp: imaging_decode_webp(start, bytes.count, limit, &image)
    case .heif: imaging_decode_heif(start, bytes.count, limit, &image)
    case .tiff: imaging_decode_tiff(start, bytes.count, limit, &image)
    case .bmp: imaging_decode_bmp(start, bytes.count, limit, &image)
    }
  }
}

extension RGBImage {
  /// Pillow's limit, a quarter of a gigabyte of RGB: larger images are taken for an attack.
  public static let defaultMaximumPixels = 89_478_485

  /// Decodes a JPEG, PNG, WebP, HEIC, AVIF, TIFF or BMP file, whatever its name ends in, and turns it
  /// upright as its EXIF orientation says.
  ///
  /// The pixels are those of Pillow's `exif_transpose` and `convert("RGB")`: grey is repeated in
  /// three channels, CMYK inks are inverted (Adobe's convention), palettes are looked up,
  /// transparency is dropped (not composed over a background), an animation gives its first frame.
  /// 16-bit samples keep their high byte, also in grey images (where Pillow clips instead).
  /// Colour profiles are not applied.
  /// - Parameter maximumPixels: width × height at most, checked from the header before any memory
  ///   is taken for the pixels, as is that no side has more than 65,535.
  /// - Throws: `SmilestoneError` (`badInput`) that names the file and the reason: missing,
  ///   unreadable, empty, not an image, truncated, damaged, too large.
  public init(contentsOf url: URL, maximumPixels: Int = defaultMaximumPixels) throws {
    do {
      let bytes = try ImageFile.read(url.path)
      self = try bytes.withUnsafeBytes {
        try RGBImage.decode($0, maximumPixels: maximumPixels)
      }
    } catch let failure as ImageError {
      throw failure.error(naming: url.path)
    }
  }

  /// Decodes a file's bytes in the same way; `name` is for messages.
  public init(
    decoding bytes: some ContiguousBytes, name: String, maximumPixels: Int = defaultMaximumPixels
  ) throws {
    do {
      self = try bytes.withUnsafeBytes {
        try RGBImage.decode($0, maximumPixels: maximumPixels)
      }
    } catch let failure as ImageError {
      throw failure.error(naming: name)
    }
  }

  static func decode(
    _ bytes: UnsafeRawBufferPointer, maximumPixels: Int = defaultMaximumPixels
  ) throws(ImageError) -> RGBImage {
    try DecodedImage.decode(bytes, maximumPixels: maximumPixels).image
  }
}

extension DecodedImage {
  static func decode(
    _ bytes: UnsafeRawBufferPointer, maximumPixels: Int = RGBImage.defaultMaximumPixels
  ) throws(ImageError) -> DecodedImage {
    if bytes.isEmpty {
      throw ImageError("the file is empty", remedy: "Fetch or copy it again, or leave it out.")
    }
    guard let format = ImageFormat(firstBytesOf: bytes) else {
      throw ImageError(
        FileKind.refusal(firstBytes: bytes),
        remedy: "Convert it to one of these formats, or leave it out.")
    }
    var stored = imaging_image()
    let status = format.decode(bytes, maximumPixels: maximumPixels, into: &stored)
    defer { free(stored.pixels) }
    guard status == IMAGING_OK, let pixels = stored.pixels else {
      throw ImageError(status, format: format, image: stored, limit: maximumPixels)
    }
    let width = Int(stored.width)
    let height = Int(stored.height)
    let orientation = Orientation(code: Int(stored.orientation))
    let image = orientation.upright(
      UnsafeBufferPointer(start: pixels, count: width * height * 3), width: width, height: height)
    return DecodedImage(
      image: image, orientation: orientation, format: format.rawValue,
      bitsOfSample: Int(stored.sample_bits), lacksEnd: stored.lacks_end)
  }
}

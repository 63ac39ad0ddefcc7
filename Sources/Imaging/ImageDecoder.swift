import CImaging
import Foundation
import Support

/// The picture formats that can be read, told apart by their first bytes.
enum ImageFormat: String {
  case jpeg = "JPEG"
  case png = "PNG"
  case webp = "WebP"

  init?(firstBytesOf bytes: UnsafeRawBufferPointer) {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
      self = .webp
    } else {
      return nil
    }
  }

  func decode(
    _ bytes: UnsafeRawBufferPointer, maximumPixels: Int, into picture: inout imaging_picture
  ) -> imaging_status {
    let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let limit = Int64(maximumPixels)
    return switch self {
    case .jpeg: imaging_decode_jpeg(start, bytes.count, limit, &picture)
    case .png: imaging_decode_png(start, bytes.count, limit, &picture)
    case .webp: imaging_decode_webp(start, bytes.count, limit, &picture)
    }
  }
}

extension RGBImage {
  /// Pillow's limit, a quarter of a gigabyte of RGB: larger pictures are taken for an attack.
  public static let defaultMaximumPixels = 89_478_485

  /// Decodes a JPEG, PNG or WebP file, whatever its name ends in, and turns it upright as its EXIF
  /// orientation says.
  ///
  /// The pixels are those of Pillow's `exif_transpose` and `convert("RGB")`: grey is repeated in
  /// three channels, CMYK inks are inverted (Adobe's convention), palettes are looked up,
  /// transparency is dropped (not composed over a background), an animation gives its first frame.
  /// 16-bit samples keep their high byte, also in grey pictures (where Pillow clips instead).
  /// Colour profiles are not applied.
  /// - Parameter maximumPixels: width × height at most, checked from the header before any memory
  ///   is taken for the pixels, as is that no side has more than 65,535.
  /// - Throws: `SmilestoneError` (`badInput`) that names the file and the reason: missing,
  ///   unreadable, empty, not a picture, truncated, damaged, too large.
  public init(contentsOf url: URL, maximumPixels: Int = defaultMaximumPixels) throws {
    do {
      let bytes = try ImageFile.read(url.path)
      self = try bytes.withUnsafeBytes {
        try RGBImage.decode($0, maximumPixels: maximumPixels)
      }
    } catch let failure as ImageFailure {
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
    } catch let failure as ImageFailure {
      throw failure.error(naming: name)
    }
  }

  static func decode(
    _ bytes: UnsafeRawBufferPointer, maximumPixels: Int = defaultMaximumPixels
  ) throws(ImageFailure) -> RGBImage {
    try DecodedPicture.decode(bytes, maximumPixels: maximumPixels).image
  }
}

extension DecodedPicture {
  static func decode(
    _ bytes: UnsafeRawBufferPointer, maximumPixels: Int = RGBImage.defaultMaximumPixels
  ) throws(ImageFailure) -> DecodedPicture {
    if bytes.isEmpty {
      throw ImageFailure("the file is empty", remedy: "Fetch or copy it again, or leave it out.")
    }
    guard let format = ImageFormat(firstBytesOf: bytes) else {
      throw ImageFailure(
        FileKind.refusal(firstBytes: bytes),
        remedy: "Convert it to one of these formats, or leave it out.")
    }
    var picture = imaging_picture()
    let status = format.decode(bytes, maximumPixels: maximumPixels, into: &picture)
    defer { free(picture.pixels) }
    guard status == IMAGING_OK, let pixels = picture.pixels else {
      throw ImageFailure(status, format: format, picture: picture, limit: maximumPixels)
    }
    let width = Int(picture.width)
    let height = Int(picture.height)
    let orientation = Orientation(code: Int(picture.orientation))
    let image = orientation.upright(
      UnsafeBufferPointer(start: pixels, count: width * height * 3), width: width, height: height)
    return DecodedPicture(
      image: image, orientation: orientation, bitsOfSample: Int(picture.sample_bits))
  }
}

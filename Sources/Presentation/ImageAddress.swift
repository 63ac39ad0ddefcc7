import Foundation

extension Data {
  /// An image as an address that holds it; nil for anything that a browser may not show.
  package var imageAddress: String? {
    mediaType.map { "data:\($0);base64,\(base64EncodedString())" }
  }

  /// The media type of a JPEG, PNG or WebP by its first bytes.
  private var mediaType: String? {
    if starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
    if starts(with: Data("RIFF".utf8)), dropFirst(8).starts(with: Data("WEBP".utf8)) {
      return "image/webp"
    }
    return nil
  }
}

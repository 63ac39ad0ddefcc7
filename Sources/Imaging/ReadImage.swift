import Support

/// An image file that was read once: its bytes' hash, its kind, and its pixels.
public struct ReadImage: Sendable {
  /// SHA-256 of the file's bytes, in hexadecimal; nil where it could not be read.
  public let contentHash: String?
  public let content: Content

  public enum Content: Sendable {
    case image(RGBImage, ImageProperties)
    /// Why there is none, as one clause: "the JPEG data end early".
    case unusable(reason: String)
  }

  /// Reads, hashes and decodes a file. A file that cannot be used is no error: `content` says why.
  /// - Parameter path: the file's path.
  /// - Throws: `SmilestoneError` when hashing fails.
  public init(_ path: String) throws {
    let bytes: [UInt8]
    do {
      bytes = try ImageFile.read(path)
    } catch {
      contentHash = nil
      content = .unusable(reason: error.reason)
      return
    }
    contentHash = try ContentHash.sha256(of: bytes)
    content = bytes.withUnsafeBytes { buffer in
      do throws(ImageError) {
        let decoded = try DecodedImage.decode(buffer)
        return .image(decoded.image, decoded.properties(byteCount: buffer.count))
      } catch {
        return .unusable(reason: error.reason)
      }
    }
  }

  /// The pixels; nil where the file cannot be used.
  public var image: RGBImage? {
    guard case .image(let image, _) = content else { return nil }
    return image
  }
}

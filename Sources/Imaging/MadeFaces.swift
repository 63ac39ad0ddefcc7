/// What is kept of one image: its face in each of several forms, or why there is none.
struct MadeFaces: Sendable {
  /// Planes, in the order of the forms; of zeros where there is no face.
  let faces: [[UInt8]]
  let properties: ImageProperties
  /// Why it could not be decoded; nil where it was.
  let failure: String?
  /// A 16-bit image with data of fewer bits.
  let isDark: Bool
  /// A JPEG file without its end mark.
  let lacksEnd: Bool

  /// Decodes a file's bytes once for all forms.
  init(_ bytes: [UInt8], forms: [FaceForm]) {
    switch MadeFaces.decode(bytes) {
    case .success(let decoded):
      faces = forms.map { $0.face(of: decoded.image) }
      properties = decoded.properties(byteCount: bytes.count)
      failure = nil
      isDark = decoded.darkness != nil
      lacksEnd = decoded.lacksEnd
    case .failure(let reason):
      faces = forms.map { Array(repeating: 0, count: $0.byteCount) }
      properties = ImageProperties(width: 0, height: 0, format: "", byteCount: bytes.count)
      failure = reason.reason
      isDark = false
      lacksEnd = false
    }
  }

  private static func decode(_ bytes: [UInt8]) -> Result<DecodedImage, ImageError> {
    bytes.withUnsafeBytes { buffer in
      do throws(ImageError) {
        let decoded = try DecodedImage.decode(buffer)
        let (image, smallest) = (decoded.image, FaceStore.smallestSide)
        guard min(image.width, image.height) >= smallest else {
          throw ImageError(
            "\(image.width) × \(image.height) pixels are too few to show a face "
              + "(\(smallest) × \(smallest) at least)", remedy: "Give a larger image.")
        }
        return .success(decoded)
      } catch {
        return .failure(error)
      }
    }
  }
}

import Faces
import Support

/// A property of the image that can differ between age groups; a manifest holds it in an extra
/// column of this name.
public enum ImageQuality: String, CaseIterable, Codable, Sendable, Hashable {
  /// Any measure that rises with sharpness, such as the variance of the Laplacian.
  case sharpness
  /// Any measure that rises with the size of the face, such as its shorter side in pixels.
  case size
}

/// What a manifest knows of a face beyond its prediction row.
struct FaceAttributes: Sendable {
  let sex: Sex?
  let ethnicity: String?
  let votes: [Double]?
  /// Whether the face is a drawing, and its votes those of simulated raters.
  let isSynthetic: Bool
  let quality: [ImageQuality: Double]
}

/// The faces of a manifest, by image.
struct ManifestFaces: Sendable {
  /// The quality columns that the manifest has.
  let qualities: [ImageQuality]
  private let attributes: [PathKey: FaceAttributes]

  /// - Parameter manifest: nil knows nothing of any face.
  /// - Throws: `SmilestoneError` for a quality that is no number.
  init(_ manifest: Manifest?) throws {
    guard let manifest else {
      qualities = []
      attributes = [:]
      return
    }
    qualities = ImageQuality.allCases.filter { manifest.extraColumns.contains($0.rawValue) }
    let columns = try qualities.map { ($0, try manifest.numbers(ofExtraColumn: $0.rawValue)) }
    var attributes: [PathKey: FaceAttributes] = [:]
    attributes.reserveCapacity(manifest.records.count)
    let synthetic = manifest.isSynthetic
    for (index, record) in manifest.records.enumerated() {
      var quality: [ImageQuality: Double] = [:]
      for (name, values) in columns { quality[name] = values[index] }
      attributes[PathKey(record.image)] = FaceAttributes(
        sex: record.sex, ethnicity: record.ethnicity, votes: record.votes,
        isSynthetic: synthetic[index], quality: quality)
    }
    self.attributes = attributes
  }

  subscript(image: String) -> FaceAttributes? { attributes[PathKey(image)] }
}

import Cohort
import Support

/// A property of the picture that can differ between age groups; a manifest holds it in an extra
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
  let quality: [ImageQuality: Double]
}

/// The faces of a manifest, by image.
struct ManifestFaces: Sendable {
  /// The quality columns that the manifest has.
  let qualities: [ImageQuality]
  private let attributes: [String: FaceAttributes]

  /// - Parameter manifest: nil knows nothing of any face.
  /// - Throws: `SmilestoneError` for a quality that is no number.
  init(_ manifest: Manifest?) throws {
    guard let manifest else {
      qualities = []
      attributes = [:]
      return
    }
    let columns = ImageQuality.allCases.compactMap { quality in
      manifest.values(ofExtraColumn: quality.rawValue).map { (quality, $0) }
    }
    qualities = columns.map(\.0)
    var attributes: [String: FaceAttributes] = [:]
    attributes.reserveCapacity(manifest.records.count)
    for (index, record) in manifest.records.enumerated() {
      var quality: [ImageQuality: Double] = [:]
      for (name, values) in columns where !values[index].isEmpty {
        guard let value = Double(values[index]), value.isFinite else {
          throw SmilestoneError.badInput(
            "The manifest's column \(name.rawValue) holds “\(values[index])” for "
              + "“\(record.image)”.",
            remedy: "Fill it with numbers, or leave the cell empty.")
        }
        quality[name] = value
      }
      attributes[record.image] = FaceAttributes(
        sex: record.sex, ethnicity: record.ethnicity, votes: record.votes, quality: quality)
    }
    self.attributes = attributes
  }

  subscript(image: String) -> FaceAttributes? { attributes[image] }
}

import Foundation
import Support

extension Manifest {
  /// Puts the faces of several manifests into one, as where infants come from one archive and adults
  /// from another.
  ///
  /// Subjects stay apart: two sources may use one name for different people. Extra columns are the
  /// union; those that a manifest lacks are empty for its faces.
  /// - Parameters:
  ///   - parts: at least one; the name is the `source` of faces that have none.
  ///   - folder: where the whole will be written: images below it get relative paths.
  /// - Returns: the whole, and images that several parts list, of which the first stays.
  /// - Throws: `SmilestoneError` where two parts have different age groups or labels.
  public static func joining(
    _ parts: [(name: String, manifest: Manifest)], in folder: URL
  ) throws -> (manifest: Manifest, repeated: [SkippedImage]) {
    var columns: [String] = []
    for part in parts {
      columns += part.manifest.extraColumns.filter { !columns.contains($0) }
    }
    for part in parts.dropFirst() {
      try parts[0].manifest.vocabulary.ages.require(
        part.manifest.vocabulary.ages, in: parts[0].name, as: part.name,
        remedy:
          "Sort the faces of both again with `smilestone stratify`, with the same --age-groups.")
      try parts[0].manifest.vocabulary.labels.requireAgreement(
        parts[0].name, with: part.manifest.vocabulary.labels, part.name,
        remedy: "Make both again with `smilestone manifest`, with the same --scheme.")
    }
    var joined = Manifest(
      folder: folder, extraColumns: columns,
      vocabulary: parts.first?.manifest.vocabulary ?? .study)
    var repeated: [SkippedImage] = []
    var nameOfImage: [PathKey: String] = [:]
    let root = joined.folder.path + "/"
    for (name, manifest) in parts {
      let positions = columns.map { manifest.extraColumns.firstIndex(of: $0) }
      for (record, path) in zip(manifest.records, manifest.imagePaths) {
        let plain = URL(fileURLWithPath: path).standardizedFileURL.path
        if let earlier = nameOfImage.updateValue(name, forKey: PathKey(plain)) {
          nameOfImage[PathKey(plain)] = earlier
          repeated.append(
            SkippedImage(
              image: plain, stage: "manifest", reason: "\(earlier) lists it, too, and stays"))
          continue
        }
        var record = record
        record.image = plain.hasPrefix(root) ? String(plain.dropFirst(root.count)) : plain
        record.source = record.source ?? name
        let extra = record.extra
        record.extra = positions.map { position in
          position.flatMap { $0 < extra.count ? extra[$0] : nil } ?? ""
        }
        joined.records.append(record)
      }
    }
    return (joined, repeated)
  }
}

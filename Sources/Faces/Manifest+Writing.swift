import Foundation
import Support

extension Manifest {
  /// Writes the manifest, all standard columns and the extra ones, whole or not at all.
  ///
  /// In another folder than the manifest's own, relative image paths are rewritten: relative where
  /// the image lies below the new folder, absolute elsewhere.
  /// - Throws: `SmilestoneError` when the file cannot be written.
  public func write(to url: URL) throws {
    let newFolder = url.deletingLastPathComponent().standardizedFileURL.path
    let rebase = Rebase(from: folder.path, to: newFolder)
    try AtomicFile.write(to: url) { handle in
      let scheme = vocabulary.labels.cellUnlessDefault
      let isStudys = vocabulary.ages == .study
      var writer = CSVWriter(
        header: ManifestColumn.allCases.map(\.rawValue) + extraColumns + [Manifest.format.name]
          + (scheme == nil ? [] : [Manifest.labelSchemeColumn])
          + (isStudys ? [] : [AgeGrouping.column]))
      let ages = isStudys ? [] : [vocabulary.ages.text]
      for record in records {
        writer.append(
          cells(of: record, image: rebase(record.image)) + (scheme.map { [$0] } ?? []) + ages)
        // A million rows would otherwise be in memory twice more.
        if writer.text.utf8.count >= 1 << 20 {
          try handle.write(contentsOf: Data(writer.takeText().utf8))
        }
      }
      try handle.write(contentsOf: Data(writer.takeText().utf8))
    }
  }

  private func cells(of record: FaceRecord, image: String) -> [String] {
    let standard = [
      image, record.subject ?? "", record.source ?? "", record.emotion?.rawValue ?? "",
      record.votes.map { $0.map(ManifestNumber.text).joined(separator: ";") } ?? "",
      record.ageInYears.map(ManifestNumber.text) ?? "",
      record.ageStandardDeviationInYears.map(ManifestNumber.text) ?? "",
      record.ageSource?.rawValue ?? "", record.ageGroup?.rawValue ?? "",
      record.sex?.rawValue ?? "", record.ethnicity ?? "", record.split?.rawValue ?? "",
    ]
    let missing = max(0, extraColumns.count - record.extra.count)
    return standard + record.extra.prefix(extraColumns.count)
      + Array(repeating: "", count: missing) + [Manifest.format.cell]
  }
}

/// Numbers as manifests spell them: the shortest text that reads back as the same number, whole
/// numbers without a point.
package enum ManifestNumber {
  package static func text(_ number: Double) -> String {
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

/// Rewrites image paths for a manifest that moves from one folder to another.
private struct Rebase {
  let oldFolder: String
  let newPrefix: String
  let isSameFolder: Bool

  init(from oldFolder: String, to newFolder: String) {
    self.oldFolder = oldFolder
    newPrefix = newFolder.hasSuffix("/") ? newFolder : newFolder + "/"
    isSameFolder = oldFolder == newFolder
  }

  func callAsFunction(_ image: String) -> String {
    if isSameFolder || image.utf8.first == UInt8(ascii: "/") { return image }
    let absolute = URL(fileURLWithPath: Manifest.absolutePath(image, in: oldFolder))
      .standardizedFileURL.path
    return absolute.hasPrefix(newPrefix)
      ? String(absolute.dropFirst(newPrefix.count)) : absolute
  }
}

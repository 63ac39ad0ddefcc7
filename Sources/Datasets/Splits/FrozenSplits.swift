import Faces
import Foundation
import Support

/// Splits that were written down once, so that later runs divide the same faces in the same way.
///
/// The file is a manifest with the columns `image`, `split`, and the extra ones `sha256` (of the
/// image file, so that a changed file is noticed), `fold` and `duplicate_cluster`.
public struct FrozenSplits: Sendable {
  private struct Row {
    let split: Split?
    let contentHash: String
    let fold: String
    let cluster: String
  }

  /// The extra column of folds, counted from 1; empty without folds.
  public static let foldColumn = "fold"
  private static let hashColumn = "sha256"

  private let name: String
  private let rows: [PathKey: Row]

  /// Reads splits that `write` wrote.
  /// - Throws: `SmilestoneError` (bad input) when the file is no manifest or a row has no split.
  public init(contentsOf url: URL) throws {
    let manifest = try Manifest(contentsOf: url)
    let cells = [FrozenSplits.hashColumn, FrozenSplits.foldColumn, Manifest.duplicateClusterColumn]
      .map { manifest.values(ofExtraColumn: $0) }
    var rows: [PathKey: Row] = [:]
    for (index, record) in manifest.records.enumerated() {
      guard record.split != nil else {
        throw SmilestoneError.badInput(
          "\(url.path): \(record.image) has no split.", remedy: "Write the splits again.")
      }
      let path = FrozenSplits.key(manifest.path(of: record))
      rows[path] = Row(
        split: record.split, contentHash: cells[0]?[index] ?? "", fold: cells[1]?[index] ?? "",
        cluster: cells[2]?[index] ?? "")
    }
    name = url.path
    self.rows = rows
  }

  /// Writes down the splits of a manifest, with its folds and duplicate clusters.
  /// - Parameter contentHashes: one for each record; nil where the file cannot be read.
  public static func write(
    _ manifest: Manifest, contentHashes: [String?], to url: URL
  ) throws {
    let columns = [hashColumn, foldColumn, Manifest.duplicateClusterColumn]
    let empty = Array(repeating: "", count: manifest.records.count)
    let folds = manifest.values(ofExtraColumn: foldColumn) ?? empty
    let clusters = manifest.values(ofExtraColumn: Manifest.duplicateClusterColumn) ?? empty
    let records = manifest.records.enumerated().map { index, record in
      FaceRecord(
        image: record.image, split: record.split,
        extra: [contentHashes[index] ?? "", folds[index], clusters[index]])
    }
    try Manifest(
      folder: manifest.folder, extraColumns: columns, records: records,
      vocabulary: manifest.vocabulary
    ).write(to: url)
  }

  /// Gives every record the split, the fold and the duplicate cluster that were written down.
  /// - Parameter contentHashes: one for each record; nil where the file cannot be read.
  /// - Throws: `SmilestoneError` (bad input) naming the records that are not among those written
  ///   down, or whose files have changed since.
  public func apply(to manifest: inout Manifest, contentHashes: [String?]) throws {
    let found = manifest.records.map { rows[FrozenSplits.key(manifest.path(of: $0))] }
    try refuse(
      zip(manifest.records, found).compactMap { $1 == nil ? $0.image : nil },
      "are not in it", remedy: "Write the splits of these faces again, into another file.")
    let changed = zip(manifest.records, zip(found, contentHashes)).compactMap { record, pair in
      let (row, hash) = pair
      guard let hash, let row, !row.contentHash.isEmpty else { return String?.none }
      return hash == row.contentHash ? nil : record.image
    }
    try refuse(
      changed, "have changed since",
      remedy: "Restore the files, or write the splits again into another file.")
    for (index, row) in found.enumerated() { manifest.records[index].split = row?.split }
    if rows.values.contains(where: { !$0.fold.isEmpty }) {
      manifest.setExtraColumn(FrozenSplits.foldColumn, to: found.map { $0?.fold ?? "" })
    }
    manifest.setExtraColumn(
      Manifest.duplicateClusterColumn, to: found.map { $0?.cluster ?? "" })
  }

  private func refuse(_ images: [String], _ what: String, remedy: String) throws {
    guard !images.isEmpty else { return }
    let more = images.count > 10 ? ", …" : ""
    throw SmilestoneError.badInput(
      "The splits in \(name) do not fit: \(images.count) faces \(what) "
        + "(\(images.prefix(10).joined(separator: ", "))\(more)).", remedy: remedy)
  }

  private static func key(_ path: String) -> PathKey {
    PathKey(URL(fileURLWithPath: path).standardizedFileURL.path)
  }
}

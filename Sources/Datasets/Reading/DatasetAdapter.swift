import Faces
import Foundation
import Imaging
import Support

/// Reads one kind of data set, as it was distributed, into a manifest.
///
/// Each has a file of its own in `Adapters`, named as its type is; the build lists them in
/// `DatasetAdapters.all`, which commands, help and citations read.
///
/// Labels are taken only from what the layout says; what does not match is listed, never guessed.
public protocol DatasetAdapter: Sendable {
  /// The name after `--dataset`.
  static var name: String { get }
  /// The layout it expects, for people, as what follows “Expected: ”.
  static var layout: String { get }
  /// The options that it understands.
  static var options: Set<ImportOption> { get }
  /// What a paper that uses its faces cites; none for a layout that is nobody's own.
  static var citations: [DatasetCitation] { get }
  /// Whether a place looks like this data set, by names and titles of columns alone.
  static func recognises(_ place: DatasetPlace) -> Bool

  init()

  /// Lists the data set's images with their labels.
  /// - Parameter place: the data set's folder, or a table where the layout says so.
  /// - Throws: `SmilestoneError` (bad input) when the place is missing, holds no images, or has
  ///   another layout; or when a table cannot be read.
  func read(_ place: URL, options: ImportOptions) throws -> ImportedDataset
}

extension DatasetAdapter {
  public func read(_ place: URL) throws -> ImportedDataset {
    try read(place, options: ImportOptions())
  }

  /// Turns each image of a folder into a row or a reason for leaving it out.
  /// - Parameter describe: the record of an image and its label, from its path below the folder.
  func read(
    _ folder: URL, columns: [String] = [], options: ImportOptions,
    describe: (_ path: String) -> Result<(FaceRecord, SourceLabel?), UnusableImageError>
  ) throws -> ImportedDataset {
    let contents = try ImageFolder(folder)
    var rows = ImportedRows(folder: folder, columns: columns, options: options)
    rows.leaveOut(contents)
    for path in contents.images {
      switch describe(path) {
      case .success(let (record, label)): rows.add(record, label: label)
      case .failure(let refusal): rows.leaveOut(path, refusal.reason)
      }
    }
    return try rows.dataset(layout: Self.layout)
  }
}

/// What an adapter found: the faces, and what it could not use.
public struct ImportedDataset: Sendable, Equatable {
  public var manifest: Manifest
  /// Images that were left out (stage "manifest"), rows of label tables that fit no image or cannot be
  /// understood (stage "label"), and cells that were left empty (stage "cell").
  public var skipped: [SkippedImage]

  /// Further lines of the summary.
  public var notes: [String]

  public init(manifest: Manifest, skipped: [SkippedImage], notes: [String] = []) {
    self.manifest = manifest
    self.skipped = skipped
    self.notes = notes
  }
}

import Faces
import Foundation
import Imaging
import Support

/// Any CSV file with a row for each image, its columns mapped to the manifest's.
public struct TableAdapter: DatasetAdapter {
  public static let name = "csv"
  public static let layout =
    "a table (CSV) with a column image (or --column image=NAME) whose paths start from the "
    + "file's folder, or from --images."
  public static let options: Set<ImportOption> = [
    .images, .column, .value, .pattern, .encoding, .keepOtherLabels, .emotionFromVotes,
    .dropAgesFrom,
  ]

  public static let citations: [DatasetCitation] = []

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    // A table in the manifest's own columns is read as a manifest.
    false
  }

  public func read(_ place: URL, options: ImportOptions) throws -> ImportedDataset {
    let table = try FaceTable(
      place, columns: options.columns, values: options.values, encoding: options.encoding,
      vocabulary: options.vocabulary,
      ages: options.ages)
    let folder = options.images ?? place.deletingLastPathComponent()
    var options = options
    options.ages = table.ages
    var faces = try TableFaces(
      columnsOf: table, contents: ImageFolder(folder), folder: folder, options: options)
    try faces.take(table)
    return try faces.dataset(layout: Self.layout)
  }
}

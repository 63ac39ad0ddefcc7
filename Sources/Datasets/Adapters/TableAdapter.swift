import Foundation
import Imaging
import Support

/// Any CSV file with a row for each image, its columns mapped to the manifest's.
public struct TableAdapter: DatasetAdapter {
  public static let name = "csv"
  public static let layout =
    "a CSV file with a column image (or --column image=NAME) whose paths start from the "
    + "file's folder, or from --images."
  public static let options: Set<ImportOption> = [
    .images, .column, .keepOtherLabels, .dropAgesFrom,
  ]

  public static let citations: [DatasetCitation] = []

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    // A table in the manifest's own columns is read as a manifest.
    false
  }

  public func read(_ place: URL, options: ImportOptions) throws -> ImportedDataset {
    let table = try FaceTable(
      place, columns: options.columns, unnamedColumns: true, ages: options.ages)
    let folder = options.images ?? place.deletingLastPathComponent()
    let contents = try ImageFolder(folder)
    var join = LabelJoin(contents)
    var options = options
    options.ages = table.ages
    var rows = ImportedRows(folder: folder, columns: table.extraColumns, options: options)
    try table.forEachRow { place, result in
      switch result.flatMap({ row in join.image(named: row.record.image).map { ($0, row) } }) {
      case .success(let (image, row)):
        var record = row.record
        record.image = image
        rows.add(record, label: row.label, place: place)
      case .failure(let refusal): rows.leaveOut(place, refusal.reason)
      }
    }
    rows.leaveOut(join.unnamedUnusable)
    for image in join.unnamed { rows.leaveOut(image, "no row of the table names it") }
    return try rows.dataset(layout: Self.layout)
  }
}

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
    .images, .column, .value, .pattern, .encoding, .keepOtherLabels, .dropAgesFrom,
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
    let contents = try ImageFolder(folder)
    var join = LabelJoin(contents, allowsMissingEnding: true)
    var options = options
    options.ages = table.ages
    var rows = ImportedRows(folder: folder, columns: table.extraColumns, options: options)
    try table.forEachRow { place, result in
      switch result.flatMap({ row in join.image(named: row.record.image).map { ($0, row) } }) {
      case .success(let (image, row)):
        var (record, label, remarks) = (row.record, row.label, row.remarks)
        record.image = image
        switch options.pattern?.describe(
          image, source: "", labels: options.vocabulary.labels, ages: table.ages)
        {
        case .success(let named)?: record.fill(from: named.record, label: &label, named.label)
        case .failure(let refusal)?: remarks.append("\(image): \(refusal.reason)")
        case nil: break
        }
        rows.add(record, label: label, place: place)
        rows.remark(remarks, at: place)
      case .failure(let refusal): rows.leaveOut(place, refusal.reason)
      }
    }
    rows.leaveOut(join.unnamedUnusable)
    for image in join.unnamed { rows.leaveOut(image, "no row of the table names it") }
    return try rows.dataset(layout: Self.layout)
  }
}

extension FaceRecord {
  /// Takes from a name what a table leaves open.
  fileprivate mutating func fill(
    from named: FaceRecord, label: inout SourceLabel?, _ namedLabel: SourceLabel?
  ) {
    subject = subject ?? named.subject
    sex = sex ?? named.sex
    ethnicity = ethnicity ?? named.ethnicity
    split = split ?? named.split
    label = label ?? namedLabel
    guard ageInYears == nil else { return }
    ageInYears = named.ageInYears
    ageSource = named.ageSource
    ageGroup = ageGroup ?? named.ageGroup
  }
}

import Faces
import Foundation
import Imaging
import Support

/// FairFace (Kärkkäinen & Joo 2021): `fairface_label_train.csv` and `fairface_label_val.csv` beside the
/// folders `train` and `val`; ages are ranges.
public struct FairFaceAdapter: DatasetAdapter {
  public static let name = "fairface"
  public static let layout =
    "fairface_label_train.csv and fairface_label_val.csv (file, age, gender, race) beside the images that "
    + "they name; or one such table by --labels."
  public static let options: Set<ImportOption> = [.labels, .encoding]

  public static let citations = [
    DatasetCitation(
      "FairFace",
      Reference(
        "inproceedings", "karkkainen2021fairface",
        [
          "title": "{FairFace}: face attribute dataset for balanced race, gender, and age for bias "
            + "measurement and mitigation",
          "author": "K{\\\"a}rkk{\\\"a}inen, Kimmo and Joo, Jungseock", "booktitle": "WACV",
          "year": "2021", "doi": "10.1109/WACV48630.2021.00159",
        ]))
  ]

  private static let tables = [
    "fairface_label_train.csv", "fairface_label_val.csv", "label_train.csv", "label_val.csv",
  ]

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    !place.url.isTable && place.hasTable(Self.tables, columns: ["file", "age", "gender", "race"])
  }

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    let contents = try ImageFolder(folder)
    let tables =
      options.labels.map { [$0] }
      ?? folder.datasetFiles(Self.tables, levels: DatasetPlace.wrapperLevels)
    guard !tables.isEmpty else {
      throw SmilestoneError.badInput(
        "\(folder.path) has no fairface_label_train.csv.",
        remedy: "Name a table with --labels. Expected: \(Self.layout)")
    }
    var join = LabelJoin(contents)
    var rows = ImportedRows(folder: folder, columns: ["age_range"], options: options)
    rows.leaveOut(contents, reading: tables)
    for table in tables {
      let labels = try FaceTable(
        table, columns: ["image": "file", "sex": "gender", "ethnicity": "race"],
        encoding: options.encoding, vocabulary: options.vocabulary,
        ages: options.ages ?? .study)
      let range = labels.extraColumns.firstIndex(of: "age_range")
      try labels.forEachRow { place, name, result in
        switch result.flatMap({ row in join.image(named: row.record.image).map { ($0, row) } }) {
        case .success(let (image, row)):
          var record = row.record
          record.extra = [range.map { row.record.extra[$0] } ?? ""]
          record.image = image
          record.source = "FairFace"
          record.split = try? EmotionFolder.split(of: image)
          rows.add(record, place: place)
          rows.remark(row.remarks, at: place)
        case .failure(let refusal):
          _ = join.image(named: name)
          rows.leaveOut(place, refusal.reason)
        }
      }
    }
    for image in join.unnamed { rows.leaveOut(image, "no table names it") }
    return try rows.dataset(layout: Self.layout)
  }
}

import Faces
import Foundation
import Imaging
import Support

/// APPA-REAL (Agustsson et al. 2017): `gt_avg_train.csv`, `gt_avg_valid.csv` and `gt_avg_test.csv` beside
/// the folders of images, `000000.jpg` with its face `000000.jpg_face.jpg`. The age is the real one; the
/// mean of those that raters saw is kept.
public struct APPARealAdapter: DatasetAdapter {
  public static let name = "appa-real"
  public static let layout =
    "gt_avg_train.csv, gt_avg_valid.csv and gt_avg_test.csv (file_name, apparent_age_avg, real_age) beside "
    + "train, valid and test, as APPA-REAL is distributed."
  public static let options: Set<ImportOption> = [.dropAgesFrom]

  public static let citations = [
    DatasetCitation(
      "APPA-REAL",
      Reference(
        "inproceedings", "agustsson2017apparent",
        [
          "title":
            "Apparent and real age estimation in still images with deep residual regressors on "
            + "{APPA-REAL} database",
          "author":
            "Agustsson, Eirikur and Timofte, Radu and Escalera, Sergio and Bar{\\'o}, Xavier and "
            + "Guyon, Isabelle and Rothe, Rasmus", "booktitle": "FG", "year": "2017",
          "doi": "10.1109/FG.2017.20",
        ]))
  ]

  private static let tables: [(file: String, folder: String, split: Split)] = [
    ("gt_avg_train.csv", "train", .train), ("gt_avg_valid.csv", "valid", .validation),
    ("gt_avg_test.csv", "test", .test),
  ]

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    !place.url.isTable
      && place.hasTable(tables.map(\.file), columns: ["file_name", "real_age"])
  }

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    let contents = try ImageFolder(folder)
    var join = LabelJoin(contents)
    var rows = ImportedRows(
      folder: folder, columns: ["apparent_age", "apparent_age_sd"], options: options)
    let tables = Self.tables.compactMap { table in
      folder.datasetFiles([table.file], levels: DatasetPlace.wrapperLevels).first.map {
        (table.file, table.folder, table.split, $0)
      }
    }
    rows.leaveOut(contents, reading: tables.map(\.3))
    for (file, part, split, table) in tables {
      let reader = try CSVReader(contentsOf: table, expected: ["file_name", "real_age"])
      let name = try reader.requiredIndex(of: "file_name")
      let age = try reader.requiredIndex(of: "real_age")
      let apparent = try ["apparent_age_avg", "apparent_age_std"].map { try reader.index(of: $0) }
      try reader.forEachUsableRow(ragged: { line, reason in
        rows.leaveOut(RowPlace(table: file, line: line), "it has \(reason)")
      }) { row in
        let place = RowPlace(table: file, line: row.line)
        let image = Self.image(Cell.trimmed(row.fields[name]), in: part, &join)
        switch image {
        case .failure(let refusal): rows.leaveOut(place, refusal.reason)
        case .success(let image):
          let text = Cell.trimmed(row.fields[age])
          let years = try? AgeText(text).years
          rows.add(
            FaceRecord(
              image: image, source: "APPA-REAL", ageInYears: years,
              ageSource: years == nil ? nil : .label,
              split: split,
              extra: apparent.map { $0.map { Cell.trimmed(row.fields[$0]) } ?? "" }), place: place)
          if years == nil { rows.remark(["“\(text)” is no age (real_age)"], at: place) }
        }
      }
    }
    guard !tables.isEmpty else {
      throw SmilestoneError.badInput(
        "\(folder.path) has no gt_avg_train.csv.", remedy: "Expected: \(Self.layout)")
    }
    // Whole images stand beside their faces.
    for image in join.unnamed where image.hasSuffix("_face.jpg") {
      rows.leaveOut(image, "no table names it")
    }
    return try rows.dataset(layout: Self.layout)
  }

  /// The face that was cut out, where it is there, or else the whole image.
  private static func image(
    _ name: String, in part: String, _ join: inout LabelJoin
  ) -> Result<String, UnusableImageError> {
    let face = join.image(named: "\(part)/\(name)_face.jpg")
    if case .success = face { return face }
    return join.image(named: "\(part)/\(name)")
  }
}

import Faces
import Foundation
import Imaging
import Support

/// Adience (Eidinger, Enbar & Hassner 2014): `fold_0_data.txt` … beside `aligned` or `faces`, with a folder
/// for each user, whose images have the face's number in their names; ages are ranges.
public struct AdienceAdapter: DatasetAdapter {
  public static let name = "adience"
  public static let layout =
    "fold_0_data.txt to fold_4_data.txt (user_id, original_image, face_id, age, gender) beside aligned or "
    + "faces, as Adience is distributed."
  public static let options: Set<ImportOption> = []

  public static let citations = [
    DatasetCitation(
      "Adience",
      Reference(
        "article", "eidinger2014age",
        [
          "title": "Age and gender estimation of unfiltered faces",
          "author": "Eidinger, Eran and Enbar, Roee and Hassner, Tal",
          "journal": "IEEE Transactions on Information Forensics and Security", "volume": "9",
          "pages": "2170--2179", "year": "2014", "doi": "10.1109/TIFS.2014.2359646",
        ]))
  ]

  private static let columns = ["original_image", "user_id", "face_id", "age", "gender"]

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    tables(in: place.url).contains { table in
      guard let reader = try? CSVReader(contentsOf: table, expected: columns) else { return false }
      return columns.allSatisfy { (try? reader.index(of: $0)) != nil }
    }
  }

  private static func tables(in folder: URL) -> [URL] {
    folder.datasetFiles(
      (0..<5).map { "fold_\($0)_data.txt" } + (0..<5).map { "fold_frontal_\($0)_data.txt" },
      levels: DatasetPlace.wrapperLevels)
  }

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    let contents = try ImageFolder(folder)
    let tables = Self.tables(in: folder)
    guard !tables.isEmpty else {
      throw SmilestoneError.badInput(
        "\(folder.path) has no fold_0_data.txt.", remedy: "Expected: \(Self.layout)")
    }
    var join = LabelJoin(contents)
    var rows = ImportedRows(folder: folder, columns: ["fold", "age_range"], options: options)
    rows.leaveOut(contents, reading: tables)
    var seen: Set<String> = []
    for table in tables {
      let reader = try CSVReader(contentsOf: table, expected: Self.columns)
      let positions = try Self.columns.map { ($0, try reader.requiredIndex(of: $0)) }
      let fold = table.lastPathComponent.first { $0.isNumber }.map(String.init) ?? ""
      try reader.forEachUsableRow(ragged: { line, reason in
        rows.leaveOut(
          RowPlace(table: table.lastPathComponent, line: line), "it has \(reason)")
      }) { row in
        let place = RowPlace(table: table.lastPathComponent, line: row.line)
        var cells: [String: String] = [:]
        for (name, position) in positions { cells[name] = Cell.trimmed(row.fields[position]) }
        do {
          let image = try Self.image(cells, &join)
          // The frontal folds repeat a part of the others.
          guard seen.insert(image).inserted else { return }
          let (record, remark) = Self.record(
            image, cells, fold: fold, ages: options.ages ?? .study)
          rows.add(record)
          if let remark { rows.remark([remark], at: place) }
        } catch let refusal as UnusableImageError {
          rows.leaveOut(place, refusal.reason)
        }
      }
    }
    for image in join.unnamed { rows.leaveOut(image, "no fold names it") }
    return try rows.dataset(layout: Self.layout)
  }

  private static func image(_ cells: [String: String], _ join: inout LabelJoin) throws -> String {
    let (user, face) = (cells["user_id"] ?? "", cells["face_id"] ?? "")
    let name = "\(face).\(cells["original_image"] ?? "")"
    let aligned = join.image(named: "\(user)/landmark_aligned_face.\(name)")
    if case .success(let image) = aligned { return image }
    let faces = join.image(named: "\(user)/coarse_tilt_aligned_face.\(name)")
    if case .success(let image) = faces { return image }
    return try aligned.get()
  }

  /// Users stand for subjects: an album shows the same few people.
  private static func record(
    _ image: String, _ cells: [String: String], fold: String, ages: AgeGrouping
  ) -> (FaceRecord, remark: String?) {
    let text = cells["age"] ?? ""
    let isKnown = !DatasetWord.isNoValue(text)
    let age = isKnown ? try? AgeText(text) : nil
    let record = FaceRecord(
      image: image, subject: cells["user_id"], source: "Adience", ageInYears: age?.years,
      ageSource: age?.years == nil ? nil : .label,
      ageGroup: age?.years.map(ages.group(ofAgeInYears:)) ?? age?.range?.ageGroup(of: ages),
      sex: Sex(datasetName: cells["gender"] ?? ""), extra: [fold, age?.range?.text ?? ""])
    return (record, isKnown && age == nil ? "“\(text)” is no age" : nil)
  }
}

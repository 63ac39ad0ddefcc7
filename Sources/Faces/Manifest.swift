import Foundation
import Support

/// The faces of a study, one record each, as read from and written to a CSV file.
///
/// Columns: `image,subject,source,emotion,votes,age,age_sd,age_source,age_group,sex,ethnicity,split`
/// in any order, of which only `image` is required, `manifest_format` where a program of this version or a
/// later one wrote it, and any extra columns. `label_scheme` names the
/// scheme of the labels where it is not the study's seven emotions.
///
/// Image paths are the user's own: relative ones may climb out of the manifest's folder (`../`).
public struct Manifest: Sendable, Equatable {
  /// The folder that relative image paths start from; absolute.
  public let folder: URL
  /// The names of the columns beyond the standard ones, in the file's order.
  public private(set) var extraColumns: [String]
  public var records: [FaceRecord]
  /// What the records' labels and age groups mean.
  public var vocabulary: Vocabulary

  public init(
    folder: URL, extraColumns: [String] = [], records: [FaceRecord] = [],
    vocabulary: Vocabulary
  ) {
    precondition(
      extraColumns.allSatisfy { ManifestColumn(rawValue: $0) == nil },
      "an extra column must not have a standard column's name")
    // One spelling, so that equal folders compare equal.
    self.folder = URL(fileURLWithPath: folder.standardizedFileURL.path, isDirectory: true)
    self.extraColumns = extraColumns
    self.records = records
    self.vocabulary = vocabulary
  }

  /// The absolute path of a record's image.
  public func path(of record: FaceRecord) -> String {
    Manifest.absolutePath(record.image, in: folder.path)
  }

  /// The absolute paths of all images, in the records' order.
  public var imagePaths: [String] {
    let folder = folder.path
    return records.map { Manifest.absolutePath($0.image, in: folder) }
  }

  /// The cells of an extra column, one for each record; nil where there is no such column.
  public func values(ofExtraColumn name: String) -> [String]? {
    guard let position = extraColumns.firstIndex(of: name) else { return nil }
    return records.map { position < $0.extra.count ? $0.extra[position] : "" }
  }

  /// Fills an extra column, adding it behind the others where it is new.
  /// - Parameter values: one for each record; "" for unknown.
  public mutating func setExtraColumn(_ name: String, to values: [String]) {
    precondition(values.count == records.count, "a column needs a value for every record")
    precondition(ManifestColumn(rawValue: name) == nil, "\(name) is a standard column")
    if !extraColumns.contains(name) { extraColumns.append(name) }
    let position = extraColumns.firstIndex(of: name) ?? 0
    for index in records.indices {
      let missing = position + 1 - records[index].extra.count
      if missing > 0 { records[index].extra += Array(repeating: "", count: missing) }
      records[index].extra[position] = values[index]
    }
  }

  /// Removes an extra column; one that is not there is no error.
  public mutating func removeExtraColumn(_ name: String) {
    guard let position = extraColumns.firstIndex(of: name) else { return }
    extraColumns.remove(at: position)
    for index in records.indices where position < records[index].extra.count {
      records[index].extra.remove(at: position)
    }
  }

  static func absolutePath(_ image: String, in folder: String) -> String {
    image.utf8.first == UInt8(ascii: "/") ? image : "\(folder)/\(image)"
  }
}

/// The standard columns, in the order in which they are written.
package enum ManifestColumn: String, CaseIterable {
  case image, subject, source, emotion, votes, age
  case ageStandardDeviation = "age_sd"
  case ageSource = "age_source"
  case ageGroup = "age_group"
  case sex, ethnicity, split

  /// What tables of others call a column, in lower case. None of them is taken for it unless the user
  /// says so.
  package static let usualNames: [String: String] = [
    (
      image,
      [
        "file", "file name", "file_name", "filename", "filepath", "image_id", "img", "path",
      ]
    ),
    (
      subject,
      [
        "child", "child_id", "id", "participant", "participant id", "participant_id", "person",
        "subject id", "subject_id", "subjectid", "subj",
      ]
    ),
    (
      emotion,
      ["category", "class", "emotion label", "expression", "facial_expression", "label", "target"]
    ),
    (age, ["age (years)", "age in years", "age_in_years", "age_years", "years"]),
    (sex, ["gender"]), (ethnicity, ["race", "race/ethnicity"]),
    (split, ["partition", "phase", "set", "subset", "usage"]),
  ].reduce(into: [
    "age (months)": "age_months", "age_in_months": "age_months", "months": "age_months",
  ]) {
    names, column in
    for name in column.1 { names[name] = column.0.rawValue }
  }

  /// The columns beyond these that some command reads or writes.
  static let further = Manifest.furtherColumns.map(\.name)

  static func allNames(_ ages: AgeGrouping) -> [String] {
    allCases.map(\.rawValue) + further + ages.membershipColumns
  }
}

extension Manifest {
  /// The columns that nothing uses, for people, with the name that may have been meant: "columns
  /// kept as they are: relFCs, Emotoin (did you mean emotion?)"; nil where there are none.
  public var unusedColumnsInWords: String? {
    let known = ManifestColumn.allNames(vocabulary.ages)
    return Misspelling.inWords(
      extraColumns.filter { !known.contains($0) }, among: known,
      others: ManifestColumn.usualNames
    ).map { "columns kept as they are: \($0)" }
  }
}

import Faces
import Imaging
import Support

/// A table whose rows override what a data set's names and folders say, by image.
struct OverridingTable {
  private(set) var rows: [PathKey: FaceTable.Row] = [:]
  /// Rows that fit no image, cannot be understood, or name an image a second time.
  private(set) var refused: [(place: RowPlace, reason: String)] = []
  /// Cells that were left empty.
  private(set) var remarks: [(place: RowPlace, reasons: [String])] = []
  let extraColumns: [String]

  init(_ table: FaceTable, contents: ImageFolder, allowsMissingEnding: Bool = false) throws {
    extraColumns = table.extraColumns
    var join = LabelJoin(contents, allowsMissingEnding: allowsMissingEnding)
    var lines: [PathKey: Int] = [:]
    try table.forEachRow { place, _, result in
      switch result.flatMap({ row in join.image(named: row.record.image).map { ($0, row) } }) {
      case .failure(let refusal): refused.append((place, refusal.reason))
      case .success(let (image, row)):
        let key = PathKey(image)
        if let line = lines.updateValue(place.line, forKey: key) {
          refused.append((place, "it names \(image) again, as line \(line) does"))
          // Which of them is right cannot be known.
          if let earlier = rows[key], earlier != row { rows[key] = nil }
        } else {
          rows[key] = row
          if !row.remarks.isEmpty { remarks.append((place, row.remarks)) }
        }
      }
    }
  }
}

extension ImportedRows {
  /// Lists what of a table was not understood or fits no image.
  mutating func list(_ table: OverridingTable?) {
    for (place, reason) in table?.refused ?? [] { leaveOut(place, reason) }
    for (place, reasons) in table?.remarks ?? [] { remark(reasons, at: place) }
  }
}

extension FaceTable.Row {
  /// Puts what the row knows in the place of what the names say.
  func override(_ record: inout FaceRecord, label: inout SourceLabel?) {
    label = self.label ?? label
    record.subject = self.record.subject ?? record.subject
    record.source = self.record.source ?? record.source
    record.votes = self.record.votes ?? record.votes
    record.sex = self.record.sex ?? record.sex
    record.ethnicity = self.record.ethnicity ?? record.ethnicity
    record.split = self.record.split ?? record.split
    if let age = self.record.ageInYears {
      record.ageInYears = age
      record.ageStandardDeviationInYears = self.record.ageStandardDeviationInYears
      record.ageSource = self.record.ageSource
    }
    record.ageGroup = self.record.ageGroup ?? record.ageGroup
  }
}

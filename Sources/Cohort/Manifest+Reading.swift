import Foundation
import Support

extension Manifest {
  /// Reads a manifest; the images themselves are not opened.
  /// - Throws: `SmilestoneError` (bad input) naming the file, line and column of the first cell
  ///   that cannot be understood, or the image that is listed twice.
  public init(contentsOf url: URL) throws {
    let reader = try CSVReader(contentsOf: url)
    let layout = try ManifestLayout(reader)
    var records: [FaceRecord] = []
    var lineOfImage: [String: Int] = [:]
    try reader.forEachRow { row in
      let record = try layout.record(row)
      let key = Manifest.plainPath(record.image)
      if let earlier = lineOfImage.updateValue(row.line, forKey: key) {
        throw SmilestoneError.badInput(
          "\(reader.name), line \(row.line), column image: “\(record.image)” is already on line "
            + "\(earlier).",
          remedy: "List every image once.")
      }
      records.append(record)
    }
    self.init(
      folder: url.deletingLastPathComponent(), extraColumns: layout.extraColumns,
      records: records)
  }

  /// A relative or absolute path without `.` and empty components, so that two spellings of one
  /// file meet. (`..` stays: it may lead through a link.)
  private static func plainPath(_ path: String) -> String {
    guard path.hasPrefix("./") || path.contains("/./") || path.contains("//") else { return path }
    let components = path.split(separator: "/").filter { $0 != "." }
    return (path.hasPrefix("/") ? "/" : "") + components.joined(separator: "/")
  }
}

/// Where each column stands in a manifest's rows.
private struct ManifestLayout {
  let name: String
  let positions: [ManifestColumn: Int]
  let extraPositions: [Int]
  let extraColumns: [String]

  init(_ reader: CSVReader) throws {
    name = reader.name
    _ = try reader.requiredIndex(of: ManifestColumn.image.rawValue)
    var positions: [ManifestColumn: Int] = [:]
    var extraPositions: [Int] = []
    for (position, title) in reader.header.enumerated() {
      if let column = ManifestColumn(rawValue: title) {
        positions[column] = position
      } else {
        extraPositions.append(position)
      }
    }
    self.positions = positions
    self.extraPositions = extraPositions
    extraColumns = extraPositions.map { reader.header[$0] }
  }

  func record(_ row: CSVRow) throws -> FaceRecord {
    let cells = ManifestCells(layout: self, row: row)
    guard let image = cells.text(.image) else {
      throw cells.error(.image, "the cell is empty", remedy: "Give every row an image.")
    }
    return FaceRecord(
      image: image, subject: cells.text(.subject), source: cells.text(.source),
      emotion: try cells.choice(.emotion), votes: try cells.votes(),
      ageInYears: try cells.number(.age),
      ageStandardDeviationInYears: try cells.number(.ageStandardDeviation),
      ageSource: try cells.choice(.ageSource), ageGroup: try cells.choice(.ageGroup),
      sex: try cells.choice(.sex), ethnicity: cells.text(.ethnicity),
      split: try cells.choice(.split), extra: extraPositions.map { row.fields[$0] })
  }
}

/// One row's cells, understood by column.
private struct ManifestCells {
  let layout: ManifestLayout
  let row: CSVRow

  /// The cell's text; nil where it is empty or the column is not there.
  func text(_ column: ManifestColumn) -> String? {
    guard let position = layout.positions[column], !row.fields[position].isEmpty else {
      return nil
    }
    return row.fields[position]
  }

  /// One of an enumeration's raw values.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ column: ManifestColumn
  ) throws -> Choice? where Choice.RawValue == String {
    guard let text = text(column) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw error(column, "“\(text)” is not known", remedy: "Use one of \(known), or leave it empty.")
  }

  /// A finite number that is not negative.
  func number(_ column: ManifestColumn) throws -> Double? {
    guard let text = text(column) else { return nil }
    guard let number = Double(text), number.isFinite, number >= 0 else {
      throw error(
        column, "“\(text)” is not a number of years",
        remedy: "Use a finite number that is not negative, or leave it empty.")
    }
    return number
  }

  func votes() throws -> [Double]? {
    guard let text = text(.votes) else { return nil }
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Double($0) }
    let votes = numbers.compactMap(\.self).filter { $0.isFinite && $0 >= 0 }
    guard numbers.count == Emotion.allCases.count, votes.count == numbers.count else {
      let order = Emotion.allCases.map(\.rawValue).joined(separator: ";")
      throw error(
        .votes, "“\(text)” is not a vote",
        remedy: "Give seven non-negative numbers in the order \(order), or leave it empty.")
    }
    return votes
  }

  func error(_ column: ManifestColumn, _ problem: String, remedy: String) -> SmilestoneError {
    .badInput(
      "\(layout.name), line \(row.line), column \(column.rawValue): \(problem).", remedy: remedy)
  }
}

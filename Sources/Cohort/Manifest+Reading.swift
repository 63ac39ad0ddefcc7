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
    let count = reader.lineCount
    records.reserveCapacity(count)
    lineOfImage.reserveCapacity(count)
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
    guard hasEmptyStep(path) else { return path }
    let components = path.split(separator: "/").filter { $0 != "." }
    return (path.hasPrefix("/") ? "/" : "") + components.joined(separator: "/")
  }
}

extension Manifest {
  /// Whether a path has a component that is `.` or empty. Bytes are looked at, for a search in text
  /// would take most of the time of reading a manifest.
  private static func hasEmptyStep(_ path: String) -> Bool {
    let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))
    // The last two bytes; a path starts as if after a slash, except that one may stand there.
    var (before, last) = (UInt8(0), slash)
    var isFirst = true
    for byte in path.utf8 {
      if byte == slash, last == slash && !isFirst || last == dot && before == slash {
        return true
      }
      (before, last) = (last, byte)
      isFirst = false
    }
    return false
  }
}

/// Where each column stands in a manifest's rows.
private struct ManifestLayout {
  let name: String
  let header: [String]
  let image: Int
  let subject: Int?
  let source: Int?
  let emotion: Int?
  let votes: Int?
  let age: Int?
  let ageStandardDeviation: Int?
  let ageSource: Int?
  let ageGroup: Int?
  let sex: Int?
  let ethnicity: Int?
  let split: Int?
  let extraPositions: [Int]

  var extraColumns: [String] { extraPositions.map { header[$0] } }

  init(_ reader: CSVReader) throws {
    func position(_ column: ManifestColumn) -> Int? { reader.index(of: column.rawValue) }
    name = reader.name
    header = reader.header
    image = try reader.requiredIndex(of: ManifestColumn.image.rawValue)
    subject = position(.subject)
    source = position(.source)
    emotion = position(.emotion)
    votes = position(.votes)
    age = position(.age)
    ageStandardDeviation = position(.ageStandardDeviation)
    ageSource = position(.ageSource)
    ageGroup = position(.ageGroup)
    sex = position(.sex)
    ethnicity = position(.ethnicity)
    split = position(.split)
    extraPositions = reader.header.indices.filter {
      ManifestColumn(rawValue: reader.header[$0]) == nil
    }
  }

  func record(_ row: CSVRow) throws -> FaceRecord {
    let cells = ManifestCells(layout: self, row: row)
    guard let image = cells.text(image) else {
      throw cells.error(image, "the cell is empty", remedy: "Give every row an image.")
    }
    return FaceRecord(
      image: image, subject: cells.text(subject), source: cells.text(source),
      emotion: try cells.choice(emotion), votes: try cells.votes(votes),
      ageInYears: try cells.number(age),
      ageStandardDeviationInYears: try cells.number(ageStandardDeviation),
      ageSource: try cells.choice(ageSource), ageGroup: try cells.choice(ageGroup),
      sex: try cells.choice(sex), ethnicity: cells.text(ethnicity),
      split: try cells.choice(split), extra: extraPositions.map { row.fields[$0] })
  }
}

/// One row's cells, understood by where they stand.
private struct ManifestCells {
  let layout: ManifestLayout
  let row: CSVRow

  /// The cell's text; nil where it is empty or the column is not there.
  func text(_ position: Int?) -> String? {
    guard let position, !row.fields[position].isEmpty else { return nil }
    return row.fields[position]
  }

  /// One of an enumeration's raw values.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ position: Int?
  ) throws -> Choice? where Choice.RawValue == String {
    guard let position, let text = text(position) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    throw error(
      position, "“\(text)” is not known", remedy: "Use one of \(known), or leave it empty.")
  }

  /// A finite number that is not negative.
  func number(_ position: Int?) throws -> Double? {
    guard let position, let text = text(position) else { return nil }
    guard let number = Double(text), number.isFinite, number >= 0 else {
      throw error(
        position, "“\(text)” is not a number of years",
        remedy: "Use a finite number that is not negative, or leave it empty.")
    }
    return number
  }

  func votes(_ position: Int?) throws -> [Double]? {
    guard let position, let text = text(position) else { return nil }
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Double($0) }
    let votes = numbers.compactMap(\.self).filter { $0.isFinite && $0 >= 0 }
    guard numbers.count == Emotion.allCases.count, votes.count == numbers.count else {
      let order = Emotion.allCases.map(\.rawValue).joined(separator: ";")
      throw error(
        position, "“\(text)” is not a vote",
        remedy: "Give seven non-negative numbers in the order \(order), or leave it empty.")
    }
    return votes
  }

  func error(_ position: Int, _ problem: String, remedy: String) -> SmilestoneError {
    .badInput(
      "\(layout.name), line \(row.line), column \(layout.header[position]): \(problem).",
      remedy: remedy)
  }
}

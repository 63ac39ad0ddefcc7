import Foundation
import Support

extension Manifest {
  /// Reads a manifest; the images themselves are not opened.
  /// - Parameter observer: learns of the columns that nothing uses.
  /// - Throws: `SmilestoneError` (bad input) naming the file, line and column of the first cell
  ///   that cannot be understood, or the image that is listed twice.
  public init(
    contentsOf url: URL, observer: any ProgressObserver = SilentObserver()
  ) throws {
    let reader = try CSVReader(contentsOf: url)
    let layout = try ManifestLayout(reader)
    var records: [FaceRecord] = []
    var lineOfImage: [PathKey: Int] = [:]
    let count = reader.lineCount
    records.reserveCapacity(count)
    lineOfImage.reserveCapacity(count)
    try reader.forEachRow { row in
      let record = try layout.record(row)
      let key = PathKey(Manifest.plainPath(record.image))
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
      records: records, vocabulary: Vocabulary(ages: layout.ages))
    if let note = unusedColumnsInWords { observer.message("\(reader.name): \(note)") }
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
  private let format: Int?
  let ages: AgeGrouping
  private let extra: [(name: String, position: Int, isUnderstood: Bool)]

  var extraColumns: [String] { extra.map(\.name) }

  init(_ reader: CSVReader) throws {
    func position(_ column: ManifestColumn) throws -> Int? {
      try reader.index(of: column.rawValue)
    }
    name = reader.name
    header = reader.header
    image = try reader.requiredIndex(of: ManifestColumn.image.rawValue)
    subject = try position(.subject)
    source = try position(.source)
    emotion = try position(.emotion)
    votes = try position(.votes)
    age = try position(.age)
    ageStandardDeviation = try position(.ageStandardDeviation)
    ageSource = try position(.ageSource)
    ageGroup = try position(.ageGroup)
    sex = try position(.sex)
    ethnicity = try position(.ethnicity)
    split = try position(.split)
    ages = try AgeGrouping(reader)
    format = try Manifest.format.position(in: reader)
    let standard = [
      image, subject, source, emotion, votes, age, ageStandardDeviation, ageSource, ageGroup, sex,
      ethnicity, split, format, try reader.index(of: AgeGrouping.column),
      try reader.index(of: AgeGrouping.earlierColumn),
    ].compactMap(\.self)
    var further: [Int: String] = [:]
    for name in ManifestColumn.further + ages.membershipColumns {
      if let position = try reader.index(of: name) { further[position] = name }
    }
    extra = reader.header.indices.filter { !standard.contains($0) }.map {
      (further[$0] ?? reader.header[$0], $0, further[$0] != nil)
    }
  }

  func record(_ row: CSVRow) throws -> FaceRecord {
    try Manifest.format.require(row, at: format, in: name)
    let cells = ManifestCells(layout: self, row: row)
    guard let image = cells.path(image) else {
      throw cells.error(image, "the cell is empty", remedy: "Give every row an image.")
    }
    return FaceRecord(
      image: image, subject: cells.text(subject).flatMap(SubjectName.init)?.text,
      source: cells.text(source),
      emotion: try cells.choice(emotion), votes: try cells.votes(votes),
      ageInYears: try cells.age(age),
      ageStandardDeviationInYears: try cells.number(ageStandardDeviation),
      ageSource: try cells.choice(ageSource), ageGroup: try cells.ageGroup(ageGroup),
      sex: try cells.choice(sex), ethnicity: cells.text(ethnicity),
      split: try cells.choice(split),
      extra: extra.map {
        $0.isUnderstood ? Cell.trimmed(row.fields[$0.position]) : row.fields[$0.position]
      })
  }
}

/// One row's cells, understood by where they stand.
private struct ManifestCells {
  let layout: ManifestLayout
  let row: CSVRow

  /// The cell's text without blanks around it; nil where it is empty or the column is not there.
  func text(_ position: Int?) -> String? {
    guard let position, !row.fields[position].isEmpty else { return nil }
    let text = Cell.trimmed(row.fields[position])
    return text.isEmpty ? nil : text
  }

  /// The cell as it is, for a file's name may start or end with a blank.
  func path(_ position: Int) -> String? {
    text(position) == nil ? nil : row.fields[position]
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

  /// One of the manifest's age groups.
  func ageGroup(_ position: Int?) throws -> AgeGroup? {
    guard let position, let text = text(position) else { return nil }
    let group = AgeGroup(rawValue: text)
    guard layout.ages.contains(group) else {
      throw error(
        position, "“\(text)” is not known",
        remedy:
          "Use one of \(layout.ages.namesInWords), or leave it empty; other age groups are for the "
          + "column \(AgeGrouping.column), which `smilestone stratify --age-groups` fills.")
    }
    return group
  }

  /// An age in years that somebody can have.
  func age(_ position: Int?) throws -> Double? {
    guard let position, let number = try number(position) else { return nil }
    guard PossibleAge.inYears.contains(number) else {
      throw error(
        position, "“\(ManifestNumber.text(number))” is \(PossibleAge.refusal)",
        remedy: "Give ages in years, or leave the cell empty.")
    }
    return number
  }

  /// A finite number that is not negative.
  func number(_ position: Int?) throws -> Double? {
    guard let position, let text = text(position) else { return nil }
    guard let number = Double(text), number.isFinite, number >= 0 else {
      let isNegative = Double(text).map { $0 < 0 } ?? false
      throw error(
        position, "“\(text)” is \(isNegative ? "negative" : "not a number of years")",
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

import Faces
import Foundation
import Support

/// A CSV file that says of each image what a manifest holds, under columns of its own names.
///
/// A column with the name of a target fills it, unless another column is mapped to the target;
/// columns that fill none are kept under their own names.
struct FaceTable {
  /// One row, understood; its image is as the table names it.
  struct Row: Sendable, Equatable {
    var record: FaceRecord
    var label: SourceLabel?
  }

  /// The columns that it gives its records beyond the standard ones.
  let extraColumns: [String]
  /// What its column `age_group` and its ages are sorted into.
  let ages: AgeGrouping
  private let url: URL
  private let reader: CSVReader
  private let positions: [String: Int]
  private let keptPositions: [Int]
  private let hasPlaces: Bool

  private static let voteTargets = Emotion.allCases.map { "votes.\($0.rawValue)" }
  private static let targets =
    ManifestColumn.allCases.map(\.rawValue) + ["age_months", "source_label"] + voteTargets
    + FacePlace.columns

  /// - Parameters:
  ///   - columns: the table's column, by the target that it fills; a target that is not known is the
  ///     name under which a column is kept.
  ///   - ages: the age groups; nil for those that the table states, else the study's.
  /// - Throws: `SmilestoneError` when the file cannot be read, a column is not there, a target looks
  ///   like a known one mistyped, votes are given for some of the emotions only, or the table states
  ///   other age groups.
  init(
    _ url: URL, columns: [String: String] = [:], unnamedColumns: Bool = false,
    ages: AgeGrouping? = nil
  ) throws {
    self.url = url
    try Self.refuseMistyped(columns.keys.sorted())
    reader = try CSVReader(contentsOf: url, unnamedColumns: unnamedColumns)
    var positions: [String: Int] = [:]
    var kept: [(name: String, position: Int)] = []
    var mapped: Set<Int> = []
    for (target, column) in columns.sorted(by: { $0.key < $1.key }) {
      let position = try reader.requiredIndex(of: column)
      mapped.insert(position)
      if Self.targets.contains(target) {
        positions[target] = position
      } else {
        kept.append((target, position))
      }
    }
    for target in Self.targets where columns[target] == nil {
      guard let position = try reader.index(of: target), !mapped.contains(position) else {
        continue
      }
      positions[target] = position
    }
    let agesColumns = try [AgeGrouping.column, AgeGrouping.earlierColumn].compactMap(reader.index)
    let stated = try AgeGrouping(reader)
    if let ages, !agesColumns.isEmpty {
      try stated.require(
        ages, in: reader.name, as: "what was asked for",
        remedy: "Ask for the table's own, or take its column age_groups out.")
    }
    self.ages = ages ?? stated
    let used = mapped.union(positions.values).union(agesColumns)
    for (position, title) in reader.header.enumerated()
    where !used.contains(position) && !title.isEmpty && columns[title] == nil {
      kept.append((title, position))
    }
    if positions["image"] == nil { _ = try reader.requiredIndex(of: "image") }
    let voted = Self.voteTargets.filter { positions[$0] != nil }
    guard voted.isEmpty || voted.count == Self.voteTargets.count else {
      let missing = Self.voteTargets.filter { positions[$0] == nil }
      throw SmilestoneError.badInput(
        "\(reader.name) has votes for some emotions only: \(missing.joined(separator: ", ")) are "
          + "missing.", remedy: "Give a column for each of the seven emotions.")
    }
    self.positions = positions
    hasPlaces = FacePlace.columns.contains { positions[$0] != nil }
    keptPositions = kept.map(\.position)
    extraColumns = (hasPlaces ? FacePlace.columns : []) + kept.map(\.name)
  }

  /// A target that is a known one but for a slip would be kept as a column that nothing reads.
  private static func refuseMistyped(_ targets: [String]) throws {
    let slips = targets.filter { !Self.targets.contains($0) }.compactMap { target in
      Misspelling.meant(by: target, among: Self.targets).map { (target, meant: $0) }
    }
    guard !slips.isEmpty else { return }
    let names = slips.map { "“\($0.0)”" }.joined(separator: ", ")
    throw SmilestoneError.usage(
      "--column: \(names) \(slips.count == 1 ? "is no column" : "are no columns") of a manifest; did "
        + "you mean \(slips.map(\.meant).joined(separator: ", "))?",
      remedy: "Write --column TARGET=NAME with one of the targets in docs/datasets.md, or choose a "
        + "name for the column that is not so near to one.")
  }

  /// Calls `body` with each row, or with the reason why it cannot be understood.
  /// - Throws: `SmilestoneError` naming the line whose fields are too many or too few, or that is
  ///   not UTF-8.
  func forEachRow(_ body: (RowPlace, Result<Row, ImageRefusal>) throws -> Void) throws {
    try reader.forEachRow { row in
      let place = RowPlace(table: url.lastPathComponent, line: row.line)
      do {
        let understood = try understand(row)
        try body(place, .success(understood))
      } catch let refusal as ImageRefusal {
        try body(place, .failure(refusal))
      }
    }
  }

  private func understand(_ row: CSVRow) throws -> Row {
    let cells = Cells(positions: positions, fields: row.fields)
    var record = FaceRecord(image: cells.path)
    record.subject = cells["subject"].flatMap(SubjectName.init)?.text
    record.source = cells["source"]
    record.ethnicity = cells["ethnicity"]
    record.sex = try cells.sex()
    record.split = try cells["split"].map { text in
      guard let split = Split(datasetName: text) else {
        throw ImageRefusal("“\(text)” is not a split")
      }
      return split
    }
    record.ageInYears =
      try cells.age("age") ?? cells.age("age_months", unitsPerYear: 12)
    record.ageStandardDeviationInYears = try cells.number("age_sd")
    record.ageSource =
      try cells.choice("age_source") ?? (record.ageInYears == nil ? nil : AgeSource.label)
    record.ageGroup =
      try cells.ageGroup(of: ages) ?? record.ageInYears.map(ages.group(ofAgeInYears:))
    record.votes = try votes(cells)?.votes
    record.extra = (hasPlaces ? try place(cells).cells : []) + keptPositions.map { row.fields[$0] }
    return Row(record: record, label: try cells.label())
  }

  private func place(_ cells: Cells) throws -> FacePlace {
    let place = try FacePlace(cells: FacePlace.columns.map { cells[$0] ?? "" })
    if let problem = place.problem { throw ImageRefusal(problem) }
    return place
  }

  private func votes(_ cells: Cells) throws -> RaterVotes? {
    if positions[Self.voteTargets[0]] != nil {
      return try RaterVotes(emotions: Self.voteTargets.map { cells[$0] ?? "" })
    }
    guard let text = cells["votes"] else { return nil }
    let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == Emotion.allCases.count else {
      throw ImageRefusal("“\(text)” is not a vote on seven emotions")
    }
    return try RaterVotes(emotions: parts)
  }
}

/// A row's cells, by target.
private struct Cells {
  let positions: [String: Int]
  let fields: [String]

  /// The cell without blanks around it; nil where it is empty or there is no such column.
  subscript(target: String) -> String? {
    guard let position = positions[target], !fields[position].isEmpty else { return nil }
    let text = Cell.trimmed(fields[position])
    return text.isEmpty ? nil : text
  }

  /// The image's cell as it is, for a file's name may start or end with a blank.
  var path: String { positions["image"].map { fields[$0] } ?? "" }

  /// An age in years that somebody can have.
  /// - Parameter unitsPerYear: how many of the cell's units a year has.
  func age(_ target: String, unitsPerYear: Double = 1) throws -> Double? {
    guard let text = self[target], let age = try number(target).map({ $0 / unitsPerYear }) else {
      return nil
    }
    guard PossibleAge.inYears.contains(age) else {
      throw ImageRefusal("“\(text)” is \(PossibleAge.refusal) (\(target))")
    }
    return age
  }

  func number(_ target: String) throws -> Double? {
    guard let text = self[target] else { return nil }
    guard let number = Double(text), number.isFinite else {
      throw ImageRefusal("“\(text)” is not a number (\(target))")
    }
    guard number >= 0 else { throw ImageRefusal("“\(text)” is negative (\(target))") }
    return number
  }

  func choice<Choice: RawRepresentable>(
    _ target: String
  ) throws -> Choice? where Choice.RawValue == String {
    guard let text = self[target] else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw ImageRefusal("“\(text)” is not known (\(target))")
    }
    return choice
  }

  func ageGroup(of ages: AgeGrouping) throws -> AgeGroup? {
    guard let text = self["age_group"] else { return nil }
    let group = AgeGroup(rawValue: text)
    guard ages.contains(group) else {
      throw ImageRefusal("“\(text)” is none of the age groups \(ages.namesInWords)")
    }
    return group
  }

  func sex() throws -> Sex? {
    guard let text = self["sex"] else { return nil }
    switch text.lowercased() {
    case "female", "f": return .female
    case "male", "m": return .male
    default: throw ImageRefusal("“\(text)” is not a sex")
    }
  }

  func label() throws -> SourceLabel? {
    guard let text = self["emotion"] else { return self["source_label"].map { .other($0) } }
    guard let label = SourceLabel(datasetName: text) else {
      throw ImageRefusal("“\(text)” is not an emotion")
    }
    return label
  }
}

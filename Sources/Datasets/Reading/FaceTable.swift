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
  private let url: URL
  private let reader: CSVReader
  private let positions: [String: Int]
  private let keptPositions: [Int]
  private let hasPlaces: Bool

  /// Whose votes the columns hold: the scheme's, or the seven emotions that it is made from.
  private let votedLabels: LabelScheme
  private let vocabulary: Vocabulary

  private static func voteTargets(_ labels: LabelScheme) -> [String] {
    labels.emotions.map { "votes.\($0.rawValue)" }
  }

  private static func targets(_ labels: LabelScheme) -> [String] {
    let own = voteTargets(labels)
    return ManifestColumn.allCases.map(\.rawValue) + ["age_months", "source_label"] + own
      + voteTargets(.emotions7).filter { !own.contains($0) } + FacePlace.columns
  }

  /// - Parameter columns: the table's column, by the target that it fills; a target that is not
  ///   known is the name under which a column is kept.
  /// - Throws: `SmilestoneError` when the file cannot be read, a column is not there, a target looks
  ///   like a known one mistyped, or votes are given for some of the emotions only.
  init(
    _ url: URL, columns: [String: String] = [:], unnamedColumns: Bool = false,
    vocabulary: Vocabulary
  ) throws {
    self.url = url
    self.vocabulary = vocabulary
    let targets = Self.targets(vocabulary.labels)
    try Self.refuseMistyped(columns.keys.sorted(), among: targets)
    reader = try CSVReader(contentsOf: url, unnamedColumns: unnamedColumns)
    var positions: [String: Int] = [:]
    var kept: [(name: String, position: Int)] = []
    var mapped: Set<Int> = []
    for (target, column) in columns.sorted(by: { $0.key < $1.key }) {
      let position = try reader.requiredIndex(of: column)
      mapped.insert(position)
      if targets.contains(target) {
        positions[target] = position
      } else {
        kept.append((target, position))
      }
    }
    for target in targets where columns[target] == nil {
      guard let position = try reader.index(of: target), !mapped.contains(position) else {
        continue
      }
      positions[target] = position
    }
    let used = mapped.union(positions.values)
    for (position, title) in reader.header.enumerated()
    where !used.contains(position) && !title.isEmpty && columns[title] == nil
      && title != Manifest.labelSchemeColumn
    {
      kept.append((title, position))
    }
    if positions["image"] == nil { _ = try reader.requiredIndex(of: "image") }
    let schemes = [vocabulary.labels, .emotions7]
    votedLabels =
      schemes.first { Self.voteTargets($0).contains { positions[$0] != nil } } ?? vocabulary.labels
    let voteTargets = Self.voteTargets(votedLabels)
    let voted = voteTargets.filter { positions[$0] != nil }
    guard voted.isEmpty || voted.count == voteTargets.count else {
      let missing = voteTargets.filter { positions[$0] == nil }
      throw SmilestoneError.badInput(
        "\(reader.name) has votes for some emotions only: \(missing.joined(separator: ", ")) are "
          + "missing.", remedy: "Give a column for each of the \(votedLabels.labelsInWords).")
    }
    self.positions = positions
    hasPlaces = FacePlace.columns.contains { positions[$0] != nil }
    keptPositions = kept.map(\.position)
    extraColumns = (hasPlaces ? FacePlace.columns : []) + kept.map(\.name)
  }

  /// A target that is a known one but for a slip would be kept as a column that nothing reads.
  private static func refuseMistyped(_ targets: [String], among known: [String]) throws {
    let slips = targets.filter { !known.contains($0) }.compactMap { target in
      Misspelling.meant(by: target, among: known).map { (target, meant: $0) }
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
      try cells.choice("age_group") ?? record.ageInYears.map { AgeGroup(ageInYears: $0) }
    record.votes = try votes(cells)?.votes
    record.extra = (hasPlaces ? try place(cells).cells : []) + keptPositions.map { row.fields[$0] }
    return Row(record: record, label: try cells.label(vocabulary.labels))
  }

  private func place(_ cells: Cells) throws -> FacePlace {
    let place = try FacePlace(cells: FacePlace.columns.map { cells[$0] ?? "" })
    if let problem = place.problem { throw ImageRefusal(problem) }
    return place
  }

  private func votes(_ cells: Cells) throws -> RaterVotes? {
    let targets = Self.voteTargets(votedLabels)
    if targets.allSatisfy({ positions[$0] != nil }) {
      return try RaterVotes(emotions: targets.map { cells[$0] ?? "" }, labels: votedLabels)?
        .made(into: vocabulary.labels)
    }
    guard let text = cells["votes"] else { return nil }
    let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    guard let labels = [vocabulary.labels, .emotions7].first(where: { $0.count == parts.count })
    else {
      throw ImageRefusal("“\(text)” is not a vote on \(vocabulary.labels.labelsInWords)")
    }
    return try RaterVotes(emotions: parts, labels: labels)?.made(into: vocabulary.labels)
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

  func sex() throws -> Sex? {
    guard let text = self["sex"] else { return nil }
    switch text.lowercased() {
    case "female", "f": return .female
    case "male", "m": return .male
    default: throw ImageRefusal("“\(text)” is not a sex")
    }
  }

  func label(_ labels: LabelScheme) throws -> SourceLabel? {
    guard let text = self["emotion"] else { return self["source_label"].map { .other($0) } }
    guard let label = SourceLabel(datasetName: text, labels: labels) else {
      throw ImageRefusal(
        "“\(text)” is not "
          + (labels.noun == .emotion ? "an emotion" : "one of \(labels.namesInWords)"))
    }
    return label
  }
}

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
    /// How its raters voted, labels outside of the scheme included.
    var votes: RaterVotes?
    /// Whose label it is, in a table with a row for each rater.
    var rater: String?
    /// Why cells that may be empty were left so.
    var remarks: [String] = []
  }

  /// The columns that it gives its records beyond the standard ones.
  let extraColumns: [String]
  /// What its column `age_group` and its ages are sorted into.
  let ages: AgeGrouping
  let url: URL
  private let reader: CSVReader
  private let positions: [String: Int]
  private let keptPositions: [Int]
  /// The columns that hold a rater's label each.
  private let raterColumns: [(name: String, position: Int)]
  private let hasRaterLabels: Bool
  private let hasPlaces: Bool
  private let hasAgeRanges: Bool
  private let values: ValueMap

  /// Whose votes the columns hold: the scheme's, or the seven emotions that it is made from.
  private let votedLabels: LabelScheme
  private let vocabulary: Vocabulary

  private static func voteTargets(_ labels: LabelScheme) -> [String] {
    labels.emotions.map { "votes.\($0.rawValue)" }
  }

  private static func targets(_ labels: LabelScheme) -> [String] {
    let own = voteTargets(labels)
    return ManifestColumn.allCases.map(\.rawValue)
      + ["age_months", "source_label", raterTarget, RaterLabels.column] + own
      + voteTargets(.emotions7).filter { !own.contains($0) } + FacePlace.columns
  }
  private static let ageRangeColumn = "age_range"
  /// Who gave a row's label.
  private static let raterTarget = "rater"
  /// What targets begin with whose columns hold a rater's label each: “rater.1”, “rater.Anna”.
  private static let raterPrefix = "rater."

  /// Whether rows are labels of raters, several of one face.
  var hasRaters: Bool { positions[Self.raterTarget] != nil }
  /// Whether columns hold raters' labels.
  var hasRaterColumns: Bool { !raterColumns.isEmpty }

  /// - Parameters:
  ///   - columns: the table's column, by the target that it fills; a target that is not known is the
  ///     name under which a column is kept.
  ///   - values: what cells stand for.
  ///   - ages: the age groups; nil for those that the table states, else the study's.
  /// - Throws: `SmilestoneError` when the file cannot be read, a column is not there, a target looks
  ///   like a known one mistyped, votes are given for some of the emotions only, or the table states
  ///   other age groups.
  init(
    _ url: URL, columns: [String: String] = [:], values: ValueMap = ValueMap(),
    encoding: TextEncoding? = nil, vocabulary: Vocabulary, ages: AgeGrouping? = nil
  ) throws {
    self.url = url
    self.values = values
    self.vocabulary = vocabulary
    let targets = Self.targets(vocabulary.labels)
    try Self.refuseMistyped(columns.keys.sorted(), among: targets)
    try Self.checkRaters(columns.keys.sorted())
    reader = try CSVReader(
      contentsOf: url,
      expected: [columns["image"] ?? "image"] + columns.values.sorted() + targets,
      encoding: encoding)
    var positions: [String: Int] = [:]
    var kept: [(name: String, position: Int)] = []
    var raters: [(name: String, position: Int)] = []
    var mapped: Set<Int> = []
    for (target, column) in columns.sorted(by: { $0.key < $1.key }) {
      let position = try reader.requiredIndex(of: column)
      mapped.insert(position)
      if targets.contains(target) {
        positions[target] = position
      } else if target.hasPrefix(Self.raterPrefix) {
        raters.append((String(target.dropFirst(Self.raterPrefix.count)), position))
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
    let agesColumns = try [AgeGrouping.column, AgeGrouping.earlierColumn].compactMap(reader.index)
    let stated = try AgeGrouping(reader)
    if let ages, !agesColumns.isEmpty {
      try stated.require(
        ages, in: reader.name, as: "what was asked for",
        remedy: "Ask for the table's own, or take its column age_groups out.")
    }
    self.ages = ages ?? stated
    let used = mapped.union(positions.values).union(agesColumns)
    // A manifest's own, which every manifest gets when it is written.
    let written = [Manifest.labelSchemeColumn, Manifest.format.name]
    for (position, title) in reader.header.enumerated()
    where !used.contains(position) && !title.isEmpty && columns[title] == nil
      && !written.contains(title)
    {
      kept.append((title, position))
    }
    if positions["image"] == nil { throw Self.withoutImages(reader) }
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
    let hasAges = positions["age"] != nil || positions["age_months"] != nil
    hasAgeRanges = hasAges && !kept.contains { $0.name == Self.ageRangeColumn }
    keptPositions = kept.map(\.position)
    raterColumns = raters
    let hasRaterLabels =
      !raters.isEmpty
      || [Self.raterTarget, RaterLabels.column].contains { positions[$0] != nil }
    self.hasRaterLabels = hasRaterLabels
    extraColumns =
      (hasPlaces ? FacePlace.columns : []) + (hasAgeRanges ? [Self.ageRangeColumn] : [])
      + (hasRaterLabels ? [RaterLabels.column] : [])
      + kept.map(\.name)
  }

  private static func withoutImages(_ reader: CSVReader) -> SmilestoneError {
    let titles = reader.header.filter { !$0.isEmpty }
    let meant =
      titles.first { ManifestColumn.usualNames[ColumnNames.key($0)] == "image" } ?? titles.first
      ?? "NAME"
    return .badInput(
      "\(reader.name) has no column “image”.",
      remedy:
        "Its columns are: \(titles.joined(separator: ", ")). Say which names the images, as in "
        + "--column \"image=\(meant)\".")
  }

  /// A target that is a known one but for a slip would be kept as a column that nothing reads.
  private static func refuseMistyped(_ targets: [String], among known: [String]) throws {
    let others = targets.filter { !known.contains($0) && !$0.hasPrefix(raterPrefix) }
    let slips = others.compactMap { target in
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

  /// Raters are told apart by what stands behind “rater.”.
  private static func checkRaters(_ targets: [String]) throws {
    var raters = RaterLabels()
    for target in targets where target.hasPrefix(raterPrefix) {
      do {
        try raters.add(.neutral, by: String(target.dropFirst(raterPrefix.count)))
      } catch let refusal as UnusableImageError {
        throw SmilestoneError.usage(
          "--column \(target): \(refusal.reason).",
          remedy: "Give each rater another name, without semicolons: rater.1, rater.anna.")
      }
    }
  }

  /// Calls `body` with each row, or with the reason why it cannot be understood, and the image that it names
  /// ("" where that is not known).
  /// - Throws: `SmilestoneError` naming the line that is not UTF-8.
  func forEachRow(
    _ body: (RowPlace, _ image: String, Result<Row, UnusableImageError>) throws -> Void
  ) throws {
    let table = url.lastPathComponent
    try reader.forEachUsableRow(ragged: { line, reason in
      try body(
        RowPlace(table: table, line: line), "", .failure(UnusableImageError("it has \(reason)")))
    }) { row in
      let place = RowPlace(table: table, line: row.line)
      do {
        let understood = try understand(row)
        try body(place, understood.record.image, .success(understood))
      } catch let refusal as UnusableImageError {
        try body(place, positions["image"].map { row.fields[$0] } ?? "", .failure(refusal))
      }
    }
  }

  /// An odd cell other than the label's stays empty, with a remark.
  private func understand(_ row: CSVRow) throws -> Row {
    let cells = FaceTableCells(
      positions: positions, fields: row.fields, values: values,
      allowsComma: reader.allowsDecimalComma)
    var remarks = CellRemarks()
    var record = FaceRecord(image: cells.path)
    record.subject = cells["subject"].flatMap(SubjectName.init)?.text
    record.source = cells["source"]
    record.ethnicity = cells["ethnicity"]
    record.sex = try remarks.optional { try cells.sex() }
    record.split = try remarks.optional { try cells.split() }
    let age = try remarks.optional {
      try cells.age("age") ?? cells.age("age_months", unitsPerYear: 12)
    }
    record.ageInYears = age?.years
    record.ageStandardDeviationInYears = try remarks.optional { try cells.number("age_sd") }
    record.ageSource =
      try remarks.optional { try cells.choice("age_source") }
      ?? (record.ageInYears == nil ? nil : AgeSource.label)
    record.ageGroup =
      try remarks.optional { try cells.ageGroup(of: ages) }
      ?? record.ageInYears.map(ages.group(ofAgeInYears:)) ?? age?.range?.ageGroup(of: ages)
    let label = try cells.label(vocabulary.labels)
    let votes = try votes(cells, remarks: &remarks)
    record.votes = votes?.votes
    let facePlace = hasPlaces ? try remarks.optional { try place(cells) } ?? FacePlace() : nil
    record.extra =
      (facePlace?.cells ?? []) + (hasAgeRanges ? [age?.range?.text ?? ""] : [])
      + (hasRaterLabels ? [votes?.named.cell ?? ""] : [])
      + keptPositions.map { row.fields[$0] }
    return Row(
      record: record, label: label, votes: votes, rater: cells[Self.raterTarget],
      remarks: remarks.reasons)
  }

  /// The votes of the columns of counts, else those of the named raters; both where the ones are among the others.
  private func votes(
    _ cells: FaceTableCells, remarks: inout CellRemarks
  ) throws -> RaterVotes? {
    let counted = try remarks.optional { try self.votes(cells) }
    let said = try namedVotes(cells, remarks: &remarks)
    guard var counted, let said else { return counted ?? said }
    if said.named.areAmong(counted.emotions, labels: counted.labels) {
      counted.named = said.named
    } else {
      remarks.add("“\(said.named.cell)” are not among the votes of the row")
    }
    return counted
  }

  /// What named raters said, in a column each or in one cell; nil where nobody said anything.
  private func namedVotes(
    _ cells: FaceTableCells, remarks: inout CellRemarks
  ) throws -> RaterVotes? {
    var votes: RaterVotes?
    func count(_ label: SourceLabel, by rater: String) throws {
      votes = votes ?? RaterVotes(labels: vocabulary.labels)
      try votes?.count(label, by: rater)
    }
    for rater in raterColumns {
      let label = try remarks.optional { try cells.label(vocabulary.labels, at: rater.position) }
      if let label { try count(label, by: rater.name) }
    }
    guard raterColumns.isEmpty, let cell = cells[RaterLabels.column] else { return votes }
    let raters = try remarks.optional { try RaterLabels(cell: cell, labels: vocabulary.labels) }
    for choice in raters?.choices ?? [] { try count(.emotion(choice.label), by: choice.rater) }
    return votes
  }

  private func place(_ cells: FaceTableCells) throws -> FacePlace {
    let place = try FacePlace(cells: FacePlace.columns.map { cells.numberText($0) ?? "" })
    if let problem = place.problem { throw UnusableImageError(problem) }
    return place
  }

  private func votes(_ cells: FaceTableCells) throws -> RaterVotes? {
    let targets = Self.voteTargets(votedLabels)
    if targets.allSatisfy({ positions[$0] != nil }) {
      return try RaterVotes(
        emotions: targets.map { cells.numberText($0) ?? "" }, labels: votedLabels)?
        .made(into: vocabulary.labels)
    }
    guard let text = cells["votes"] else { return nil }
    let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    guard let labels = [vocabulary.labels, .emotions7].first(where: { $0.count == parts.count })
    else {
      throw UnusableImageError("“\(text)” is not a vote on \(vocabulary.labels.labelsInWords)")
    }
    return try RaterVotes(emotions: parts, labels: labels)?.made(into: vocabulary.labels)
  }
}

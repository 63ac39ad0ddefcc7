import Faces
import Foundation
import Support

/// The rows of `evaluation/predictions.csv`: one per face and model.
public struct PredictionTable: Sendable, Equatable {
  /// The columns of the file, in the order in which they are written.
  public static func columns(_ labels: LabelScheme) -> [String] {
    columnDescriptions(labels).map(\.name)
  }

  /// Further columns, which files of earlier versions do not have.
  public static let photographColumn = Manifest.duplicateClusterColumn
  public static let format = FormatColumn("predictions_format", current: 1)

  /// How far a row's probabilities may sum from 1.
  public static let sumTolerance: Float = 1e-3

  public var rows: [PredictionRow]
  /// What the rows' emotions and age groups mean.
  public var vocabulary: Vocabulary
  /// What of the file was not used, for people: rows of too few or too many fields, and columns.
  public private(set) var readingNotes: [String] = []

  public init(rows: [PredictionRow] = [], vocabulary: Vocabulary) {
    self.rows = rows
    self.vocabulary = vocabulary
  }

  /// Reads a file; its columns may stand in any order, and others are passed over.
  /// - Throws: `SmilestoneError` that names the file, line and column of a missing column, an
  ///   unknown emotion, age group or split, a number that is none, probabilities outside 0 ... 1
  ///   or that do not sum to 1 within 0.001, or a second row for one image and model.
  public init(contentsOf url: URL) throws {
    try self.init(CSVReader(contentsOf: url, expected: PredictionTable.columns(.emotions7)))
  }

  /// The same for a file that has been read.
  public init(_ reader: CSVReader) throws {
    var labels = LabelSchemeCells(position: try reader.index(of: Manifest.labelSchemeColumn))
    var parser: PredictionParser?
    var rows: [PredictionRow] = []
    var firstLines: [ImageAndModel: Int] = [:]
    var notes: [String] = []
    try reader.forEachUsableRow(ragged: { line, reason in
      notes.append("\(reader.name), line \(line) is left out: it has \(reason).")
    }) { line in
      try labels.take(line, of: reader.name)
      let known = try parser ?? PredictionParser(reader, labels: labels.scheme)
      parser = known
      let row = try known.row(line)
      let key = ImageAndModel(image: PathKey(row.image), model: row.model)
      if let first = firstLines.updateValue(line.line, forKey: key) {
        throw SmilestoneError.badInput(
          "\(reader.name), line \(line.line): the \(row.model) model predicted for "
            + "“\(row.image)” on line \(first) already.",
          remedy: "Keep one row for each image and model.")
      }
      rows.append(row)
    }
    // A table without rows lacks no column either.
    let known = try parser ?? PredictionParser(reader, labels: labels.scheme)
    self.rows = rows
    vocabulary = Vocabulary(labels: labels.scheme, ages: known.ages)
    let unused = reader.unusedColumnsInWords(
      beyond: PredictionTable.columns(labels.scheme)
        + [
          PredictionTable.photographColumn, Manifest.labelSchemeColumn, AgeGrouping.column,
          AgeGrouping.earlierColumn,
          PredictionTable.format.name,
        ])
    readingNotes = notes + (unused.map { [$0] } ?? [])
  }

  /// Writes the file whole or not at all.
  public func write(to url: URL) throws {
    let scheme = vocabulary.labels.cellUnlessDefault
    let isStudys = vocabulary.ages == .study
    var writer = CSVWriter(
      header: PredictionTable.columns(vocabulary.labels)
        + [PredictionTable.photographColumn, PredictionTable.format.name]
        + (scheme == nil ? [] : [Manifest.labelSchemeColumn])
        + (isStudys ? [] : [AgeGrouping.column]))
    let ages = isStudys ? [] : [vocabulary.ages.text]
    for row in rows {
      writer.append(
        [
          row.image, row.subject ?? "", row.source ?? "", row.split,
          row.age.map { "\($0)" } ?? "", row.ageGroup?.rawValue ?? "",
          row.emotion?.rawValue ?? "", row.model, row.predicted.rawValue,
        ] + row.probabilities.map { "\($0)" }
          + [row.photograph ?? "", PredictionTable.format.cell]
          + (scheme.map { [$0] } ?? []) + ages)
    }
    try AtomicFile.write(writer.text, to: url)
  }
}

extension PredictionTable {
  /// Fills what copies of one photograph share where the rows do not say, from the manifest's column
  /// `duplicate_cluster`.
  public mutating func takePhotographs(from manifest: Manifest) {
    guard let clusters = manifest.duplicateClusters else { return }
    let known = Dictionary(zip(manifest.records.map { PathKey($0.image) }, clusters)) { $1 }
    for index in rows.indices where rows[index].photograph == nil {
      rows[index].photograph = known[PathKey(rows[index].image)] ?? nil
    }
  }
}

private struct ImageAndModel: Hashable {
  let image: PathKey
  let model: String
}

/// Turns the fields of a line into a row, or says which field is wrong.
private struct PredictionParser {
  let name: String
  let labels: LabelScheme
  let columns: [String]
  /// Where each of the columns stands.
  let positions: [Int]
  let photograph: Int?
  let ages: AgeGrouping
  let format: Int?

  init(_ reader: CSVReader, labels: LabelScheme) throws {
    name = reader.name
    self.labels = labels
    columns = PredictionTable.columns(labels)
    positions = try columns.map { try reader.requiredIndex(of: $0) }
    photograph = try reader.index(of: PredictionTable.photographColumn)
    ages = try AgeGrouping(reader)
    format = try PredictionTable.format.position(in: reader)
  }

  func row(_ row: CSVRow) throws -> PredictionRow {
    try PredictionTable.format.require(row, at: format, in: name)
    guard let predicted = try emotion(row, 8) else { throw wrong(row, 8, emotionInWords) }
    guard ["train", "validation", "calibration", "test"].contains(field(row, 3)) else {
      throw wrong(row, 3, "train, validation, calibration or test")
    }
    return PredictionRow(
      image: try text(row, 0), subject: optional(field(row, 1)), source: optional(field(row, 2)),
      photograph: photograph.flatMap { optional(Cell.trimmed(row.fields[$0])) },
      split: field(row, 3), age: try age(row),
      ageGroup: try ageGroup(row),
      emotion: try emotion(row, 6), model: try text(row, 7), predicted: predicted,
      probabilities: try probabilities(row))
  }

  private func field(_ row: CSVRow, _ column: Int) -> String {
    let cell = row.fields[positions[column]]
    // A file's name may start or end with a blank.
    return column == 0 ? cell : Cell.trimmed(cell)
  }

  private func optional(_ text: String) -> String? { text.isEmpty ? nil : text }

  private func text(_ row: CSVRow, _ column: Int) throws -> String {
    guard let text = optional(field(row, column)) else { throw wrong(row, column, "a name") }
    return text
  }

  private func age(_ row: CSVRow) throws -> Double? {
    guard let text = optional(field(row, 4)) else { return nil }
    guard let age = Double(text), age.isFinite, age >= 0 else {
      throw wrong(row, 4, "an age in years")
    }
    return age
  }

  private func ageGroup(_ row: CSVRow) throws -> AgeGroup? {
    guard let group = optional(field(row, 5)).map(AgeGroup.init(rawValue:)) else { return nil }
    guard ages.contains(group) else {
      throw wrong(row, 5, "an age group (\(ages.namesInWords))")
    }
    return group
  }

  private func category<Category: RawRepresentable & CaseIterable>(
    _ row: CSVRow, _ column: Int, _ kind: String
  ) throws -> Category? where Category.RawValue == String {
    guard let text = optional(field(row, column)) else { return nil }
    guard let category = Category(rawValue: text) else {
      let names = Category.allCases.map(\.rawValue).joined(separator: ", ")
      throw wrong(row, column, "\(kind) (\(names))")
    }
    return category
  }

  private func emotion(_ row: CSVRow, _ column: Int) throws -> Emotion? {
    guard let text = optional(field(row, column)) else { return nil }
    let emotion = Emotion(rawValue: text)
    guard labels.index(of: emotion) != nil else { throw wrong(row, column, emotionInWords) }
    return emotion
  }

  private var emotionInWords: String { "a label of \(labels.id) (\(labels.namesInWords))" }

  private func probabilities(_ row: CSVRow) throws -> [Float] {
    let values = try (9..<columns.count).map { column in
      guard let value = Float(field(row, column)), (0...1).contains(value) else {
        throw wrong(row, column, "a probability from 0 to 1")
      }
      return value
    }
    let sum = values.reduce(0, +)
    guard abs(sum - 1) <= PredictionTable.sumTolerance else {
      throw SmilestoneError.badInput(
        "\(name), line \(row.line): the columns \(columns[9]) to \(columns[columns.count - 1]) sum "
          + "to \(sum), not 1.",
        remedy: "Write the probabilities of all \(labels.labelsInWords).")
    }
    return values
  }

  private func wrong(_ row: CSVRow, _ column: Int, _ expected: String) -> SmilestoneError {
    .badInput(
      "\(name), line \(row.line), column \(columns[column]): "
        + "“\(field(row, column))” is not \(expected).",
      remedy: "Correct the row, or evaluate the models again.")
  }
}

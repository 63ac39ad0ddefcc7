import Faces
import Foundation
import Support

/// Accuracies by model and age group, as a paper prints them.
public struct AccuracyTable: Sendable, Equatable {
  public struct Row: Sendable, Equatable {
    public var model: String
    public var ageGroup: AgeGroup
    /// 0 ... 1.
    public var accuracy: Double
    /// Test faces, each of another subject; nil where they were not published.
    public var n: Int?

    public init(model: String, ageGroup: AgeGroup, accuracy: Double, n: Int? = nil) {
      self.model = model
      self.ageGroup = ageGroup
      self.accuracy = accuracy
      self.n = n
    }
  }

  public var rows: [Row]
  /// What the rows' age groups are.
  public let ages: AgeGrouping
  /// What of the file was not used, for people: rows of too few or too many fields, and columns.
  public private(set) var readingNotes: [String] = []

  public init(rows: [Row], ages: AgeGrouping) {
    self.rows = rows
    self.ages = ages
  }

  /// What the study behind this program published, without test-set sizes. These are its numbers,
  /// none of ours.
  public static let published: AccuracyTable = {
    let accuracies: [(AgeGroup, infant: Double, adult: Double)] = [
      (.toddler, 0.5571, 0.5912), (.youngerChild, 0.5090, 0.7257), (.olderChild, 0.4864, 0.7768),
      (.teenager, 0.4149, 0.7550), (.adult, 0.2849, 0.7030),
    ]
    return AccuracyTable(
      rows: accuracies.map { Row(model: "infant", ageGroup: $0.0, accuracy: $0.infant) }
        + accuracies.map { Row(model: "adult", ageGroup: $0.0, accuracy: $0.adult) }, ages: .study)
  }()

  /// Reads a CSV file with the columns `model`, `age_group`, `accuracy` (0 to 1) or
  /// `accuracy_percent` (0 to 100), and, where known, `n`; others are passed over.
  /// - Parameter ages: What the column `age_group` holds.
  /// - Throws: `SmilestoneError` that names the line and column of what cannot be, a group that
  ///   stands twice for a model, or a table without rows.
  public init(contentsOf url: URL, ages: AgeGrouping) throws {
    let reader = try CSVReader(
      contentsOf: url,
      expected: ["model", "age_group", "accuracy", "accuracy_percent", "n"])
    let model = try reader.requiredIndex(of: "model")
    let ageGroup = try reader.requiredIndex(of: "age_group")
    let percent = try reader.index(of: "accuracy_percent")
    let accuracy = try percent ?? reader.requiredIndex(of: "accuracy")
    let size = try reader.index(of: "n")
    var rows: [Row] = []
    var notes: [String] = []
    try reader.forEachUsableRow(ragged: { line, reason in
      notes.append("\(reader.name), line \(line) is left out: it has \(reason).")
    }) { row in
      let line = row.trimmed
      func wrong(_ column: Int, _ expected: String) -> SmilestoneError {
        .badInput(
          "\(reader.name), line \(line.line), column \(reader.header[column]): "
            + "“\(line.fields[column])” is not \(expected).",
          remedy: "Correct the row.")
      }
      guard !line.fields[model].isEmpty else { throw wrong(model, "a name") }
      let group = AgeGroup(rawValue: line.fields[ageGroup])
      guard ages.contains(group) else {
        throw wrong(ageGroup, "an age group (\(ages.namesInWords))")
      }
      let highest: Double = percent == nil ? 1 : 100
      guard
        let value = Cell.number(
          line.fields[accuracy], allowsComma: reader.allowsDecimalComma),
        (0...highest).contains(value)
      else {
        throw wrong(accuracy, "an accuracy from 0 to \(Int(highest))")
      }
      var n: Int?
      if let size, !line.fields[size].isEmpty {
        guard let count = Int(line.fields[size]), count > 0 else {
          throw wrong(size, "a number of faces")
        }
        n = count
      }
      let row = Row(
        model: line.fields[model], ageGroup: group, accuracy: value / highest, n: n)
      guard !rows.contains(where: { $0.model == row.model && $0.ageGroup == group }) else {
        throw wrong(ageGroup, "new: the \(row.model) model has that group already")
      }
      rows.append(row)
    }
    guard !rows.isEmpty else {
      throw SmilestoneError.badInput(
        "\(reader.name) has no rows.", remedy: "Give each model's accuracy in each age group.")
    }
    self.rows = rows
    self.ages = ages
    let unused = reader.unusedColumnsInWords(
      beyond: ["model", "age_group", "accuracy", "accuracy_percent", "n"])
    readingNotes = notes + (unused.map { [$0] } ?? [])
  }
}

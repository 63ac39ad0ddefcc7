import Cohort
import Foundation
import Support

/// A face's known and estimated age: a row of `age/predictions.csv`.
public struct AgeAnswer: Sendable, Equatable {
  public var image: String
  public var subject: String?
  public var split: Split?
  public var ageInYears: Double
  public var estimatedAgeInYears: Double
  /// The spread that the estimator gave, in years; nil where it gives none.
  public var spreadInYears: Double?

  private static let columns = ["image", "subject", "split", "age", "estimated_age", "spread"]

  /// Columns: image, subject, split, age, estimated_age, spread.
  public static func write(_ answers: [AgeAnswer], to url: URL) throws {
    var writer = CSVWriter(header: columns)
    for answer in answers {
      writer.append([
        answer.image, answer.subject ?? "", answer.split?.rawValue ?? "", "\(answer.ageInYears)",
        "\(answer.estimatedAgeInYears)", answer.spreadInYears.map { "\($0)" } ?? "",
      ])
    }
    try AtomicFile.write(writer.text, to: url)
  }

  public static func read(_ url: URL) throws -> [AgeAnswer] {
    let reader = try CSVReader(contentsOf: url)
    let columns = try AgeAnswer.columns.map(reader.requiredIndex)
    var answers: [AgeAnswer] = []
    try reader.forEachRow { row in
      let cells = columns.map { row.fields[$0] }
      guard let age = Double(cells[3]), let estimate = Double(cells[4]) else {
        throw SmilestoneError.badInput(
          "\(url.path), line \(row.line): an age is not a number.",
          remedy: "Train the age estimator again to write the file anew.")
      }
      answers.append(
        AgeAnswer(
          image: cells[0], subject: cells[1].isEmpty ? nil : cells[1],
          split: Split(rawValue: cells[2]), ageInYears: age, estimatedAgeInYears: estimate))
    }
    return answers
  }
}

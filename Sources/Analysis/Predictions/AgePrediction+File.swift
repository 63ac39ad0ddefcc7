import Faces
import Foundation
import Support

/// `age/predictions.csv`.
extension AgePrediction {
  private enum Column: String, CaseIterable {
    case image, subject, split, age
    case estimatedAge = "estimated_age"
    case standardDeviation = "age_sd"
    case source, sex, ethnicity, emotion
    case transitionWeight = "transition_weight"
    case photograph = "duplicate_cluster"
    case calibrates

    /// Files of earlier versions end before the others.
    static let required: Set<Column> = [
      .image, .subject, .split, .age, .estimatedAge, .standardDeviation,
    ]

    /// What earlier versions call it.
    var formerName: String? { self == .standardDeviation ? "spread" : nil }
  }

  /// Columns: image, subject, split, age, estimated_age, age_sd (the network's), source, sex, ethnicity,
  /// emotion, transition_weight, duplicate_cluster, calibrates (yes or empty).
  public static func write(_ predictions: [AgePrediction], to url: URL) throws {
    var writer = CSVWriter(header: Column.allCases.map(\.rawValue))
    for prediction in predictions {
      writer.append(Column.allCases.map(prediction.cell))
    }
    try AtomicFile.write(writer.text, to: url)
  }

  private func cell(_ column: Column) -> String {
    switch column {
    case .image: image
    case .subject: subject ?? ""
    case .split: split?.rawValue ?? ""
    case .age: "\(ageInYears)"
    case .estimatedAge: "\(estimate.ageInYears)"
    case .standardDeviation: estimate.standardDeviationInYears.map { "\($0)" } ?? ""
    case .source: source ?? ""
    case .sex: sex?.rawValue ?? ""
    case .ethnicity: ethnicity ?? ""
    case .emotion: emotion?.rawValue ?? ""
    case .transitionWeight: transitionWeight.map { "\($0)" } ?? ""
    case .photograph: photograph ?? ""
    case .calibrates: calibrates ? "yes" : ""
    }
  }

  /// Reads a file; the column `age_sd` may be called `spread`, as in earlier versions.
  /// - Parameter ages: the groups that its ages fall into.
  /// - Throws: `SmilestoneError` for a missing column or an age that is no number.
  public static func read(_ url: URL, ages: AgeGrouping) throws -> [AgePrediction] {
    let reader = try CSVReader(
      contentsOf: url, expected: Column.allCases.map(\.rawValue))
    var positions: [Column: Int] = [:]
    for column in Column.allCases {
      let former = try column.formerName.flatMap(reader.index)
      positions[column] =
        former == nil && Column.required.contains(column)
        ? try reader.requiredIndex(of: column.rawValue)
        : try reader.index(of: column.rawValue) ?? former
    }
    var predictions: [AgePrediction] = []
    try reader.forEachRow { row in
      func text(_ column: Column) -> String? {
        guard let position = positions[column], !row.fields[position].isEmpty else { return nil }
        return row.fields[position]
      }
      func number(_ column: Column) -> Double? { text(column).flatMap(Double.init) }
      guard let age = number(.age), let estimatedAge = number(.estimatedAge) else {
        throw SmilestoneError.badInput(
          "\(url.path), line \(row.line): an age is not a number.",
          remedy: "Train the age estimator again to write the file again.")
      }
      predictions.append(
        AgePrediction(
          image: text(.image) ?? "", subject: text(.subject), source: text(.source),
          split: text(.split).flatMap { Split(rawValue: $0) },
          calibrates: text(.calibrates) == "yes", ageInYears: age,
          estimate: AgeEstimate(
            ageInYears: estimatedAge, standardDeviationInYears: number(.standardDeviation)),
          sex: text(.sex).flatMap { Sex(rawValue: $0) }, ethnicity: text(.ethnicity),
          emotion: text(.emotion).map(Emotion.init(rawValue:)),
          transitionWeight: number(.transitionWeight), photograph: text(.photograph), ages: ages))
    }
    return predictions
  }
}

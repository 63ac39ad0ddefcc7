import Analysis
import Faces
import Foundation
import Support

/// A face's known and estimated age, with what the manifest knows of it: a row of
/// `age/predictions.csv`.
public struct AgePredictionRow: Sendable, Equatable {
  public var image: String
  public var subject: String?
  public var source: String?
  public var split: Split?
  /// Whether it is one of the validation faces that say how far predictions may be off, which have no
  /// part in choosing the epoch.
  public var calibrates = false
  public var ageInYears: Double
  public var estimatedAgeInYears: Double
  /// The spread that the estimator gave, in years; nil where it gives none.
  public var standardDeviationInYears: Double?
  public var sex: Sex?
  public var ethnicity: String?
  public var emotion: Emotion?
  /// Of a synthetic face: the weight of the adult prototypes in its expression.
  public var transitionWeight: Double?
  /// What the copies and near duplicates of one photograph share; nil where there are none.
  public var photograph: String?

  private enum Column: String, CaseIterable {
    case image, subject, split, age
    case estimatedAge = "estimated_age"
    case spread, source, sex, ethnicity, emotion
    case transitionWeight = "transition_weight"
    case photograph = "duplicate_cluster"
    case calibrates

    /// Files of earlier versions end before the others.
    static let required: Set<Column> = [.image, .subject, .split, .age, .estimatedAge, .spread]
  }

  /// Columns: image, subject, split, age, estimated_age, spread, source, sex, ethnicity, emotion,
  /// transition_weight, duplicate_cluster, calibrates (yes or empty).
  public static func write(_ predictions: [AgePredictionRow], to url: URL) throws {
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
    case .estimatedAge: "\(estimatedAgeInYears)"
    case .spread: standardDeviationInYears.map { "\($0)" } ?? ""
    case .source: source ?? ""
    case .sex: sex?.rawValue ?? ""
    case .ethnicity: ethnicity ?? ""
    case .emotion: emotion?.rawValue ?? ""
    case .transitionWeight: transitionWeight.map { "\($0)" } ?? ""
    case .photograph: photograph ?? ""
    case .calibrates: calibrates ? "yes" : ""
    }
  }

  public static func read(_ url: URL) throws -> [AgePredictionRow] {
    let reader = try CSVReader(
      contentsOf: url, expected: Column.allCases.map(\.rawValue))
    var positions: [Column: Int] = [:]
    for column in Column.allCases {
      positions[column] =
        Column.required.contains(column)
        ? try reader.requiredIndex(of: column.rawValue) : try reader.index(of: column.rawValue)
    }
    var predictions: [AgePredictionRow] = []
    try reader.forEachRow { row in
      func text(_ column: Column) -> String? {
        guard let position = positions[column], !row.fields[position].isEmpty else { return nil }
        return row.fields[position]
      }
      guard let age = text(.age).flatMap(Double.init),
        let estimate = text(.estimatedAge).flatMap(Double.init)
      else {
        throw SmilestoneError.badInput(
          "\(url.path), line \(row.line): an age is not a number.",
          remedy: "Train the age estimator again to write the file again.")
      }
      predictions.append(
        AgePredictionRow(
          image: text(.image) ?? "", subject: text(.subject), source: text(.source),
          split: text(.split).flatMap { Split(rawValue: $0) },
          calibrates: text(.calibrates) == "yes",
          ageInYears: age, estimatedAgeInYears: estimate,
          standardDeviationInYears: text(.spread).flatMap(Double.init),
          sex: text(.sex).flatMap { Sex(rawValue: $0) },
          ethnicity: text(.ethnicity), emotion: text(.emotion).map(Emotion.init(rawValue:)),
          transitionWeight: text(.transitionWeight).flatMap(Double.init),
          photograph: text(.photograph)))
    }
    return predictions
  }
}

extension AgePredictionRow {
  /// The prediction with the intervals that an estimator's uncertainty gives it.
  /// - Parameter ages: the age groups that both ages fall into.
  public func prediction(
    _ uncertainty: AgeUncertainty?, ages: AgeGrouping
  ) throws -> AgePrediction {
    let prediction = AgePrediction(
      subject: FaceRecord.uniqueSubject(subject, source: source), photograph: photograph,
      ageInYears: ageInYears, estimatedAgeInYears: estimatedAgeInYears, sex: sex,
      ethnicity: ethnicity, emotion: emotion, transitionWeight: transitionWeight, ages: ages)
    let predicted = uncertainty?.distribution(
      estimatedAgeInYears: estimatedAgeInYears, standardDeviationInYears: standardDeviationInYears)
    return try predicted.map(prediction.with) ?? prediction
  }

  var calibration: AgeUncertainty.Calibration {
    AgeUncertainty.Calibration(
      subject: FaceRecord.uniqueSubject(subject, source: source), photograph: photograph,
      ageInYears: ageInYears, estimatedAgeInYears: estimatedAgeInYears,
      standardDeviationInYears: standardDeviationInYears)
  }
}

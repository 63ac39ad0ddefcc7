import Cohort
import Statistics

/// Everything that `evaluation/metrics.json` holds: what the models achieved on the test faces.
///
/// Undefined values are absent (nil), never zero.
public struct Metrics: Codable, Sendable, Equatable {
  /// Version of this format; readers refuse a newer one.
  public var format: Int
  /// The age estimator on faces that it was not trained on; nil when the run has none.
  public var ageEstimator: AgeMetrics?
  /// One entry per expression model: infant, adult.
  public var models: [ModelMetrics]
  /// Statements made from the numbers above.
  public var findings: [Finding]
}

/// How close estimated ages come to known ages.
public struct AgeMetrics: Codable, Sendable, Equatable {
  public var n: Int
  /// Mean absolute error in years.
  public var meanAbsoluteError: Estimate
  /// Share of faces whose error is at most 5 years.
  public var within5Years: Estimate
  /// Mean of estimated minus known age, in years.
  public var bias: Estimate
  /// Mean absolute error of always answering the training faces' median age, in years.
  public var baselineMeanAbsoluteError: Double?
  public var byGroup: [AgeGroupMetrics]
}

/// The age estimator on the faces of one (true) age group.
public struct AgeGroupMetrics: Codable, Sendable, Equatable {
  public var ageGroup: AgeGroup
  public var n: Int
  public var meanAbsoluteError: Estimate?
  public var within5Years: Estimate?
}

/// One expression model on the test faces.
public struct ModelMetrics: Codable, Sendable, Equatable {
  /// "infant" or "adult".
  public var model: String
  /// One entry for each of the five age groups, youngest first, also where n is 0.
  public var groups: [GroupMetrics]
}

/// One expression model on the test faces of one age group.
public struct GroupMetrics: Codable, Sendable, Equatable {
  public var ageGroup: AgeGroup
  /// Test faces, and different subjects among them (nil where subjects are unknown).
  public var n: Int
  public var subjects: Int?
  public var correct: Int
  /// Share of correct answers with its interval; nil where n is 0.
  public var accuracy: Estimate?
  /// Mean recall over the emotions that occur in the group; nil where none does.
  public var macroRecall: Double?
  /// Recall per emotion, in the order of `Emotion.allCases`; nil where the emotion does not occur.
  public var recall: [Double?]
  /// confusion[true][predicted]: counts, both in the order of `Emotion.allCases`.
  public var confusion: [[Int]]
}

/// A statement in words, with the numbers it was made from.
public struct Finding: Codable, Sendable, Equatable {
  /// Stable name: "adult-trend".
  public var id: String
  /// One or two plain sentences with n and interval.
  public var text: String
  /// The p-value of the test behind it, and the test's name; nil for a description.
  public var pValue: Double?
  public var test: String?
}

import Cohort
import Statistics

/// How close estimated ages come to known ages.
public struct AgeMetrics: Codable, Sendable, Equatable {
  /// Faces, and different subjects among them (nil where a face's subject is unknown).
  public var n: Int
  public var subjects: Int?
  /// Mean absolute error in years.
  public var meanAbsoluteError: Estimate
  /// Root mean squared error in years.
  public var rootMeanSquaredError: Estimate?
  /// Shares of faces whose error is at most 3, 5 and 10 years.
  public var within3Years: Estimate?
  public var within5Years: Estimate
  public var within10Years: Estimate?
  /// Mean of estimated minus known age, in years.
  public var bias: Estimate
  /// Mean absolute error of always answering the training faces' median age, in years.
  public var baselineMeanAbsoluteError: Double?
  /// How often the estimator's own intervals hold the known age; empty for one that gives none.
  public var coverage: [AgeCoverage]?
  /// Faces by known age group (rows, youngest first) and by the group of the estimated age.
  public var groupConfusion: [[Int]]?
  /// One entry for each of the five true age groups, youngest first, also where n is 0.
  public var byGroup: [AgeGroupMetrics]

  public init(
    n: Int, subjects: Int? = nil, meanAbsoluteError: Estimate, within5Years: Estimate,
    bias: Estimate, baselineMeanAbsoluteError: Double? = nil, byGroup: [AgeGroupMetrics]
  ) {
    self.n = n
    self.subjects = subjects
    self.meanAbsoluteError = meanAbsoluteError
    self.within5Years = within5Years
    self.bias = bias
    self.baselineMeanAbsoluteError = baselineMeanAbsoluteError
    self.byGroup = byGroup
  }
}

/// How often intervals of one level hold the known age.
public struct AgeCoverage: Codable, Sendable, Equatable {
  /// The levels that are measured.
  public static let levels = [0.5, 0.8, 0.9, 0.95]

  /// What the intervals promise.
  public var level: Double
  /// The share of faces whose interval holds the known age.
  public var covered: Estimate
  /// The median width of the intervals, in years.
  public var medianWidthInYears: Double

  public init(level: Double, covered: Estimate, medianWidthInYears: Double) {
    self.level = level
    self.covered = covered
    self.medianWidthInYears = medianWidthInYears
  }
}

/// The age estimator on the faces of one (true) age group.
public struct AgeGroupMetrics: Codable, Sendable, Equatable {
  public var ageGroup: AgeGroup
  public var n: Int
  public var subjects: Int?
  /// nil for fewer than two subjects, like the bias.
  public var meanAbsoluteError: Estimate?
  public var within5Years: Estimate?
  public var bias: Estimate?
  public var coverage: [AgeCoverage]?

  public init(
    ageGroup: AgeGroup, n: Int, subjects: Int? = nil, meanAbsoluteError: Estimate? = nil,
    within5Years: Estimate? = nil, bias: Estimate? = nil
  ) {
    self.ageGroup = ageGroup
    self.n = n
    self.subjects = subjects
    self.meanAbsoluteError = meanAbsoluteError
    self.within5Years = within5Years
    self.bias = bias
  }
}

/// One face with its known age and what the estimator answered, both in years.
public struct AgePrediction: Sendable, Equatable {
  /// Who is shown, named apart from subjects of other sources; nil where unknown.
  public var subject: String?
  public var ageInYears: Double
  public var estimatedAgeInYears: Double
  /// The central intervals at `AgeCoverage.levels`; empty for an estimator that gives none.
  public var intervalsInYears: [ClosedRange<Double>]

  public init(
    subject: String? = nil, ageInYears: Double, estimatedAgeInYears: Double,
    intervalsInYears: [ClosedRange<Double>] = []
  ) {
    self.intervalsInYears = intervalsInYears
    self.subject = subject
    self.ageInYears = ageInYears
    self.estimatedAgeInYears = estimatedAgeInYears
  }
}

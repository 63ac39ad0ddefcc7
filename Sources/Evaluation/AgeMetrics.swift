import Cohort
import Statistics

/// How close estimated ages come to known ages.
public struct AgeMetrics: Codable, Sendable, Equatable {
  /// Faces, and different subjects among them (nil where a face's subject is unknown).
  public var n: Int
  public var subjects: Int?
  /// Mean absolute error in years.
  public var meanAbsoluteError: Estimate
  /// Share of faces whose error is at most 5 years.
  public var within5Years: Estimate
  /// Mean of estimated minus known age, in years.
  public var bias: Estimate
  /// Mean absolute error of always answering the training faces' median age, in years.
  public var baselineMeanAbsoluteError: Double?
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

/// The age estimator on the faces of one (true) age group.
public struct AgeGroupMetrics: Codable, Sendable, Equatable {
  public var ageGroup: AgeGroup
  public var n: Int
  public var subjects: Int?
  /// nil for fewer than two subjects, like the bias.
  public var meanAbsoluteError: Estimate?
  public var within5Years: Estimate?
  public var bias: Estimate?

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

  public init(subject: String? = nil, ageInYears: Double, estimatedAgeInYears: Double) {
    self.subject = subject
    self.ageInYears = ageInYears
    self.estimatedAgeInYears = estimatedAgeInYears
  }
}

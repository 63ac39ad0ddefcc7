import Statistics

/// How far estimated ages are off on some faces of at least two subjects.
public struct AgeErrors: Codable, Sendable, Equatable {
  /// Mean absolute error in years.
  public var meanAbsoluteError: Estimate
  /// Root mean squared error in years; nil in files of earlier versions, like all optional fields.
  public var rootMeanSquaredError: Estimate?
  /// Shares of faces whose error is at most 3, 5 and 10 years.
  public var within3Years: Estimate?
  public var within5Years: Estimate
  public var within10Years: Estimate?
  /// Share of faces whose estimated age falls into the group of the known one.
  public var groupAccuracy: Estimate?
  /// Mean of estimated minus known age, in years.
  public var bias: Estimate
  public var limitsOfAgreement: AgreementLimits?
  /// How often the estimator's own intervals hold the known age; nil for one that gives none.
  public var coverage: [AgeCoverage]?

  public init(meanAbsoluteError: Estimate, within5Years: Estimate, bias: Estimate) {
    self.meanAbsoluteError = meanAbsoluteError
    self.within5Years = within5Years
    self.bias = bias
  }

  enum CodingKeys: String, CodingKey {
    case meanAbsoluteError, rootMeanSquaredError, within3Years, within5Years, within10Years
    case groupAccuracy, bias, limitsOfAgreement, coverage
  }
}

/// Bland & Altman's 95 % limits of agreement (1999, doi 10.1177/096228029900800204): the errors'
/// mean minus and plus 1.96 standard deviations, in years.
public struct AgreementLimits: Codable, Sendable, Equatable {
  public var lower: Estimate
  public var upper: Estimate

  public init(lower: Estimate, upper: Estimate) {
    self.lower = lower
    self.upper = upper
  }
}

/// How often intervals of one level hold the known age.
public struct AgeCoverage: Codable, Sendable, Equatable {
  /// The levels that are measured.
  public static let levels = [0.5, 0.8, 0.9, 0.95]
  /// The one that manifests hold, whose promise is checked.
  static let checkedLevel = 0.9

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

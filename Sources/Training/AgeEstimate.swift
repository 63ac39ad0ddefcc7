import Models

/// What an age estimator answers for one face.
public struct AgeEstimate: Sendable, Equatable {
  /// Never below 0.
  public var ageInYears: Double
  /// The probability of each year of `AgeDistribution.agesInYears`; nil for an estimator that
  /// answers with an age alone.
  public var distribution: [Double]?

  public init(ageInYears: Double) {
    self.ageInYears = ageInYears
  }

  /// The age is the distribution's mean.
  public init(distribution: [Double]) {
    ageInYears = AgeDistribution.expectedAgeInYears(of: distribution)
    self.distribution = distribution
  }
}

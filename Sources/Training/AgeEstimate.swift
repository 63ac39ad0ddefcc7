import Models

/// What an age estimator predicts for one face.
public struct AgeEstimate: Sendable, Equatable {
  /// Never below 0.
  public var ageInYears: Double
  /// The standard deviation of the distribution, in years; nil where there is none.
  public var standardDeviationInYears: Double?
  /// The probability of each year of `AgeDistribution.agesInYears`; nil for an estimator that
  /// predictions with an age alone.
  public var distribution: [Double]?

  public init(ageInYears: Double) {
    self.ageInYears = ageInYears
  }

  /// The age is the distribution's mean.
  public init(distribution: [Double]) {
    let mean = AgeDistribution.expectedAgeInYears(of: distribution)
    ageInYears = mean
    standardDeviationInYears = zip(AgeDistribution.agesInYears, distribution)
      .reduce(0) { $0 + (Double($1.0) - mean) * (Double($1.0) - mean) * $1.1 }.squareRoot()
    self.distribution = distribution
  }
}

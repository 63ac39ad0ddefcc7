import Statistics

/// What is estimated of the age of one face.
public struct AgeEstimate: Sendable, Equatable {
  /// Never below 0.
  public var ageInYears: Double
  /// nil where the estimator gives none.
  public var standardDeviationInYears: Double?
  /// Where the true age may lie; nil where no more is known of that than the standard deviation.
  public var distribution: AgeDistribution?

  public init(
    ageInYears: Double, standardDeviationInYears: Double? = nil,
    distribution: AgeDistribution? = nil
  ) {
    self.ageInYears = ageInYears
    self.standardDeviationInYears = standardDeviationInYears
    self.distribution = distribution
  }

  /// Where the true age may lie: the distribution, or else a normal one with the standard deviation; nil
  /// where there is neither.
  public func likelyAges() throws -> AgeDistribution? {
    try distribution
      ?? standardDeviationInYears.map {
        try AgeDistribution(ageInYears: ageInYears, standardDeviationInYears: $0)
      }
  }

  /// The probability of each age group, youngest first, by the distribution, or else by a normal one, of
  /// which what lies below 0 counts as the youngest; nil where there is neither.
  public func probabilities(of ages: AgeGrouping) throws -> [Double]? {
    if let distribution { return distribution.probabilities(of: ages) }
    guard let standardDeviationInYears else { return nil }
    guard standardDeviationInYears > 0 else {
      let own = ages.index(ofAgeInYears: ageInYears)
      return ages.groups.indices.map { $0 == own ? 1 : 0 }
    }
    let below =
      try ages.upperBoundsInYears.map {
        try NormalDistribution.cumulative(($0 - ageInYears) / standardDeviationInYears)
      } + [1]
    return zip(below, [0] + below).map { max($0 - $1, 0) }
  }
}

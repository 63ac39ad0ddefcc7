/// The chi-squared of a table of proportions split into a linear trend and the departure from it
/// (Armitage 1955, doi 10.2307/3001775). It takes every trial as independent.
public struct TrendWithDeparture: Sendable, Equatable {
  /// The Cochran-Armitage test; its z is positive where the proportion rises.
  public let trend: TestResult
  /// Whether the proportions leave the line: chi-squared with (groups − 2) degrees of freedom.
  public let departure: TestResult

  /// - Parameters:
  ///   - shares: One proportion per group; `sizes` its trials. Their product need not be whole, so
  ///     that shares can be judged as if they had been found in any number of trials.
  ///   - scores: Ranks by default.
  /// - Returns: nil for fewer than three groups with trials, or shares that are all 0 or all 1.
  public init?(shares: [Double], sizes: [Double], scores: [Double]? = nil) throws {
    let groups = shares.indices.filter { sizes[$0] > 0 }
    let scores = scores ?? shares.indices.map(Double.init)
    let successes = zip(shares, sizes).map { $0 * $1 }
    guard groups.count > 2,
      let z = trendStatistic(successes: successes, trials: sizes, scores: scores)
    else { return nil }
    let pooled = successes.reduce(0, +) / sizes.reduce(0, +)
    let heterogeneity = groups.reduce(0.0) { sum, group in
      let deviation = shares[group] - pooled
      return sum + sizes[group] * deviation * deviation / (pooled * (1 - pooled))
    }
    let statistic = max(0, heterogeneity - z * z)
    trend = TestResult(
      name: "Cochran-Armitage trend test", statistic: z, pValue: try twoSidedNormalP(z))
    departure = TestResult(
      name: "chi-squared test of departure from the trend", statistic: statistic,
      pValue: try ChiSquaredDistribution(degreesOfFreedom: Double(groups.count - 2))
        .cumulative(statistic, tail: .upper))
  }
}

/// The pooled two-sided z test of two proportions, as `twoProportionTest(successes:…)`, for shares
/// found in any number of trials.
/// - Returns: nil where a side has no trials, or both shares are 0 or both 1.
public func twoProportionTest(
  share: Double, trials: Double, against otherShare: Double, trials otherTrials: Double
) throws -> TestResult? {
  guard trials > 0, otherTrials > 0 else { return nil }
  let pooled = (share * trials + otherShare * otherTrials) / (trials + otherTrials)
  guard pooled > 0, pooled < 1 else { return nil }
  let z =
    (share - otherShare) / (pooled * (1 - pooled) * (1 / trials + 1 / otherTrials)).squareRoot()
  return TestResult(
    name: "two-proportion z test", statistic: z, pValue: try twoSidedNormalP(z))
}

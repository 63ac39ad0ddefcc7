import Support

/// An estimate with its standard error, and how many degrees of freedom stand behind that.
public struct ErrorEstimate: Sendable, Equatable {
  public var value: Double
  public var standardError: Double
  public var degreesOfFreedom: Double

  public init(value: Double, standardError: Double, degreesOfFreedom: Double) {
    self.value = value
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The interval and the two-sided test that the value is zero, both by Student's t.
  public func tested(named name: String, method: String, level: Double) throws -> TestedEstimate {
    let distribution = StudentTDistribution(degreesOfFreedom: degreesOfFreedom)
    let t = value / standardError
    let half = try distribution.quantile((1 + level) / 2) * standardError
    let tail = try distribution.cumulative(abs(t), tail: .upper)
    return TestedEstimate(
      estimate: Estimate(
        value: value, lower: value - half, upper: value + half, level: level, method: method),
      test: TestResult(name: name, statistic: t, pValue: min(1, 2 * tail)))
  }
}

/// Estimates from several completed data sets, pooled.
public struct PooledEstimate: Sendable, Equatable {
  public var pooled: ErrorEstimate
  /// The share of the variance that is due to what is missing: (1 + 1/m) · between / total.
  public var missingShare: Double
}

/// Pools estimates from m imputed data sets by Rubin's rules (Rubin 1987, "Multiple Imputation for
/// Nonresponse in Surveys", section 3.1): the mean; the mean squared error plus (1 + 1/m) times
/// the variance between imputations; degrees of freedom for few complete-data degrees of freedom
/// (Barnard & Rubin 1999, doi 10.1093/biomet/86.4.948).
/// - Returns: nil for fewer than two estimates, or where all errors are 0.
public func pooledByRubinsRules(_ estimates: [ErrorEstimate]) -> PooledEstimate? {
  guard estimates.count > 1 else { return nil }
  let count = Double(estimates.count)
  let mean = estimates.reduce(0) { $0 + $1.value } / count
  let within = estimates.reduce(0) { $0 + $1.standardError * $1.standardError } / count
  let between =
    estimates.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / (count - 1)
  let total = within + (1 + 1 / count) * between
  guard total > 0 else { return nil }
  let share = (1 + 1 / count) * between / total
  let complete = estimates.reduce(0) { $0 + $1.degreesOfFreedom } / count
  let observed = (complete + 1) / (complete + 3) * complete * (1 - share)
  let degreesOfFreedom = 1 / (share * share / (count - 1) + 1 / observed)
  return PooledEstimate(
    pooled: ErrorEstimate(
      value: mean, standardError: total.squareRoot(), degreesOfFreedom: degreesOfFreedom),
    missingShare: share)
}

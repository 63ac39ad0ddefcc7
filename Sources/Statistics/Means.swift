import Support

/// Student's t interval of the mean of independent values.
/// - Returns: nil where there are fewer than two values: their spread is then unknown.
public func meanInterval(_ values: [Double], level: Double = 0.95) throws -> Estimate? {
  guard let moments = SampleMoments(values) else { return nil }
  let t = try StudentTDistribution(degreesOfFreedom: Double(values.count - 1))
    .quantile((1 + level) / 2)
  let half = t * moments.standardError
  return Estimate(
    value: moments.mean, lower: moments.mean - half, upper: moments.mean + half, level: level,
    method: "Student t")
}

/// Student's one-sample t test that the mean of independent values is greater than zero.
/// - Returns: nil where there are fewer than two values or all are equal.
public func meanGreaterThanZeroTest(_ values: [Double]) throws -> TestResult? {
  guard let moments = SampleMoments(values), moments.standardError > 0 else { return nil }
  let t = moments.mean / moments.standardError
  let distribution = StudentTDistribution(degreesOfFreedom: Double(values.count - 1))
  return TestResult(
    name: "t test (one-sided)", statistic: t,
    pValue: try distribution.cumulative(t, tail: .upper))
}

/// The mean, its standard error and the standard deviation (with n − 1 below); nil for fewer than
/// two values.
package struct SampleMoments {
  package let mean: Double
  package let standardError: Double
  package let standardDeviation: Double

  package init?(_ values: [Double]) {
    guard values.count > 1 else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    // Equal values have no spread, even where rounding moves their mean.
    let variance = values.min() == values.max() ? 0 : squares / (count - 1)
    standardDeviation = variance.squareRoot()
    standardError = (variance / count).squareRoot()
  }
}

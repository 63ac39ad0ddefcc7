import Support

/// The one-sample t test that the mean of independent, skewed values is greater than zero.
///
/// Few subjects' scores beyond guessing are skewed, and Student's t then rejects too seldom or too
/// often on one side. Hall's transformation of t takes the skewness out: with γ the skewness and n
/// values, t + γt²/(3√n) + γ²t³/(27n) + γ/(6√n), compared with t of n−1 degrees of freedom (Hall
/// 1992, jstor.org/stable/2345764). It grows with t, so it cannot turn a larger mean into less
/// evidence.
/// - Returns: nil where there are fewer than two values or all are equal.
public func skewnessAdjustedMeanGreaterThanZeroTest(_ values: [Double]) throws -> TestResult? {
  guard values.count > 1, values.min() != values.max() else { return nil }
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  var squares = 0.0
  var cubes = 0.0
  for value in values {
    let deviation = value - mean
    squares += deviation * deviation
    cubes += deviation * deviation * deviation
  }
  let deviation = (squares / (count - 1)).squareRoot()
  let skewness = cubes / count / (deviation * deviation * deviation) / count.squareRoot()
  let t = mean * count.squareRoot() / deviation
  let statistic =
    t + skewness * t * t / 3 + skewness * skewness * t * t * t / 27 + skewness / 6
  return TestResult(
    name: "skewness-adjusted t test (one-sided)", statistic: statistic,
    pValue: try StudentTDistribution(degreesOfFreedom: count - 1)
      .cumulative(statistic, tail: .upper))
}

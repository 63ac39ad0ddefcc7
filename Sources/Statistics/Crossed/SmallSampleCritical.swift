import Foundation

/// How far the log-likelihood of a standard deviation between few levels may fall inside an interval.
///
/// Twice the fall is compared with chi-squared's quantile only where levels are many. Of n levels that are seen without error, of
/// unknown mean, it is n (x − 1 − ln x) at the true deviation, n x a chi-squared number with n − 1 degrees of freedom: 3.84 is
/// exceeded by 16% of samples of three levels, not 5%.
package enum SmallSampleCritical {
  /// The square root of twice the fall that is exceeded with probability 1 − `level`.
  package static func root(levels: Int, level: Double) throws -> Double {
    let count = Double(levels)
    let distribution = ChiSquaredDistribution(degreesOfFreedom: count - 1)
    func fall(_ x: Double) -> Double { count * (x - 1 - log(x)) }
    func share(below critical: Double) throws -> Double {
      let lower = bisect(from: 1e-12, to: 1) { fall($0) < critical }
      let upper = bisect(from: 1, to: 6 + critical) { fall($0) > critical }
      return try distribution.cumulative(count * upper) - distribution.cumulative(count * lower)
    }
    return try bisect(from: 0, to: 60) { try share(below: $0) > level }.squareRoot()
  }

  /// Where a condition begins to hold.
  private static func bisect(
    from start: Double, to end: Double, _ holds: (Double) throws -> Bool
  ) rethrows -> Double {
    var (lower, upper) = (start, end)
    for _ in 0..<60 {
      let middle = (lower + upper) / 2
      if try holds(middle) { upper = middle } else { lower = middle }
    }
    return upper
  }
}

import Statistics

extension Estimate {
  /// The interval of a difference, as far as zero where a test at the interval's level does not
  /// reject that the difference is zero.
  ///
  /// An interval of resampled subjects is too narrow where few of them differ: of five subjects that
  /// all differ in one direction it excludes zero, while the exact test cannot fall below
  /// p = 2 / 2⁵ = 0.0625. The two would contradict each other in one row.
  func reachingZero(unlessRejectedBy test: TestResult?) -> Estimate {
    guard let test, test.pValue >= 1 - level, lower > 0 || upper < 0 else { return self }
    var result = self
    if lower > 0 { result.lower = 0 } else { result.upper = 0 }
    result.method += ", as far as zero"
    return result
  }
}

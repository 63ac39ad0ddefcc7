/// What a statistical test found.
public struct TestResult: Codable, Sendable, Equatable {
  /// The test's name with its reference distribution: "Cochran-Armitage trend test".
  public var name: String
  /// The test statistic: z, t or a count, as the test's description says.
  public var statistic: Double
  /// The p-value, in 0 ... 1.
  public var pValue: Double
  /// true where no simulated value was as extreme, so that the p-value is at most this and more
  /// simulations might make it smaller; else nil.
  public var pValueIsUpperBound: Bool?

  public init(name: String, statistic: Double, pValue: Double) {
    self.name = name
    self.statistic = statistic
    self.pValue = pValue
  }

  /// The result of a test whose null distribution is simulated: p = (1 + extreme) / (1 + draws).
  /// - Parameters:
  ///   - extreme: Simulated values at least as extreme as the observed one.
  ///   - draws: All simulated values.
  package init(name: String, statistic: Double, extreme: Int, of draws: Int) {
    self.init(
      name: name, statistic: statistic, pValue: Double(1 + extreme) / Double(1 + draws))
    if extreme == 0 { pValueIsUpperBound = true }
  }
}

/// An estimate together with the test that it is zero.
public struct TestedEstimate: Codable, Sendable, Equatable {
  public var estimate: Estimate
  public var test: TestResult

  public init(estimate: Estimate, test: TestResult) {
    self.estimate = estimate
    self.test = test
  }
}

/// The p-value of both tails of the standard normal distribution.
func twoSidedNormalP(_ z: Double) throws -> Double {
  min(1, 2 * (try NormalDistribution.cumulative(abs(z), tail: .upper)))
}

/// A regression's coefficients with their covariance, and what follows from the two: intervals and
/// Wald tests.
public struct FittedCoefficients: Sendable, Equatable {
  /// How the covariance was found, which names the intervals and tests.
  enum Covariance: Sendable, Equatable {
    /// The inverse information of a likelihood: normal intervals, chi-squared tests.
    case information
    /// A sandwich over so many clusters: t intervals and F tests with one degree of freedom less.
    case sandwich(clusters: Int, isClustered: Bool)
  }

  /// One per column of the design, the intercept first.
  public let values: [Double]
  public let covariance: [[Double]]
  let kind: Covariance

  /// A maximum-likelihood fit of independent observations.
  init(values: [Double], information: CholeskyFactor) {
    self.values = values
    covariance = information.inverse
    kind = .information
  }

  /// A maximum-likelihood fit whose covariance is known.
  init(values: [Double], covariance: [[Double]], kind: Covariance = .information) {
    self.values = values
    self.covariance = covariance
    self.kind = kind
  }

  /// A fit whose observations go together within clusters: bread · Σ s sᵀ · bread with the CR1
  /// factor, s a cluster's sum of terms times residuals.
  /// - Parameter bread: The factor of the information, or of XᵀX.
  init(
    values: [Double], bread: CholeskyFactor, design: DesignMatrix, residuals: [Double],
    clusterOfRow: [Int], clusters: Int
  ) {
    let (rows, columns) = (design.rowCount, design.columnCount)
    var scores = [[Double]](repeating: Array(repeating: 0, count: columns), count: clusters)
    for row in 0..<rows {
      for column in 0..<columns {
        scores[clusterOfRow[row]][column] += residuals[row] * design[row, column]
      }
    }
    // As sums of (bread · s)(bread · s)ᵀ.
    let influences = scores.map(bread.solve)
    let correction =
      Double(clusters) / Double(clusters - 1) * Double(rows - 1) / Double(rows - columns)
    self.values = values
    covariance = (0..<columns).map { i in
      (0..<columns).map { j in correction * influences.reduce(0) { $0 + $1[i] * $1[j] } }
    }
    kind = .sandwich(clusters: clusters, isClustered: clusters < rows)
  }

  /// Tests whether some coefficients are all zero: Wald's test, F with (terms, G−1) degrees of
  /// freedom for a sandwich over G clusters, chi-squared elsewhere.
  /// - Returns: nil where their covariance is singular, as with fewer clusters than terms.
  public func waldTest(of columns: [Int]) throws -> TestResult? {
    guard !columns.isEmpty,
      let factor = CholeskyFactor(columns.map { i in columns.map { covariance[i][$0] } })
    else { return nil }
    let effects = columns.map { values[$0] }
    let statistic = zip(effects, factor.solve(effects)).reduce(0) { $0 + $1.0 * $1.1 }
    let terms = Double(columns.count)
    switch kind {
    case .information:
      return TestResult(
        name: "Wald test", statistic: statistic,
        pValue: try ChiSquaredDistribution(degreesOfFreedom: terms)
          .cumulative(statistic, tail: .upper))
    case .sandwich(let clusters, _):
      guard columns.count < clusters else { return nil }
      return TestResult(
        name: "\(robustName) Wald test", statistic: statistic / terms,
        pValue: try FDistribution(numerator: terms, denominator: Double(clusters - 1))
          .cumulative(statistic / terms, tail: .upper))
    }
  }

  /// Wald's test that two coefficients are the same.
  /// - Returns: nil where their covariance is singular.
  public func waldTest(comparing first: Int, with second: Int) throws -> TestResult? {
    let difference = FittedCoefficients(
      values: [values[first] - values[second]],
      covariance: [
        [
          covariance[first][first] + covariance[second][second] - 2 * covariance[first][second]
        ]
      ], kind: kind)
    return try difference.waldTest(of: [0])
  }

  /// A weighted sum of coefficients with its interval: t with G−1 degrees of freedom for a sandwich
  /// over G clusters, normal elsewhere.
  /// - Parameter weights: one per coefficient.
  public func combination(_ weights: [Double], level: Double = 0.95) throws -> Estimate {
    let value = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 }
    let half = try critical(level) * max(quadraticForm(covariance, weights), 0).squareRoot()
    return Estimate(
      value: value, lower: value - half, upper: value + half, level: level, method: intervalName)
  }

  /// One coefficient with its interval.
  public func coefficient(_ column: Int, level: Double = 0.95) throws -> Estimate {
    try combination(values.indices.map { $0 == column ? 1 : 0 }, level: level)
  }

  private var robustName: String {
    if case .sandwich(clusters: _, isClustered: true) = kind { "cluster-robust" } else { "robust" }
  }

  private var intervalName: String { kind == .information ? "Wald" : "\(robustName) t" }

  private func critical(_ level: Double) throws -> Double {
    switch kind {
    case .information: try NormalDistribution.quantile((1 + level) / 2)
    case .sandwich(let clusters, _):
      try StudentTDistribution(degreesOfFreedom: Double(clusters - 1)).quantile((1 + level) / 2)
    }
  }
}

import Foundation

/// A logistic regression of a 0/1 outcome, fitted by maximum likelihood: Newton's method on
/// ln(p / (1 − p)) = x·β (McCullagh & Nelder 1989, ch. 4).
///
/// Its covariance is the inverse information where every observation is a cluster of its own,
/// and the cluster-robust sandwich elsewhere (Liang & Zeger 1986, doi 10.1093/biomet/73.1.13,
/// with the CR1 factor G/(G−1) · (n−1)/(n−k) of Cameron & Miller 2015, doi 10.3368/jhr.50.2.317).
public struct LogisticRegression: Sendable, Equatable {
  /// One per column of the design, the intercept first.
  public let coefficients: [Double]
  public let covariance: [[Double]]
  public let logLikelihood: Double
  public let observations: Int
  public let clusters: Int

  /// Whether some cluster has several observations.
  public var isClustered: Bool { clusters < observations }

  /// - Parameters:
  ///   - outcomes: One for each row of the design.
  ///   - clusterOfRow: Which cluster each row belongs to, as a number below the number of clusters.
  /// - Returns: nil where there is no estimate: outcomes that are all the same or that a
  ///   combination of terms separates, terms that depend on each other, no more rows than terms,
  ///   or fewer than two clusters.
  public init?(_ design: DesignMatrix, outcomes: [Bool], clusterOfRow: [Int]) {
    precondition(
      outcomes.count == design.rowCount && clusterOfRow.count == design.rowCount,
      "every row needs an outcome and a cluster")
    let rows = design.rowCount
    let columns = design.columnCount
    let clusterCount = (clusterOfRow.max() ?? -1) + 1
    let successes = outcomes.count { $0 }
    guard rows > columns, clusterCount > 1, successes > 0, successes < rows,
      let fit = Newton(design, outcomes)
    else { return nil }
    coefficients = fit.coefficients
    logLikelihood = fit.logLikelihood
    observations = rows
    clusters = clusterCount
    let bread = fit.information.inverse
    guard clusterCount < rows else {
      covariance = bread
      return
    }
    var scores = [[Double]](repeating: Array(repeating: 0, count: columns), count: clusterCount)
    for row in 0..<rows {
      let residual = (outcomes[row] ? 1 : 0) - logistic(design.product(row: row, fit.coefficients))
      for column in 0..<columns {
        scores[clusterOfRow[row]][column] += residual * design[row, column]
      }
    }
    // bread · Σ s sᵀ · bread, as sums of (bread · s)(bread · s)ᵀ.
    let influences = scores.map(fit.information.solve)
    let factor =
      Double(clusterCount) / Double(clusterCount - 1) * Double(rows - 1) / Double(rows - columns)
    covariance = (0..<columns).map { i in
      (0..<columns).map { j in factor * influences.reduce(0) { $0 + $1[i] * $1[j] } }
    }
  }

  /// Tests whether some coefficients are all zero: Wald's test, F with (terms, G−1) degrees of
  /// freedom where observations are clustered, chi-squared elsewhere.
  /// - Returns: nil where their covariance is singular, as with fewer clusters than terms.
  public func waldTest(of columns: [Int]) throws -> TestResult? {
    guard columns.count < clusters,
      let factor = CholeskyFactor(columns.map { i in columns.map { covariance[i][$0] } })
    else { return nil }
    let effects = columns.map { coefficients[$0] }
    let statistic = zip(effects, factor.solve(effects)).reduce(0) { $0 + $1.0 * $1.1 }
    let terms = Double(columns.count)
    guard isClustered else {
      return TestResult(
        name: "Wald test", statistic: statistic,
        pValue: try ChiSquaredDistribution(degreesOfFreedom: terms)
          .cumulative(statistic, tail: .upper))
    }
    return TestResult(
      name: "cluster-robust Wald test", statistic: statistic / terms,
      pValue: try FDistribution(numerator: terms, denominator: Double(clusters - 1))
        .cumulative(statistic / terms, tail: .upper))
  }

  /// The likelihood-ratio test of this fit against one with fewer terms on the same observations.
  /// It takes every observation as independent.
  /// - Returns: nil where observations are clustered.
  public func likelihoodRatioTest(against smaller: LogisticRegression) throws -> TestResult? {
    guard !isClustered, observations == smaller.observations else { return nil }
    let terms = coefficients.count - smaller.coefficients.count
    let statistic = max(0, 2 * (logLikelihood - smaller.logLikelihood))
    return TestResult(
      name: "likelihood-ratio test", statistic: statistic,
      pValue: try ChiSquaredDistribution(degreesOfFreedom: Double(terms))
        .cumulative(statistic, tail: .upper))
  }

  /// The coefficient's interval: t with G−1 degrees of freedom where observations are clustered,
  /// normal elsewhere.
  public func coefficient(_ column: Int, level: Double = 0.95) throws -> Estimate {
    let half = try critical(level) * covariance[column][column].squareRoot()
    return Estimate(
      value: coefficients[column], lower: coefficients[column] - half,
      upper: coefficients[column] + half, level: level, method: intervalName)
  }

  /// The probability at given terms (without the intercept's 1), its interval made on the logit.
  public func probability(at terms: [Double], level: Double = 0.95) throws -> Estimate {
    let row = [1] + terms
    let logit = zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    let half = try critical(level) * quadraticForm(covariance, row).squareRoot()
    return Estimate(
      value: logistic(logit), lower: logistic(logit - half), upper: logistic(logit + half),
      level: level, method: intervalName)
  }

  private var intervalName: String { isClustered ? "cluster-robust t" : "Wald" }

  private func critical(_ level: Double) throws -> Double {
    isClustered
      ? try StudentTDistribution(degreesOfFreedom: Double(clusters - 1)).quantile((1 + level) / 2)
      : try NormalDistribution.quantile((1 + level) / 2)
  }
}

/// Newton's iterations to the largest likelihood.
private struct Newton {
  let coefficients: [Double]
  let logLikelihood: Double
  let information: CholeskyFactor

  /// - Returns: nil where they do not settle, as with separated outcomes.
  init?(_ design: DesignMatrix, _ outcomes: [Bool]) {
    let columns = design.columnCount
    var coefficients = [Double](repeating: 0, count: columns)
    // Ordinary data settle in fewer than ten steps; separated ones grow by about one a step.
    for _ in 0..<25 {
      var gradient = [Double](repeating: 0, count: columns)
      var information = [[Double]](
        repeating: Array(repeating: 0, count: columns), count: columns)
      var logLikelihood = 0.0
      for row in 0..<design.rowCount {
        let logit = design.product(row: row, coefficients)
        let probability = logistic(logit)
        let outcome = outcomes[row] ? 1.0 : 0
        logLikelihood -= log1p(exp(outcomes[row] ? -logit : logit))
        let weight = probability * (1 - probability)
        for i in 0..<columns {
          gradient[i] += (outcome - probability) * design[row, i]
          for j in 0...i { information[i][j] += weight * design[row, i] * design[row, j] }
        }
      }
      for i in 0..<columns { for j in 0..<i { information[j][i] = information[i][j] } }
      guard let factor = CholeskyFactor(information), logLikelihood.isFinite else { return nil }
      let step = factor.solve(gradient)
      // gᵀH⁻¹g is twice the likelihood still to gain.
      if zip(gradient, step).reduce(0, { $0 + $1.0 * $1.1 }) < 1e-16 * max(1, -logLikelihood) {
        self.coefficients = coefficients
        self.logLikelihood = logLikelihood
        self.information = factor
        return
      }
      for i in 0..<columns { coefficients[i] += step[i] }
    }
    return nil
  }
}

/// 1 / (1 + e⁻ˣ).
func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

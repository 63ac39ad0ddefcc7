import Foundation

/// A logistic regression of a 0/1 outcome, fitted by maximum likelihood: Newton's method on
/// ln(p / (1 − p)) = x·β (McCullagh & Nelder 1989, ch. 4).
///
/// Its covariance is the inverse information where every observation is a cluster of its own,
/// and the cluster-robust sandwich elsewhere (Liang & Zeger 1986, doi 10.1093/biomet/73.1.13,
/// with the CR1 factor G/(G−1) · (n−1)/(n−k) of Cameron & Miller 2015, doi 10.3368/jhr.50.2.317).
public struct LogisticRegression: Sendable, Equatable {
  public let fit: FittedCoefficients
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
      let newton = Newton(design, outcomes)
    else { return nil }
    logLikelihood = newton.logLikelihood
    observations = rows
    clusters = clusterCount
    fit =
      clusterCount == rows
      ? FittedCoefficients(values: newton.coefficients, information: newton.information)
      : FittedCoefficients(
        values: newton.coefficients, bread: newton.information, design: design,
        residuals: (0..<rows).map { row in
          (outcomes[row] ? 1 : 0) - logistic(design.product(row: row, newton.coefficients))
        }, clusterOfRow: clusterOfRow, clusters: clusterCount)
  }

  /// One per column of the design, the intercept first.
  public var coefficients: [Double] { fit.values }
  public var covariance: [[Double]] { fit.covariance }

  /// Tests whether some coefficients are all zero, as `FittedCoefficients.waldTest` does.
  public func waldTest(of columns: [Int]) throws -> TestResult? { try fit.waldTest(of: columns) }

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

  /// The coefficient with its interval.
  public func coefficient(_ column: Int, level: Double = 0.95) throws -> Estimate {
    try fit.coefficient(column, level: level)
  }

  /// The probability at given terms (without the intercept's 1), its interval made on the logit.
  public func probability(at terms: [Double], level: Double = 0.95) throws -> Estimate {
    var estimate = try fit.combination([1] + terms, level: level)
    estimate.value = logistic(estimate.value)
    estimate.lower = logistic(estimate.lower)
    estimate.upper = logistic(estimate.upper)
    return estimate
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
package func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

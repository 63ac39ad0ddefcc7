/// A least-squares regression whose errors may differ in variance and go together within clusters:
/// the sandwich covariance of Liang & Zeger (1986, doi 10.1093/biomet/73.1.13) with the CR1 factor
/// G/(G−1) · (n−1)/(n−k) (Cameron & Miller 2015, doi 10.3368/jhr.50.2.317). Where every observation
/// is a cluster of its own this is HC1 (MacKinnon & White 1985).
public struct LinearRegression: Sendable, Equatable {
  /// The coefficients, the intercept first.
  public let fit: FittedCoefficients
  public let observations: Int
  public let clusters: Int

  /// - Parameters:
  ///   - outcomes: One for each row of the design.
  ///   - clusterOfRow: Which cluster each row belongs to, as a number below the number of clusters.
  /// - Returns: nil for terms that depend on each other, no more rows than terms, fewer than two
  ///   clusters, or outcomes that lie on the fit without any spread.
  public init?(_ design: DesignMatrix, outcomes: [Double], clusterOfRow: [Int]) {
    precondition(
      outcomes.count == design.rowCount && clusterOfRow.count == design.rowCount,
      "every row needs an outcome and a cluster")
    let (rows, columns) = (design.rowCount, design.columnCount)
    clusters = (clusterOfRow.max() ?? -1) + 1
    observations = rows
    guard rows > columns, clusters > 1 else { return nil }
    var gram = [[Double]](repeating: Array(repeating: 0, count: columns), count: columns)
    var moments = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for i in 0..<columns {
        moments[i] += design[row, i] * outcomes[row]
        for j in 0..<columns { gram[i][j] += design[row, i] * design[row, j] }
      }
    }
    guard let factor = CholeskyFactor(gram) else { return nil }
    let values = factor.solve(moments)
    let residuals = (0..<rows).map { outcomes[$0] - design.product(row: $0, values) }
    // Residuals that are rounding error only say nothing about chance.
    let squares = residuals.reduce(0) { $0 + $1 * $1 }
    guard squares > 1e-18 * max(outcomes.reduce(0) { $0 + $1 * $1 }, 1e-300) else { return nil }
    fit = FittedCoefficients(
      values: values, bread: factor, design: design, residuals: residuals,
      clusterOfRow: clusterOfRow, clusters: clusters)
  }
}

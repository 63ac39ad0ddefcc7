/// How strongly two categorical variables go together in a sample.
public struct Association: Codable, Sendable, Equatable {
  /// Cramér's V, 0 (independent) to 1 (one determines the other), corrected for its bias (Bergsma
  /// 2013, doi 10.1016/j.jkss.2012.10.002). The interval holds the population's V: its bounds are
  /// the noncentralities of Pearson's statistic, as V (Smithson 2003, "Confidence Intervals",
  /// ch. 4). The corrected value may lie just outside an interval near 0.
  public var cramersV: Estimate
  /// Cramér's V without the correction: √(χ² / (n · (min(rows, columns) − 1))).
  public var uncorrected: Double
  /// Pearson's chi-squared test of independence, with Rao & Scott's correction where faces come in
  /// clusters.
  public var test: TestResult
  /// What the statistic was divided by for clusters of faces; nil where faces are independent.
  public var designEffect: Double?
  public var degreesOfFreedom: Int
}

/// Cramér's V of a table of counts, with its interval.
///
/// - Parameters:
///   - counts: [row][column]; empty rows and columns are left out.
///   - designEffect: How much larger the statistic is than for independent faces, above 0: the test
///     and the interval are those of the same shares in a sample that is so many times smaller.
/// - Returns: nil where fewer than two rows or two columns are left.
public func cramersV(
  _ counts: [[Int]], designEffect: Double = 1, level: Double = 0.95
) throws -> Association? {
  let rows = counts.filter { $0.contains { $0 > 0 } }
  let width = rows.first?.count ?? 0
  let columns = (0..<width).filter { column in rows.contains { $0[column] > 0 } }
  guard rows.count > 1, columns.count > 1 else { return nil }
  let table = rows.map { row in columns.map { Double(row[$0]) } }
  let rowSums = table.map { $0.reduce(0, +) }
  let columnSums = columns.indices.map { column in table.reduce(0) { $0 + $1[column] } }
  let total = rowSums.reduce(0, +)

  var meanSquare = 0.0
  for (row, rowSum) in zip(table, rowSums) {
    for (count, columnSum) in zip(row, columnSums) {
      let expected = rowSum * columnSum / total
      meanSquare += (count - expected) * (count - expected) / expected / total
    }
  }
  let size = total / designEffect
  let (r, c) = (Double(rows.count), Double(columns.count))
  let smaller = min(r, c) - 1
  let freedom = (r - 1) * (c - 1)
  let statistic = meanSquare * size
  let distribution = ChiSquaredDistribution(degreesOfFreedom: freedom)
  let bound = { (probability: Double) in
    let noncentrality = try distribution.noncentrality(at: statistic, cumulative: probability)
    return min(1, (noncentrality / (size * smaller)).squareRoot())
  }
  return Association(
    cramersV: Estimate(
      value: biasCorrected(meanSquare, rows: r, columns: c, size: size),
      lower: try bound((1 + level) / 2), upper: try bound((1 - level) / 2), level: level,
      method: "noncentral chi-squared"),
    uncorrected: (meanSquare / smaller).squareRoot(),
    test: TestResult(
      name: "Pearson’s chi-squared test" + (designEffect == 1 ? "" : ", Rao-Scott corrected"),
      statistic: statistic, pValue: try distribution.cumulative(statistic, tail: .upper)),
    designEffect: designEffect == 1 ? nil : designEffect, degreesOfFreedom: Int(freedom))
}

/// Cramér's V of two labels of faces that come in clusters, with the design effect that the clusters
/// show.
/// - Parameters:
///   - rows: Each face's row, from 0.
///   - columns: Each face's column, from 0.
///   - clusters: Each face's cluster.
/// - Returns: nil where fewer than two rows or two columns have faces.
public func cramersV(
  rows: [Int], columns: [Int], clusters: [Int], level: Double = 0.95
) throws -> Association? {
  guard let lastRow = rows.max(), let lastColumn = columns.max() else { return nil }
  var counts = Array(repeating: Array(repeating: 0, count: lastColumn + 1), count: lastRow + 1)
  for (row, column) in zip(rows, columns) { counts[row][column] += 1 }
  // Where the clusters show no variation, all of it counts as one face.
  let effect =
    independenceDesignEffect(rows: rows, columns: columns, clusters: clusters)
    ?? Double(rows.count)
  return try cramersV(counts, designEffect: effect, level: level)
}

/// Bergsma's Ṽ of φ² = χ²/n; 0 for a sample too small to correct.
private func biasCorrected(
  _ meanSquare: Double, rows r: Double, columns c: Double, size n: Double
) -> Double {
  guard n > 1 else { return 0 }
  let corrected = max(0, meanSquare - (r - 1) * (c - 1) / (n - 1))
  let rows = r - (r - 1) * (r - 1) / (n - 1)
  let columns = c - (c - 1) * (c - 1) / (n - 1)
  let smaller = min(rows, columns) - 1
  return smaller > 0 ? min(1, (corrected / smaller).squareRoot()) : 0
}

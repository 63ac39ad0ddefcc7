import Support

/// The least-squares slope of a 0/1 outcome on a score, with cluster-robust errors (Liang &
/// Zeger 1986, doi 10.1093/biomet/73.1.13; the CR1 correction and t with G−1 degrees of freedom
/// of Cameron & Miller 2015, doi 10.3368/jhr.50.2.317).
///
/// With few or very unequal clusters the test still rejects somewhat too often.
/// - Parameters:
///   - counts: Per cluster the trials of each group, then the successes of each group.
///   - scores: One score per group; nil leaves a group out.
/// - Returns: The change of the proportion per unit of the score with its t interval, and the
///   two-sided Wald test that it is zero, whose statistic is t. nil for fewer than two clusters,
///   fewer than three trials, trials of one score only, or outcomes without any spread around
///   the line.
public func clusterRobustSlope(
  of counts: ClusterSums, scores: [Double?], level: Double = 0.95
) throws -> TestedEstimate? {
  guard let fit = try ClusteredLine(counts, scores: scores) else { return nil }
  return try fit.result(
    named: "cluster-robust Wald test of trend", degreesOfFreedom: fit.clusters - 1, level: level)
}

/// The difference of two groups' proportions, first minus second, with cluster-robust errors.
///
/// The degrees of freedom are those of the group with fewer clusters: the safe choice where one
/// group has few (Donald & Lang 2007, doi 10.1162/rest.89.2.221).
/// - Parameter counts: As for `clusterRobustSlope`; a cluster may have trials in both groups.
public func clusterRobustDifference(
  of counts: ClusterSums, group first: Int, minus second: Int, level: Double = 0.95
) throws -> TestedEstimate? {
  var scores = [Double?](repeating: nil, count: counts.width / 2)
  scores[first] = 1
  scores[second] = 0
  guard let fit = try ClusteredLine(counts, scores: scores) else { return nil }
  let fewest = [first, second].map { group in
    (0..<counts.count).count { counts[$0, group] > 0 }
  }.min()
  guard let fewest, fewest > 1 else { return nil }
  return try fit.result(
    named: "cluster-robust Wald test of a difference", degreesOfFreedom: fewest - 1, level: level)
}

/// The fitted line and the robust error of its slope.
private struct ClusteredLine {
  let clusters: Int
  let slope: Double
  let standardError: Double

  init?(_ counts: ClusterSums, scores: [Double?]) throws {
    guard counts.width == 2 * scores.count else {
      throw SmilestoneError.failed("The trend needs a score, trials and successes for each group.")
    }
    let groups = scores.enumerated().compactMap { group, score in score.map { (group, $0) } }
    let totals = counts.totals
    let trials = groups.reduce(0) { $0 + totals[$1.0] }
    guard trials > 2 else { return nil }
    let meanScore = groups.reduce(0) { $0 + $1.1 * totals[$1.0] } / trials
    let meanOutcome = groups.reduce(0) { $0 + totals[scores.count + $1.0] } / trials
    let spread = groups.reduce(0) { sum, group in
      sum + totals[group.0] * (group.1 - meanScore) * (group.1 - meanScore)
    }
    guard spread > 0 else { return nil }
    let slope =
      groups.reduce(0) { sum, group in
        sum + (group.1 - meanScore) * totals[scores.count + group.0]
      } / spread

    var used = 0
    var squares = 0.0
    for cluster in 0..<counts.count {
      guard groups.contains(where: { counts[cluster, $0.0] > 0 }) else { continue }
      used += 1
      let influence = groups.reduce(0) { sum, group in
        let deviation = group.1 - meanScore
        let expected = meanOutcome + slope * deviation
        let residual =
          counts[cluster, scores.count + group.0] - counts[cluster, group.0] * expected
        return sum + deviation * residual
      }
      squares += influence * influence
    }
    // Residuals that are rounding error only say nothing about chance.
    guard used > 1, squares > 1e-18 * spread else { return nil }
    let correction = Double(used) / Double(used - 1) * (trials - 1) / (trials - 2)
    clusters = used
    self.slope = slope
    standardError = (correction * squares).squareRoot() / spread
  }

  func result(named name: String, degreesOfFreedom: Int, level: Double) throws -> TestedEstimate {
    let distribution = StudentTDistribution(degreesOfFreedom: Double(degreesOfFreedom))
    let t = slope / standardError
    let half = try distribution.quantile((1 + level) / 2) * standardError
    let tail = try distribution.cumulative(abs(t), tail: .upper)
    return TestedEstimate(
      estimate: Estimate(
        value: slope, lower: slope - half, upper: slope + half, level: level,
        method: "cluster-robust t"),
      test: TestResult(name: name, statistic: t, pValue: min(1, 2 * tail)))
  }
}

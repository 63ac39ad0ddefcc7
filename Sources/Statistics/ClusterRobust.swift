import Support

/// The least-squares slope of a 0/1 outcome on a score, with cluster-robust errors that hold for
/// few clusters: the bias-reduced CR2 variance and t with Satterthwaite degrees of freedom (Bell &
/// McCaffrey 2002, Survey Methodology 28:169-181; Imbens & Kolesár 2016,
/// doi 10.1162/REST_a_00552).
///
/// A cluster that alone carries a direction of the fit adds nothing there, as in R's clubSandwich.
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
  try clusterRobustError(of: counts, scores: scores)?
    .tested(
      named: "cluster-robust Wald test of trend", method: "cluster-robust t, CR2", level: level)
}

/// The slope of `clusterRobustSlope` with its error, for pooling.
public func clusterRobustError(
  of counts: ClusterSums, scores: [Double?]
) throws -> ErrorEstimate? {
  try ClusteredLine(counts, scores: scores)?.slope
}

/// The difference of two groups' proportions, first minus second, with the errors of
/// `clusterRobustSlope`.
/// - Parameter counts: As for `clusterRobustSlope`; a cluster may have trials in both groups.
/// - Returns: nil also where a group has fewer than two clusters.
public func clusterRobustDifference(
  of counts: ClusterSums, group first: Int, minus second: Int, level: Double = 0.95
) throws -> TestedEstimate? {
  var scores = [Double?](repeating: nil, count: counts.width / 2)
  scores[first] = 1
  scores[second] = 0
  let hasClusters = [first, second].allSatisfy { group in
    (0..<counts.count).count { counts[$0, group] > 0 } > 1
  }
  guard hasClusters else { return nil }
  return try clusterRobustError(of: counts, scores: scores)?
    .tested(
      named: "cluster-robust Wald test of a difference", method: "cluster-robust t, CR2",
      level: level)
}

/// The fitted line with the robust error of its slope and that error's degrees of freedom.
private struct ClusteredLine {
  let slope: ErrorEstimate

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

    // In units in which XᵀX is the identity: a column of 1/√n and one of the centred score.
    let level = 1 / trials.squareRoot()
    let unit = 1 / spread.squareRoot()
    var used = 0
    var squares = 0.0
    var trace = 0.0
    var traceOfSquare = 0.0
    var products = SymmetricPair()
    for cluster in 0..<counts.count {
      var gram = SymmetricPair()
      var residuals = (0.0, 0.0)
      for (group, score) in groups where counts[cluster, group] > 0 {
        let column = (level, unit * (score - meanScore))
        let expected = meanOutcome + slope * (score - meanScore)
        let residual =
          counts[cluster, scores.count + group] - counts[cluster, group] * expected
        gram.add(column, weight: counts[cluster, group])
        residuals.0 += column.0 * residual
        residuals.1 += column.1 * residual
      }
      guard gram.first + gram.second > 0 else { continue }
      used += 1
      let adjustment = gram.inverseRootOfRemainder
      let influence = adjustment.second * residuals.1 + adjustment.cross * residuals.0
      squares += influence * influence
      // Bell & McCaffrey's degrees of freedom for independent faces of equal variance: those of
      // the quadratic form Ω = diag(q) − Z Zᵀ over clusters.
      let direction = (adjustment.cross, adjustment.second)
      let image = gram.times(direction)
      let own = direction.0 * image.0 + direction.1 * image.1
      let length = image.0 * image.0 + image.1 * image.1
      trace += own - length
      traceOfSquare += own * own - 2 * own * length
      products.add(image, weight: 1)
    }
    traceOfSquare += products.squaredNorm
    // Residuals that are rounding error only say nothing about chance.
    guard used > 1, squares > 1e-18, trace > 0, traceOfSquare > 0 else { return nil }
    self.slope = ErrorEstimate(
      value: slope, standardError: squares.squareRoot() * unit,
      degreesOfFreedom: trace * trace / traceOfSquare)
  }
}

/// A symmetric 2 × 2 matrix.
private struct SymmetricPair {
  var first = 0.0
  var second = 0.0
  var cross = 0.0

  mutating func add(_ v: (Double, Double), weight: Double) {
    first += weight * v.0 * v.0
    second += weight * v.1 * v.1
    cross += weight * v.0 * v.1
  }

  func times(_ v: (Double, Double)) -> (Double, Double) {
    (first * v.0 + cross * v.1, cross * v.0 + second * v.1)
  }

  var squaredNorm: Double { first * first + second * second + 2 * cross * cross }

  /// (I − this)^(−1/2), whose eigenvalues are 0 where this one's is 1.
  var inverseRootOfRemainder: SymmetricPair {
    let middle = (first + second) / 2
    let radius = (((first - second) / 2) * ((first - second) / 2) + cross * cross).squareRoot()
    let root = { (eigenvalue: Double) in
      eigenvalue < 1 - 1e-10 ? 1 / (1 - eigenvalue).squareRoot() : 0
    }
    let (large, small) = (root(middle + radius), root(middle - radius))
    guard radius > 0 else { return SymmetricPair(first: large, second: large, cross: 0) }
    // The projection onto the larger eigenvalue's direction.
    let share = ((first - second) / 2 / radius + 1) / 2
    let mixed = cross / (2 * radius)
    return SymmetricPair(
      first: large * share + small * (1 - share), second: large * (1 - share) + small * share,
      cross: (large - small) * mixed)
  }
}

/// The Cochran-Armitage trend test for clustered outcomes by Rao & Scott's effective sizes
/// (Rao & Scott 1992, doi 10.2307/2532311): each group's trials and successes are divided by its
/// design effect, the variance of its share over clusters relative to the binomial's.
///
/// A group whose outcomes are all the same shows no variance; its clusters then count as trials.
/// - Parameters:
///   - counts: Per cluster the trials of each group, then the successes of each group. Every
///     cluster belongs to one group.
///   - scores: One score per group; ranks by default.
/// - Returns: nil where a cluster has trials in two groups, a group with trials has fewer than two
///   clusters, or the test of the effective counts is undefined.
public func raoScottTrendTest(
  of counts: ClusterSums, scores: [Double]? = nil
) throws -> TestResult? {
  let groups = counts.width / 2
  let scores = scores ?? (0..<groups).map(Double.init)
  for cluster in 0..<counts.count {
    guard (0..<groups).count(where: { counts[cluster, $0] > 0 }) <= 1 else { return nil }
  }
  var trials = [Double](repeating: 0, count: groups)
  var successes = trials
  for group in 0..<groups {
    guard (0..<counts.count).contains(where: { counts[$0, group] > 0 }) else { continue }
    guard let designEffect = designEffect(of: counts, group: group) else { return nil }
    let total = (0..<counts.count).reduce(0) { $0 + counts[$1, group] }
    let right = (0..<counts.count).reduce(0) { $0 + counts[$1, groups + group] }
    trials[group] = total / designEffect
    successes[group] = right / designEffect
  }
  guard let z = trendStatistic(successes: successes, trials: trials, scores: scores) else {
    return nil
  }
  return TestResult(
    name: "Cochran-Armitage trend test, Rao-Scott adjusted", statistic: z,
    pValue: try twoSidedNormalP(z))
}

/// How much larger the variance of a group's share is than that of as many independent trials.
///
/// Where the outcomes are all the same and no variance is seen, clusters count as trials.
/// - Parameter counts: As for `raoScottTrendTest`; a cluster may have trials in several groups.
/// - Returns: nil for fewer than two clusters with trials in the group.
public func designEffect(of counts: ClusterSums, group: Int) -> Double? {
  let groups = counts.width / 2
  let members = (0..<counts.count).filter { counts[$0, group] > 0 }
  guard members.count > 1 else { return nil }
  let total = members.reduce(0) { $0 + counts[$1, group] }
  let share = members.reduce(0) { $0 + counts[$1, groups + group] } / total
  let squares = members.reduce(0) { sum, cluster in
    let residual = counts[cluster, groups + group] - counts[cluster, group] * share
    return sum + residual * residual
  }
  let size = Double(members.count)
  let variance = size / (size - 1) * squares / (total * total)
  let binomial = share * (1 - share) / total
  return binomial > 0 && variance > 0 ? variance / binomial : total / size
}

/// The mean of values that come in clusters, with the t interval of cluster-robust errors and the
/// two-sided test that it is zero (Liang & Zeger 1986, doi 10.1093/biomet/73.1.13; the G/(G−1)
/// correction and t with G−1 degrees of freedom). One value per cluster gives Student's t.
/// - Parameters:
///   - values: One for each face.
///   - clusters: The cluster of each face, any numbers.
/// - Returns: nil for fewer than two clusters, or where the clusters do not vary.
public func clusterRobustMean(
  _ values: [Double], clusters: [Int], level: Double = 0.95
) throws -> TestedEstimate? {
  precondition(values.count == clusters.count, "every value needs a cluster")
  guard !values.isEmpty else { return nil }
  let mean = values.reduce(0, +) / Double(values.count)
  var sums: [Int: Double] = [:]
  for (value, cluster) in zip(values, clusters) { sums[cluster, default: 0] += value - mean }
  let count = Double(sums.count)
  // Added in one order, so that the same faces give the same bits.
  let squares = sums.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value * $1.value }
  guard count > 1, squares > 1e-18 * Double(values.count) else { return nil }
  let standardError = (squares * count / (count - 1)).squareRoot() / Double(values.count)
  let distribution = StudentTDistribution(degreesOfFreedom: count - 1)
  let half = try distribution.quantile((1 + level) / 2) * standardError
  let t = mean / standardError
  return TestedEstimate(
    estimate: Estimate(
      value: mean, lower: mean - half, upper: mean + half, level: level,
      method: "cluster-robust t"),
    test: TestResult(
      name: "cluster-robust t test", statistic: t,
      pValue: min(1, 2 * (try distribution.cumulative(abs(t), tail: .upper)))))
}

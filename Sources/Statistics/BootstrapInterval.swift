/// How a bootstrap distribution becomes an interval.
public enum BootstrapMethod: String, Codable, Sendable, CaseIterable {
  /// Quantiles of the replicates (Efron & Tibshirani 1993, ch. 13).
  case percentile
  /// Bias-corrected and accelerated (Efron 1987, doi 10.2307/2289144).
  case bca = "BCa"
}

/// Makes an interval from a statistic's bootstrap replicates.
///
/// - Parameters:
///   - value: The statistic of the data themselves.
///   - replicates: Its values in the resamples, in any order; quantiles between them are linear.
///   - jackknife: Its values with each cluster left out in turn; BCa needs them.
///   - clusters: When given, the quantiles are moved outwards for few clusters: z becomes
///     √(G/(G−1)) · t with G−1 degrees of freedom, as bootstrap intervals of small samples are
///     too narrow (Hesterberg 2015, doi 10.1080/00031305.2015.1089789).
/// - Returns: nil for no replicates. Where the bias or the acceleration is undefined, the
///   percentile interval stands in, reaching to the value itself, and `method` says so.
public func bootstrapInterval(
  value: Double, replicates: [Double], jackknife: [Double], level: Double = 0.95,
  method: BootstrapMethod = .bca, widenedForClusters clusters: Int? = nil
) throws -> (lower: Double, upper: Double, method: BootstrapMethod)? {
  guard !replicates.isEmpty else { return nil }
  let sorted = replicates.sorted()
  var z = try NormalDistribution.quantile((1 + level) / 2)
  if let clusters, clusters > 1 {
    let count = Double(clusters)
    z =
      try StudentTDistribution(degreesOfFreedom: count - 1).quantile((1 + level) / 2)
      * (count / (count - 1)).squareRoot()
  }
  var bounds = (-z, z)
  var used = BootstrapMethod.percentile
  if method == .bca, let bias = try biasCorrection(value, sorted),
    let acceleration = acceleration(jackknife)
  {
    let corrected = { (z: Double) in bias + (bias + z) / (1 - acceleration * (bias + z)) }
    bounds = (corrected(-z), corrected(z))
    used = .bca
  }
  var lower = quantile(sorted, try NormalDistribution.cumulative(bounds.0))
  var upper = quantile(sorted, try NormalDistribution.cumulative(bounds.1))
  // A value that is an extreme of its replicates has no bias correction and may lie beyond them.
  if method == .bca, used == .percentile { (lower, upper) = (min(lower, value), max(upper, value)) }
  return (lower, upper, used)
}

/// Efron's z₀, ties counted half; nil where all replicates lie on one side of the value.
private func biasCorrection(_ value: Double, _ sorted: [Double]) throws -> Double? {
  let below = sorted.count { $0 < value }
  let atMost = sorted.count { $0 <= value }
  let share = Double(below + atMost) / Double(2 * sorted.count)
  guard share > 0, share < 1 else { return nil }
  return try NormalDistribution.quantile(share)
}

/// Efron's a from the jackknife; nil where leaving a cluster out changes nothing.
private func acceleration(_ jackknife: [Double]) -> Double? {
  guard jackknife.count > 1 else { return nil }
  let mean = jackknife.reduce(0, +) / Double(jackknife.count)
  var squares = 0.0
  var cubes = 0.0
  for value in jackknife {
    let deviation = mean - value
    squares += deviation * deviation
    cubes += deviation * deviation * deviation
  }
  guard squares > 0 else { return nil }
  return cubes / (6 * squares * squares.squareRoot())
}

/// The quantile of sorted values, linear between them (Hyndman & Fan's type 7).
package func quantile(_ sorted: [Double], _ probability: Double) -> Double {
  let position = probability * Double(sorted.count - 1)
  let below = Int(position)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
}

/// Between which values the quantile of a distribution lies, of which some draws are at hand: the number
/// of draws below it is binomial (normal approximation), so that it lies between two of them (Conover
/// 1999, "Practical Nonparametric Statistics", section 3.2).
/// - Parameters:
///   - sorted: The draws, ascending; at least one.
///   - level: How often such a range holds the quantile.
package func quantileRange(
  _ sorted: [Double], _ probability: Double, level: Double
) throws -> ClosedRange<Double> {
  let count = Double(sorted.count)
  let half =
    try NormalDistribution.quantile((1 + level) / 2)
    * (count * probability * (1 - probability)).squareRoot()
  func value(_ rank: Double) -> Double {
    sorted[min(max(Int(rank.rounded(.up)) - 1, 0), sorted.count - 1)]
  }
  let ranks = (count * probability - half, count * probability + half + 1)
  return value(ranks.0)...value(ranks.1)
}

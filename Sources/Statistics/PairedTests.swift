import Support

/// McNemar's exact test of two answers to the same independent questions, two-sided: the binomial
/// test of the discordant pairs (McNemar 1947, doi 10.1007/BF02295996).
/// - Parameters:
///   - onlyFirst: Pairs of which only the first answer is right. This is the statistic.
///   - onlySecond: Pairs of which only the second is.
/// - Returns: nil where no pair is discordant.
public func mcnemarTest(onlyFirst: Int, onlySecond: Int) throws -> TestResult? {
  let discordant = onlyFirst + onlySecond
  guard discordant > 0 else { return nil }
  let tail = try BinomialDistribution(trials: discordant, successProbability: 0.5)
    .cumulative(min(onlyFirst, onlySecond))
  return TestResult(
    name: "McNemar's exact test", statistic: Double(onlyFirst), pValue: min(1, 2 * tail))
}

/// Tests whether paired counts differ, by turning the sign of each cluster's whole difference:
/// where neither side is better, each difference is as likely as its negative (Fisher 1935,
/// The Design of Experiments, section 21).
///
/// Exact: the distribution of the sum over all 2^m sign patterns is built up cluster by cluster.
/// Where that would take more than 2·10⁸ steps, the normal distribution stands in, and the name
/// says so. The statistic is the sum of the differences.
/// - Parameter differences: Per cluster, how many more correct predictions the first side has.
/// - Returns: nil where all differences are zero.
public func signFlipTest(_ differences: [Int]) throws -> TestResult? {
  let sizes = differences.map(abs).filter { $0 > 0 }
  let reach = sizes.reduce(0, +)
  guard reach > 0 else { return nil }
  let sum = differences.reduce(0, +)
  guard sizes.count * reach <= 200_000_000 else {
    let spread = sizes.reduce(0.0) { $0 + Double($1 * $1) }.squareRoot()
    return TestResult(
      name: "sign-flip test over subjects (normal)", statistic: Double(sum),
      pValue: try twoSidedNormalP(Double(sum) / spread))
  }
  let chances = flippedSumChances(sizes, reach: reach)
  let tail = chances[..<((reach - abs(sum)) / 2 + 1)].reduce(0, +)
  return TestResult(
    name: "sign-flip test over subjects", statistic: Double(sum), pValue: min(1, 2 * tail))
}

/// The same for differences of any size, such as weighted counts, by random signs: p is
/// (1 + draws at least as far from zero) / (1 + draws), which is right at any number of draws.
/// - Parameter draws: Random patterns of signs; 9,999 by default, so that p is at least 0.0001.
/// - Returns: nil where all differences are zero.
public func signFlipTest(
  _ differences: [Double], draws: Int = 9999, generator: inout SeededGenerator
) -> TestResult? {
  let sizes = differences.map(abs).filter { $0 > 0 }
  guard !sizes.isEmpty else { return nil }
  let sum = differences.reduce(0, +)
  // Sums that are equal but for rounding are equally far.
  let distance = abs(sum) - 1e-9 * sizes.reduce(0, +)
  var extreme = 0
  for _ in 0..<draws {
    var flipped = 0.0
    var bits: UInt64 = 0
    for (place, size) in sizes.enumerated() {
      if place % 64 == 0 { bits = generator.next() }
      flipped += bits & 1 == 0 ? size : -size
      bits >>= 1
    }
    if abs(flipped) >= distance { extreme += 1 }
  }
  return TestResult(
    name: "sign-flip test over subjects (random signs)", statistic: sum,
    extreme: extreme, of: draws)
}

/// The chance that the negative signs fall on sizes that add up to 0, 1 … reach; with k on the
/// negative side the flipped sum is reach − 2k.
private func flippedSumChances(_ sizes: [Int], reach: Int) -> [Double] {
  var chances = [Double](repeating: 0, count: reach + 1)
  chances[0] = 1
  var filled = 0
  chances.withUnsafeMutableBufferPointer { chances in
    for size in sizes {
      filled += size
      for k in stride(from: filled, through: size, by: -1) {
        chances[k] = 0.5 * (chances[k] + chances[k - size])
      }
      for k in 0..<size { chances[k] *= 0.5 }
    }
  }
  return chances
}

import Statistics
import Support
import Testing

/// Sums of one proportion per cluster: successes, trials.
private func ratioSums(_ successes: [Double], _ trials: [Double]) -> ClusterSums {
  var sums = ClusterSums(count: trials.count, width: 2)
  for index in trials.indices {
    sums[index, 0] = successes[index]
    sums[index, 1] = trials[index]
  }
  return sums
}

private func ratio(_ sums: [Double]) -> Double? { sums[1] > 0 ? sums[0] / sums[1] : nil }

@Suite struct BootstrapTests {
  @Test func intervalsAgreeWithScipyOnItsReplicates() throws {
    for item in try Reference.load().bootstraps {
      let sums = ratioSums(item.successes, item.trials)
      var generator = SeededGenerator(seed: 1)
      let jackknife = ClusterBootstrap(resampling: sums, replicates: 1, generator: &generator)
        .jackknifeValues(of: ratio)
      let value = try #require(ratio(sums.totals))
      let interval = try #require(
        try bootstrapInterval(
          value: value, replicates: item.replicates,
          jackknife: jackknife, method: item.method == "BCa" ? .bca : .percentile,
          widenedForClusters: item.method.hasPrefix("widened") ? sums.count : nil))
      #expect(agree(interval.lower, item.lower), "\(item.method)")
      #expect(agree(interval.upper, item.upper), "\(item.method)")
    }
  }

  @Test func sameSeedSameInterval() throws {
    let sums = ratioSums([1, 2, 0, 3, 1], [2, 2, 1, 4, 3])
    let estimates = try [7, 7, 8].map { (seed: UInt64) in
      var generator = SeededGenerator(seed: seed)
      return try ClusterBootstrap(resampling: sums, generator: &generator).estimate(of: ratio)
    }
    #expect(estimates[0] == estimates[1])
    #expect(estimates[0] != estimates[2])
    #expect(estimates[0]?.value == 7.0 / 12)
    #expect(estimates[0]?.method == "bootstrap, BCa")
  }

  @Test func ordinaryBootstrapApproachesTheNormalInterval() throws {
    // 1,000 independent faces, 30 % right: standard error 0.0145.
    let sums = ratioSums(
      (0..<1000).map { $0 % 10 < 3 ? 1 : 0 }, Array(repeating: 1, count: 1000))
    var generator = SeededGenerator(seed: 2)
    let estimate = try ClusterBootstrap(
      resampling: sums, replicates: 4000, generator: &generator
    ).estimate(method: .percentile, of: ratio)
    #expect(abs((estimate?.lower ?? 0) - 0.2716) < 0.002)
    #expect(abs((estimate?.upper ?? 0) - 0.3284) < 0.002)
  }

  @Test func repeatedFacesWidenTheInterval() throws {
    // 40 subjects whose ten faces are all right or all wrong carry 40 facts, not 400.
    let outcomes = (0..<40).map { $0 % 2 == 0 ? 10.0 : 0 }
    let clustered = ratioSums(outcomes, Array(repeating: 10, count: 40))
    var generator = SeededGenerator(seed: 3)
    let estimate = try #require(
      try ClusterBootstrap(resampling: clustered, generator: &generator).estimate(of: ratio))
    let independent = try #require(try wilsonInterval(successes: 200, trials: 400))
    let ratioOfWidths =
      (estimate.upper - estimate.lower) / (independent.upper - independent.lower)
    #expect(abs(ratioOfWidths - 10.0.squareRoot()) < 0.3)
  }

  @Test func undefinedAndDegenerateCases() throws {
    var generator = SeededGenerator(seed: 4)
    let none = ClusterBootstrap(
      resampling: ClusterSums(count: 0, width: 2), generator: &generator)
    #expect(try none.estimate(of: ratio) == nil)
    let one = ClusterBootstrap(resampling: ratioSums([1], [2]), generator: &generator)
    #expect(try one.estimate(of: ratio) == nil)
    let equal = ClusterBootstrap(resampling: ratioSums([1, 1], [2, 2]), generator: &generator)
    let estimate = try equal.estimate(of: ratio)
    #expect(estimate?.lower == 0.5)
    #expect(estimate?.upper == 0.5)
    #expect(estimate?.method == "bootstrap, percentile")
    // The second cluster has no trials, so some resamples have no ratio.
    let partly = ClusterBootstrap(
      resampling: ratioSums([1, 0, 0], [2, 0, 1]), replicates: 500, generator: &generator)
    #expect(partly.replicateValues(of: ratio).count < 500)
    #expect(try partly.estimate(of: ratio) != nil)
  }
}

import Statistics
import Support
import Testing

@Suite struct MonotonicityTests {
  @Test func isotonicFitAgreesWithScikitLearn() throws {
    for item in try CurveReference.load().isotonic {
      let fit = isotonicFit(item.values, weights: item.weights)
      #expect(fit.count == item.fit.count)
      for (value, reference) in zip(fit, item.fit) { #expect(near(value, reference)) }
    }
    #expect(isotonicFit([], weights: []) == [])
  }

  @Test func testAgreesWithTheDefinition() throws {
    for item in try CurveReference.load().monotonicity {
      let test = monotonicityTest(
        item.values, replicates: item.replicates, weights: item.weights)
      #expect(near(test?.statistic, item.statistic))
      #expect(near(test?.pValue, item.p))
    }
    #expect(monotonicityTest([0.5], replicates: [[0.5]], weights: [3]) == nil)
    #expect(monotonicityTest([0.5, 0.6], replicates: [], weights: [3, 3]) == nil)
  }
}

@Suite struct ClusteredTrendTests {
  @Test func raoScottAgreesWithTheDefinition() throws {
    for item in try CurveReference.load().raoScott {
      let test = try raoScottTrendTest(of: sums(item.trials, item.successes))
      #expect(near(test?.statistic, item.z))
      #expect(near(test?.pValue, item.p))
    }
  }

  @Test func oneTrialPerClusterIsNearlyCochranArmitage() throws {
    // Only the factor G/(G−1) of each group's variance is between the two.
    var trials: [[Double]] = []
    var successes: [[Double]] = []
    for group in 0..<3 {
      for face in 0..<500 {
        trials.append((0..<3).map { $0 == group ? 1 : 0 })
        successes.append((0..<3).map { $0 == group && face < 200 + 30 * group ? 1 : 0 })
      }
    }
    let adjusted = try #require(try raoScottTrendTest(of: sums(trials, successes)))
    let plain = try #require(
      try cochranArmitageTest(successes: [200, 230, 260], trials: [500, 500, 500]))
    #expect(abs(adjusted.statistic - plain.statistic * (499.0 / 500).squareRoot()) < 1e-9)
  }

  @Test func undefinedCasesAreNil() throws {
    let across = sums([[1, 1, 0], [2, 0, 0], [0, 3, 0]], [[1, 0, 0], [1, 0, 0], [0, 2, 0]])
    #expect(try raoScottTrendTest(of: across) == nil)
    let lone = sums([[1, 0, 0], [2, 0, 0], [0, 3, 0]], [[1, 0, 0], [1, 0, 0], [0, 2, 0]])
    #expect(try raoScottTrendTest(of: lone) == nil)
    #expect(try raoScottTrendTest(of: ClusterSums(count: 0, width: 6)) == nil)
  }

  private func sums(_ trials: [[Double]], _ successes: [[Double]]) -> ClusterSums {
    let groups = trials[0].count
    var sums = ClusterSums(count: trials.count, width: 2 * groups)
    for cluster in trials.indices {
      for group in 0..<groups {
        sums[cluster, group] = trials[cluster][group]
        sums[cluster, groups + group] = successes[cluster][group]
      }
    }
    return sums
  }
}

@Suite struct TrendWithDepartureTests {
  @Test func partsAreThoseOfScipysTable() throws {
    // scipy.stats.chi2_contingency([[12, 20, 33, 41], [58, 60, 57, 34]]) without correction.
    let sizes: [Double] = [70, 80, 90, 75]
    let shares = zip([12.0, 20, 33, 41], sizes).map { $0 / $1 }
    let parts = try #require(try TrendWithDeparture(shares: shares, sizes: sizes))
    let plain = try #require(
      try cochranArmitageTest(successes: [12, 20, 33, 41], trials: [70, 80, 90, 75]))
    #expect(near(parts.trend.statistic, plain.statistic))
    let total = plain.statistic * plain.statistic + parts.departure.statistic
    #expect(near(total, 26.428207095784053))
    #expect(try TrendWithDeparture(shares: [0.2, 0.4], sizes: [10, 10]) == nil)
    #expect(try TrendWithDeparture(shares: [0, 0, 0], sizes: [10, 10, 10]) == nil)
  }

  @Test func sharesAreTestedAsCountsAre() throws {
    let counts = try twoProportionTest(successes: 30, trials: 80, against: 21, trials: 90)
    let shares = try twoProportionTest(
      share: 30.0 / 80, trials: 80, against: 21.0 / 90, trials: 90)
    #expect(near(shares?.statistic, counts?.statistic))
    #expect(near(shares?.pValue, counts?.pValue))
    #expect(try twoProportionTest(share: 0, trials: 5, against: 0, trials: 9) == nil)
  }
}

@Suite struct PairedTests {
  @Test func mcnemarAgreesWithStatsmodels() throws {
    for item in try CurveReference.load().mcnemars {
      let test = try mcnemarTest(onlyFirst: item.first, onlySecond: item.second)
      #expect(near(test?.pValue, item.p))
    }
    #expect(try mcnemarTest(onlyFirst: 0, onlySecond: 0) == nil)
  }

  @Test func randomSignsComeNearAllPatterns() throws {
    var generator = SeededGenerator(seed: 3, stream: "random signs")
    for item in try CurveReference.load().signFlips {
      // A tenth of a count is no binary number: equal sums differ by rounding.
      let test = signFlipTest(item.differences.map { Double($0) / 10 }, generator: &generator)
      let p = try #require(test).pValue
      let error = (item.p * (1 - item.p) / 9999).squareRoot()
      #expect(abs(p - item.p) < 4 * error + 2e-4, "\(item.differences): \(p) for \(item.p)")
    }
    #expect(signFlipTest([0.0, 0], generator: &generator) == nil)
    #expect(signFlipTest([Double](), generator: &generator) == nil)
  }

  @Test func signFlipsAgreeWithAllPatterns() throws {
    for item in try CurveReference.load().signFlips {
      #expect(near(try signFlipTest(item.differences)?.pValue, item.p), "\(item.differences)")
    }
    #expect(try signFlipTest([]) == nil)
    #expect(try signFlipTest([0, 0]) == nil)
  }

  @Test func singleFacesGiveMcNemar() throws {
    let flips = try signFlipTest(
      Array(repeating: 1, count: 300) + Array(repeating: -1, count: 380))
    let exact = try mcnemarTest(onlyFirst: 300, onlySecond: 380)
    #expect(near(flips?.pValue, exact?.pValue))
  }

  @Test func manySubjectsUseTheNormalDistribution() throws {
    let differences = (0..<40_000).map { $0 % 5 == 0 ? -2 : ($0 % 5 == 1 ? 3 : 0) }
    let test = try #require(try signFlipTest(differences))
    #expect(test.name.hasSuffix("(normal)"))
    #expect(near(test.statistic, 8000))
    // 8000 / √(8000 · 4 + 8000 · 9).
    #expect(test.pValue < 1e-100)
  }
}

@Suite struct DetectableDifferenceTests {
  @Test func powerAgreesWithStatsmodels() throws {
    for item in try CurveReference.load().powers {
      let power = try twoProportionPower(
        first: item.first, second: item.second, sizes: (item.sizes[0], item.sizes[1]))
      #expect(near(power, item.power))
    }
  }

  @Test func theDifferenceFoundHasThePowerAsked() throws {
    let (pooled, sizes) = (0.62, (140.0, 60.0))
    let difference = try #require(try detectableDifference(pooled: pooled, sizes: sizes))
    let power = try twoProportionPower(
      first: pooled + 0.3 * difference, second: pooled - 0.7 * difference, sizes: sizes)
    #expect(near(power, 0.8))
    #expect(try detectableDifference(pooled: 0.5, sizes: (1, 1)) == nil)
    #expect(try detectableDifference(pooled: 0.5, sizes: (0, 90)) == nil)
    #expect(try detectableDifference(pooled: 1, sizes: (50, 90)) == nil)
  }
}

import Statistics
import Support
import Testing

@Suite struct ProportionTests {
  @Test func wilsonAgreesWithStatsmodels() throws {
    for item in try Reference.load().wilson {
      let estimate = try wilsonInterval(
        successes: item.successes, trials: item.trials, level: item.level)
      #expect(agree(estimate?.value, Double(item.successes) / Double(item.trials)))
      #expect(agree(estimate?.lower, item.lower), "\(item)")
      #expect(agree(estimate?.upper, item.upper), "\(item)")
      #expect(estimate?.method == "Wilson")
    }
  }

  @Test func wilsonEndsAreExact() throws {
    #expect(try wilsonInterval(successes: 0, trials: 7)?.lower == 0)
    #expect(try wilsonInterval(successes: 7, trials: 7)?.upper == 1)
  }

  @Test func differenceAgreesWithStatsmodels() throws {
    for item in try Reference.load().differences {
      let estimate = try newcombeInterval(
        successes: item.successes[0], trials: item.trials[0], minusSuccesses: item.successes[1],
        trials: item.trials[1])
      #expect(agree(estimate?.lower, item.lower), "\(item)")
      #expect(agree(estimate?.upper, item.upper), "\(item)")
      let test = try twoProportionTest(
        successes: item.successes[0], trials: item.trials[0], against: item.successes[1],
        trials: item.trials[1])
      #expect(agree(test?.statistic, item.z), "\(item)")
      #expect(agree(test?.pValue, item.p), "\(item)")
    }
  }

  @Test func binomialTestAgreesWithScipy() throws {
    for item in try Reference.load().binomialTests {
      let test = try binomialTest(
        successes: item.successes, trials: item.trials, greaterThan: item.probability)
      #expect(agree(test?.pValue, item.p), "\(item)")
    }
  }

  @Test func trendAgreesWithScipy() throws {
    for item in try Reference.load().trends {
      let test = try cochranArmitageTest(
        successes: item.successes, trials: item.trials, scores: item.scores)
      #expect(abs((test?.statistic ?? .nan) - item.z) < 1e-9, "\(item)")
      #expect(agree(test?.pValue, item.p), "\(item)")
    }
  }

  @Test func undefinedIsNil() throws {
    #expect(try wilsonInterval(successes: 0, trials: 0) == nil)
    #expect(
      try newcombeInterval(successes: 1, trials: 2, minusSuccesses: 0, trials: 0) == nil)
    #expect(try binomialTest(successes: 0, trials: 0, greaterThan: 0.5) == nil)
    #expect(try twoProportionTest(successes: 3, trials: 3, against: 2, trials: 2) == nil)
    #expect(try twoProportionTest(successes: 0, trials: 3, against: 0, trials: 0) == nil)
    #expect(try cochranArmitageTest(successes: [], trials: []) == nil)
    #expect(try cochranArmitageTest(successes: [2, 3], trials: [2, 3]) == nil)
    #expect(try cochranArmitageTest(successes: [1, 0], trials: [2, 0]) == nil)
  }

  @Test(arguments: [(-1, 3), (4, 3), (0, -1)])
  func impossibleCountsAreErrors(successes: Int, trials: Int) {
    #expect(throws: SmilestoneError.self) {
      try wilsonInterval(successes: successes, trials: trials)
    }
    #expect(throws: SmilestoneError.self) {
      try binomialTest(successes: successes, trials: trials, greaterThan: 0.5)
    }
    #expect(throws: SmilestoneError.self) {
      try cochranArmitageTest(successes: [1, successes], trials: [2, trials])
    }
  }

  @Test func effectiveSizeWidensTheInterval() throws {
    let independent = try wilsonInterval(proportion: 0.5, effectiveSize: 100)
    let clustered = try wilsonInterval(proportion: 0.5, effectiveSize: 20)
    #expect(try wilsonInterval(successes: 50, trials: 100) == independent)
    #expect(clustered.lower < independent.lower)
    #expect(throws: SmilestoneError.self) {
      try wilsonInterval(proportion: 0.5, effectiveSize: 0)
    }
  }
}

@Suite struct MultipleTestingTests {
  @Test func holmAgreesWithStatsmodels() throws {
    for item in try Reference.load().holm {
      for (value, reference) in zip(holmAdjusted(item.p), item.adjusted) {
        #expect(agree(value, reference), "\(item)")
      }
    }
    #expect(holmAdjusted([]).isEmpty)
  }
}

@Suite struct MeanTests {
  @Test func intervalAndTestAgreeWithScipy() throws {
    for item in try Reference.load().means {
      let interval = try #require(try meanInterval(item.values))
      if let reference = item.interval {
        #expect(agree(interval.lower, reference[0]))
        #expect(agree(interval.upper, reference[1]))
      }
      let test = try meanGreaterThanZeroTest(item.values)
      #expect(agree(test?.statistic, item.t))
      #expect(agree(test?.pValue, item.p))
    }
  }

  @Test func tooFewValuesHaveNoInterval() throws {
    #expect(try meanInterval([]) == nil)
    #expect(try meanInterval([3]) == nil)
    #expect(try meanGreaterThanZeroTest([0.1, 0.1, 0.1]) == nil)
  }
}

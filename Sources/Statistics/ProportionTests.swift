import Support

/// The exact one-sided binomial test that a proportion is greater than `probability`:
/// p = P(X ≥ successes). The statistic is the count of successes.
/// - Returns: nil where there are no trials.
/// - Throws: `SmilestoneError` for impossible counts or a probability outside 0 ... 1.
public func binomialTest(
  successes: Int, trials: Int, greaterThan probability: Double
) throws -> TestResult? {
  try requireCounts(successes: successes, trials: trials)
  guard (0...1).contains(probability) else {
    throw SmilestoneError.failed("\(probability) is not a probability.")
  }
  guard trials > 0 else { return nil }
  let distribution = BinomialDistribution(trials: trials, successProbability: probability)
  return TestResult(
    name: "exact binomial test (one-sided)", statistic: Double(successes),
    pValue: try distribution.cumulative(successes - 1, tail: .upper))
}

/// The pooled two-sided z test that two independent proportions are equal; z² is Pearson's
/// chi-squared without continuity correction (Fleiss, Levin & Paik 2003, ch. 3).
/// - Returns: nil where a side has no trials, or where all outcomes are the same.
public func twoProportionTest(
  successes: Int, trials: Int, against otherSuccesses: Int, trials otherTrials: Int
) throws -> TestResult? {
  try requireCounts(successes: successes, trials: trials)
  try requireCounts(successes: otherSuccesses, trials: otherTrials)
  let pooledSuccesses = successes + otherSuccesses
  let pooledTrials = trials + otherTrials
  guard trials > 0, otherTrials > 0, pooledSuccesses > 0, pooledSuccesses < pooledTrials else {
    return nil
  }
  let pooled = Double(pooledSuccesses) / Double(pooledTrials)
  let variance = pooled * (1 - pooled) * (1 / Double(trials) + 1 / Double(otherTrials))
  let difference =
    Double(successes) / Double(trials) - Double(otherSuccesses) / Double(otherTrials)
  let z = difference / variance.squareRoot()
  return TestResult(
    name: "two-proportion z test", statistic: z, pValue: try twoSidedNormalP(z))
}

/// The Cochran-Armitage test for a linear trend in proportions, two-sided (Armitage 1955,
/// doi 10.2307/3001775). The statistic z is positive where the proportion rises with the score.
/// It takes every trial as independent.
/// - Parameter scores: One score per group; the groups' ranks 0, 1, 2 … by default.
/// - Returns: nil where the outcomes or the scores of all trials are the same.
/// - Throws: `SmilestoneError` for lists of different length or impossible counts.
public func cochranArmitageTest(
  successes: [Int], trials: [Int], scores: [Double]? = nil
) throws -> TestResult? {
  let scores = scores ?? trials.indices.map(Double.init)
  guard successes.count == trials.count, scores.count == trials.count else {
    throw SmilestoneError.failed("The trend test needs as many scores and counts as groups.")
  }
  for (successes, trials) in zip(successes, trials) {
    try requireCounts(successes: successes, trials: trials)
  }
  let z = trendStatistic(
    successes: successes.map(Double.init), trials: trials.map(Double.init), scores: scores)
  guard let z else { return nil }
  return TestResult(
    name: "Cochran-Armitage trend test", statistic: z, pValue: try twoSidedNormalP(z))
}

/// Cochran and Armitage's z; nil where the outcomes or the scores of all trials are the same.
func trendStatistic(successes: [Double], trials: [Double], scores: [Double]) -> Double? {
  let total = trials.reduce(0, +)
  let totalSuccesses = successes.reduce(0, +)
  guard totalSuccesses > 0, totalSuccesses < total else { return nil }
  let share = totalSuccesses / total
  let meanScore = zip(scores, trials).reduce(0) { $0 + $1.0 * $1.1 } / total
  var statistic = 0.0
  var spread = 0.0
  for index in trials.indices {
    let deviation = scores[index] - meanScore
    statistic += deviation * (successes[index] - share * trials[index])
    spread += deviation * deviation * trials[index]
  }
  guard spread > 0 else { return nil }
  return statistic / (share * (1 - share) * spread).squareRoot()
}

import Support

/// Wilson's score interval of a proportion (Wilson 1927, doi 10.1080/01621459.1927.10502953).
/// - Parameter level: Share of intervals that hold the truth, in (0, 1); 0.95 by default.
/// - Returns: nil where there are no trials: the proportion is then undefined.
/// - Throws: `SmilestoneError` for counts that cannot be.
public func wilsonInterval(
  successes: Int, trials: Int, level: Double = 0.95
) throws -> Estimate? {
  try requireCounts(successes: successes, trials: trials)
  guard trials > 0 else { return nil }
  var estimate = try wilsonInterval(
    proportion: Double(successes) / Double(trials), effectiveSize: Double(trials), level: level)
  // Exactly 0 and 1 at the ends, where rounding would leave a trace.
  if successes == 0 { estimate.lower = 0 }
  if successes == trials { estimate.upper = 1 }
  return estimate
}

/// Wilson's interval around a proportion whose information is that of `effectiveSize`
/// independent trials, as when several faces of one subject count as one trial.
/// - Throws: `SmilestoneError` unless 0 ≤ proportion ≤ 1 and effectiveSize > 0.
public func wilsonInterval(
  proportion: Double, effectiveSize: Double, level: Double = 0.95
) throws -> Estimate {
  guard (0...1).contains(proportion), effectiveSize > 0 else {
    throw SmilestoneError.failed(
      "Wilson's interval is undefined for \(proportion) of \(effectiveSize) trials.")
  }
  let z = try NormalDistribution.quantile((1 + level) / 2)
  let squared = z * z / effectiveSize
  let centre = (proportion + squared / 2) / (1 + squared)
  let half =
    z / (1 + squared)
    * (proportion * (1 - proportion) / effectiveSize + squared / (4 * effectiveSize)).squareRoot()
  return Estimate(
    value: proportion, lower: max(0, centre - half), upper: min(1, centre + half), level: level,
    method: "Wilson")
}

/// Newcombe's hybrid score interval of the difference of two independent proportions, first
/// minus second (Newcombe 1998, Statistics in Medicine 17:873-890, method 10).
/// - Returns: nil where either side has no trials.
public func newcombeInterval(
  successes: Int, trials: Int, minusSuccesses otherSuccesses: Int, trials otherTrials: Int,
  level: Double = 0.95
) throws -> Estimate? {
  guard
    let first = try wilsonInterval(successes: successes, trials: trials, level: level),
    let second = try wilsonInterval(successes: otherSuccesses, trials: otherTrials, level: level)
  else { return nil }
  let difference = first.value - second.value
  return Estimate(
    value: difference,
    lower: difference - hypotenuse(first.value - first.lower, second.upper - second.value),
    upper: difference + hypotenuse(first.upper - first.value, second.value - second.lower),
    level: level, method: "Newcombe")
}

private func hypotenuse(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }

func requireCounts(successes: Int, trials: Int) throws {
  guard successes >= 0, successes <= trials else {
    throw SmilestoneError.failed("There cannot be \(successes) successes in \(trials) trials.")
  }
}

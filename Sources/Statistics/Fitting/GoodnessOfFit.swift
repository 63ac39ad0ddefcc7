/// How far weighted successes lie from a curve: Pearson's chi-squared over neighbouring ages that are put together
/// into groups of about equally many trials (Hosmer & Lemeshow 1980, doi 10.1080/03610928008827941, with
/// age in the place of the fitted probability).
///
/// Σ (successes − expected)² / (expected · (1 − expected / trials)) over the groups. With weights and clusters it
/// has no chi-squared distribution: compare it with simulated data.
/// - Parameters:
///   - trials: Weighted trials at each age, ages ascending.
///   - successes: Weighted successes at each age, at most the trials.
///   - probabilities: What the curve says at each age, in 0 ... 1, neither of them.
///   - groups: How many groups there are at most.
public func pearsonDistance(
  trials: [Double], successes: [Double], probabilities: [Double], groups: Int
) -> Double {
  let total = trials.reduce(0, +)
  var distance = 0.0
  var group = (trials: 0.0, successes: 0.0, expected: 0.0)
  var passed = 0.0
  var complete = 0
  for age in trials.indices {
    group.trials += trials[age]
    group.successes += successes[age]
    group.expected += trials[age] * probabilities[age]
    passed += trials[age]
    let isFull = passed >= total * Double(complete + 1) / Double(groups) - 1e-9 * total
    guard isFull || age == trials.count - 1, group.trials > 0 else { continue }
    let difference = group.successes - group.expected
    distance += difference * difference / (group.expected * (1 - group.expected / group.trials))
    group = (0, 0, 0)
    complete = max(complete + 1, Int(passed / total * Double(groups) + 1e-9))
  }
  return distance
}

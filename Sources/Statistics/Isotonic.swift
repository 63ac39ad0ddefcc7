/// The nondecreasing values nearest to given ones in weighted least squares: pool adjacent
/// violators (Ayer et al. 1955; Robertson, Wright & Dykstra 1988, Order Restricted Statistical
/// Inference, ch. 1).
/// - Parameter weights: One positive weight per value.
public func isotonicFit(_ values: [Double], weights: [Double]) -> [Double] {
  precondition(values.count == weights.count, "every value needs a weight")
  var blocks: [(mean: Double, weight: Double, count: Int)] = []
  for (value, weight) in zip(values, weights) {
    blocks.append((value, weight, 1))
    while blocks.count > 1, blocks[blocks.count - 2].mean > blocks[blocks.count - 1].mean {
      let last = blocks.removeLast()
      let before = blocks.removeLast()
      let weight = before.weight + last.weight
      let mean = (before.mean * before.weight + last.mean * last.weight) / weight
      blocks.append((mean, weight, before.count + last.count))
    }
  }
  return blocks.flatMap { Array(repeating: $0.mean, count: $0.count) }
}

/// Tests whether a curve departs from rising (or staying level) throughout.
///
/// The statistic is the weighted squared distance between the values and their isotonic fit. Its
/// null distribution comes from the replicates, moved to a truth without any differences: the
/// monotone truth from which chance departs furthest, so that the test rejects no monotone curve
/// too often (Robertson, Wright & Dykstra 1988, ch. 2). p = (1 + replicates at least as far) /
/// (1 + replicates).
/// - Parameters:
///   - replicates: The values in each bootstrap resample.
///   - weights: One positive weight per value, usually its number of observations.
/// - Returns: nil for fewer than two values or no replicates.
public func monotonicityTest(
  _ values: [Double], replicates: [[Double]], weights: [Double]
) -> TestResult? {
  guard values.count > 1, !replicates.isEmpty else { return nil }
  let observed = distanceFromRising(values, weights)
  // A rising curve is at no distance; rounding must not make it one.
  let asFar = replicates.count { replicate in
    distanceFromRising(zip(replicate, values).map { $0 - $1 }, weights) >= observed - 1e-12
  }
  return TestResult(
    name: "bootstrap test of monotonicity", statistic: observed,
    extreme: asFar, of: replicates.count)
}

private func distanceFromRising(_ values: [Double], _ weights: [Double]) -> Double {
  let fit = isotonicFit(values, weights: weights)
  return values.indices.reduce(0) { sum, index in
    let deviation = values[index] - fit[index]
    return sum + weights[index] * deviation * deviation
  }
}

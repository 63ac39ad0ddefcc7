/// The power of the two-sided pooled z test of two proportions (Fleiss, Levin & Paik 2003, ch. 4):
/// the chance of a p-value below `significance` where the truth is `first` and `second`.
/// - Parameter sizes: Independent trials on each side, effective numbers where they are clustered.
public func twoProportionPower(
  first: Double, second: Double, sizes: (Double, Double), significance: Double = 0.05
) throws -> Double {
  let pooled = (first * sizes.0 + second * sizes.1) / (sizes.0 + sizes.1)
  let nullError = (pooled * (1 - pooled) * (1 / sizes.0 + 1 / sizes.1)).squareRoot()
  let error = (first * (1 - first) / sizes.0 + second * (1 - second) / sizes.1).squareRoot()
  let bound = try NormalDistribution.quantile(1 - significance / 2) * nullError
  let difference = first - second
  guard error > 0 else { return abs(difference) > bound ? 1 : 0 }
  return try NormalDistribution.cumulative((difference - bound) / error)
    + NormalDistribution.cumulative((-difference - bound) / error)
}

/// The smallest difference of two proportions that the two-proportion test detects with the given
/// power.
///
/// The two lie around `pooled` so that their mean over all trials is `pooled`.
/// - Returns: A positive difference, or nil where even the largest possible one has less power.
public func detectableDifference(
  pooled: Double, sizes: (Double, Double), power: Double = 0.8, significance: Double = 0.05
) throws -> Double? {
  guard sizes.0 > 0, sizes.1 > 0, pooled > 0, pooled < 1 else { return nil }
  let share = sizes.0 / (sizes.0 + sizes.1)
  // first = pooled + (1 − share) · d and second = pooled − share · d stay within 0 ... 1.
  let largest = min((1 - pooled) / (1 - share), pooled / share)
  func reaches(_ difference: Double) throws -> Bool {
    try twoProportionPower(
      first: min(1, pooled + (1 - share) * difference),
      second: max(0, pooled - share * difference), sizes: sizes, significance: significance)
      >= power
  }
  guard try reaches(largest) else { return nil }
  var (below, above) = (0.0, largest)
  for _ in 0..<60 {
    let middle = (below + above) / 2
    if try reaches(middle) { above = middle } else { below = middle }
  }
  return above
}

/// The interval of the ratio of two independent estimates by Fieller's theorem (Fieller 1954,
/// Journal of the Royal Statistical Society B 16:175-185, doi 10.1111/j.2517-6161.1954.tb00159.x).
///
/// It holds every ratio θ at which numerator − θ · denominator cannot be told from zero:
///
///     (a − θ b)² ≤ h² + θ² k²,
///
/// a and b the estimates, h and k half the widths of their own intervals. Each half brings its own
/// quantile, of t or of the normal distribution, as in Newcombe's MOVER-R (2016, doi
/// 10.1177/0962280213502144); with equal quantiles it is Fieller's interval. Of an interval that is
/// not symmetric the larger half counts.
/// - Precondition: Both estimates have the same level.
/// - Returns: Both bounds, or neither where the denominator cannot be told from zero: the ratios
///   that fit then have no end.
public func ratioInterval(of numerator: Estimate, over denominator: Estimate) -> OpenInterval {
  precondition(numerator.level == denominator.level, "both intervals need the same level")
  let (a, b) = (numerator.value, denominator.value)
  let (h, k) = (numerator.largerHalf, denominator.largerHalf)
  let method = "Fieller"
  let leading = b * b - k * k
  guard leading > 0 else {
    return OpenInterval(lower: nil, upper: nil, level: numerator.level, method: method)
  }
  let root = (h * h * leading + a * a * k * k).squareRoot()
  return OpenInterval(
    lower: (a * b - root) / leading, upper: (a * b + root) / leading, level: numerator.level,
    method: method)
}

extension Estimate {
  fileprivate var largerHalf: Double { max(value - lower, upper - value) }
}

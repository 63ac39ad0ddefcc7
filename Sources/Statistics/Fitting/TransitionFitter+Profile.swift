extension TransitionFitter {
  /// The midpoints whose best curve is not much less likely than the best of all.
  ///
  /// The whole range is scanned in steps of half a year, because the likelihood may have several
  /// peaks; the interval reaches from the youngest to the oldest midpoint that is not excluded,
  /// and is open where that is an end of the range, or as near to one as bounds are found.
  /// - Parameter drop: How much twice the log-likelihood may be smaller at midpoints below and
  ///   above the best one; for curves with independent faces of weight 1 the quantile of
  ///   chi-squared with 1 degree of freedom.
  public func profileBounds(
    trials: [Double], successes: [Double], best: TransitionFit,
    drop: (lower: Double, upper: Double)
  ) -> (lower: Double?, upper: Double?) {
    let isExcluded = { (midpoint: Double) -> Bool in
      guard
        let fit = fit(
          trials: trials, successes: successes, midpoint: midpoint,
          precision: TransitionFitter.quick)
      else { return false }
      let allowed = midpoint < best.curve.midpoint ? drop.lower : drop.upper
      return 2 * (best.logLikelihood - fit.logLikelihood) > allowed
    }
    let scanned = TransitionFitter.agesFromEndToEnd(of: midpoints, step: 0.5)
    let step = (midpoints.upperBound - midpoints.lowerBound) / Double(scanned.count - 1)
    let kept = scanned.filter { !isExcluded($0) } + [best.curve.midpoint]
    let youngest = kept.min() ?? best.curve.midpoint
    let oldest = kept.max() ?? best.curve.midpoint
    let lower =
      youngest <= midpoints.lowerBound
      ? nil
      : edge(inside: youngest, outside: max(midpoints.lowerBound, youngest - step), isExcluded)
    let upper =
      oldest >= midpoints.upperBound
      ? nil : edge(inside: oldest, outside: min(midpoints.upperBound, oldest + step), isExcluded)
    return (
      lower.flatMap { midpoints.holdsAtEnd($0).lower ? nil : $0 },
      upper.flatMap { midpoints.holdsAtEnd($0).upper ? nil : $0 }
    )
  }

  /// Ages in equal steps, the first and the last being exactly the ends of the range: an end that
  /// rounding moves inwards would pass for a bound.
  /// - Parameter step: The longest step, in the range's unit.
  package static func agesFromEndToEnd(of range: ClosedRange<Double>, step: Double) -> [Double] {
    let width = range.upperBound - range.lowerBound
    let count = max(1, Int((width / step).rounded(.up)))
    return (0..<count).map { range.lowerBound + width * Double($0) / Double(count) }
      + [range.upperBound]
  }

  /// Where between a kept and an excluded midpoint the exclusion starts, to a hundredth of a year.
  private func edge(
    inside: Double, outside: Double, _ isExcluded: (Double) -> Bool
  ) -> Double {
    var (inside, outside) = (inside, outside)
    while abs(outside - inside) > 0.01 {
      let middle = (inside + outside) / 2
      if isExcluded(middle) { outside = middle } else { inside = middle }
    }
    return (inside + outside) / 2
  }
}

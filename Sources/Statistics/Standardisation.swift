/// Shares of success of one group in each of several strata (classes, quality levels).
public struct StratifiedShare: Sendable, Equatable {
  /// Per stratum.
  public let trials: [Double]
  public let successes: [Double]

  public init(trials: [Double], successes: [Double]) {
    precondition(trials.count == successes.count, "every stratum needs both counts")
    self.trials = trials
    self.successes = successes
  }

  /// The share over all trials; nil without any.
  public var raw: Double? {
    let total = trials.reduce(0, +)
    return total > 0 ? successes.reduce(0, +) / total : nil
  }

  /// Direct standardisation: the share if the strata were mixed as `weights` says
  /// (Fleiss, Levin & Paik 2003, ch. 19).
  /// - Returns: nil where a stratum with weight has no trials.
  public func standardised(to weights: [Double]) -> Double? {
    var sum = 0.0
    for (stratum, weight) in weights.enumerated() where weight > 0 {
      guard trials[stratum] > 0 else { return nil }
      sum += weight * successes[stratum] / trials[stratum]
    }
    return sum / weights.reduce(0, +)
  }

  /// Splits the difference of two raw shares, this minus `other`, into what the distribution of strata makes
  /// of it and what the shares within strata do (Kitagawa 1955,
  /// doi 10.1080/01621459.1955.10501299): Σ (p−p′)(r+r′)/2 + Σ (r−r′)(p+p′)/2.
  /// - Returns: nil where either has a stratum without trials.
  public func decomposedDifference(
    minus other: StratifiedShare
  ) -> (distribution: Double, within: Double)? {
    let totals = (trials.reduce(0, +), other.trials.reduce(0, +))
    var distribution = 0.0
    var within = 0.0
    for stratum in trials.indices {
      guard trials[stratum] > 0, other.trials[stratum] > 0 else { return nil }
      let shares = (trials[stratum] / totals.0, other.trials[stratum] / totals.1)
      let rates = (
        successes[stratum] / trials[stratum], other.successes[stratum] / other.trials[stratum]
      )
      distribution += (shares.0 - shares.1) * (rates.0 + rates.1) / 2
      within += (rates.0 - rates.1) * (shares.0 + shares.1) / 2
    }
    return (distribution, within)
  }
}

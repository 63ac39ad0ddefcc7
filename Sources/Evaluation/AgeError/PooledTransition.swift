import Foundation
import Statistics

/// A model's transition age over several imputed data sets.
///
/// One curve is fitted to all data sets, and its midpoint bounded by their mean likelihood: midpoints
/// of single data sets cannot be averaged where the likelihood has several peaks, because each set
/// chooses one (Chan & Meng 2022, "Multiple improvements of multiple imputation likelihood ratio
/// tests", Statistica Sinica 32:1489-1514).
struct PooledTransition {
  private let samples: [TransitionSample]
  /// Each data set's own best curve.
  private let fits: [TransitionFit]
  /// All data sets together, each counting one part of their number.
  private let fitter: TransitionFitter
  private let trials: [Double]
  private let successes: [Double]
  /// The best curve for all data sets.
  let best: TransitionFit
  /// The mean design effect of clusters and weights on the midpoint.
  private let designEffect: Double

  /// - Parameter samples: One for each data set, with the same subjects; at least two.
  /// - Returns: nil where some data set has no curve, or no age is searched in all.
  init?(_ samples: [TransitionSample]) throws {
    let fits = samples.compactMap { $0.fit() }
    guard samples.count > 1, fits.count == samples.count,
      let lowest = samples.map(\.fitter.midpoints.lowerBound).max(),
      let highest = samples.map(\.fitter.midpoints.upperBound).min(), lowest < highest
    else { return nil }
    let bins = AgeBins(samples.flatMap { $0.answers.map(\.ageInYears) })
    var trials = [Double](repeating: 0, count: bins.ages.count)
    var successes = trials
    let weights = samples.flatMap(\.outcomes.weights)
    let isSuccess = samples.flatMap(\.outcomes.isSuccess)
    for (face, bin) in bins.binOfFace.enumerated() {
      trials[bin] += weights[face] / Double(samples.count)
      if isSuccess[face] { successes[bin] += weights[face] / Double(samples.count) }
    }
    let fitter = try TransitionFitter(ages: bins.ages, midpoints: lowest...highest)
    guard let best = fitter.fit(trials: trials, successes: successes) else { return nil }
    self.samples = samples
    self.fits = fits
    self.fitter = fitter
    self.trials = trials
    self.successes = successes
    self.best = best
    designEffect =
      zip(samples, fits).reduce(0) { sum, pair in
        sum + pair.0.fitter.midpointError(of: pair.1.curve, in: pair.0.outcomes).designEffect
      } / Double(samples.count)
  }

  /// The pooled midpoint, and the share of its variance that is due to age error.
  ///
  /// Let d(m) be twice the mean log-likelihood by which the best curve for all sets exceeds the
  /// best with midpoint m. m belongs to the interval where d(m) ≤ (λ + b) · t², λ the design effect,
  /// b the variance between data sets, and t with Barnard and Rubin's degrees of freedom. b belongs
  /// to the midpoint that is tested: a first interval takes that of the pooled midpoint, the final
  /// one those of the first one's bounds.
  func bounded(level: Double) throws -> (age: BoundedAge, missingShare: Double) {
    let centre = between(at: best)
    let drop = try self.drop(between: centre, level: level)
    let first = bounds((drop, drop))
    func dropAtBound(_ midpoint: Double?) throws -> Double {
      guard let midpoint,
        let pooled = fitter.fit(trials: trials, successes: successes, midpoint: midpoint)
      else { return drop }
      return try self.drop(between: between(at: pooled), level: level)
    }
    let final = bounds((try dropAtBound(first.lower), try dropAtBound(first.upper)))
    let age = BoundedAge(
      ageInYears: best.curve.midpoint,
      interval: OpenInterval(
        lower: final.lower, upper: final.upper, level: level,
        method: "profile likelihood, mean of imputed data sets"),
      searched: fitter.midpoints)
    return (age, centre / (designEffect + centre))
  }

  private func bounds(
    _ drop: (lower: Double, upper: Double)
  ) -> (lower: Double?, upper: Double?) {
    fitter.profileBounds(trials: trials, successes: successes, best: best, drop: drop)
  }

  /// The variance of the midpoint between data sets, in units of the likelihood's:
  /// (K+1)/(K−1) · (d̄(m) − d(m)), d̄ the mean of d where each set has curves of its own.
  /// - Parameter pooled: The best curve for all sets with the midpoint m.
  private func between(at pooled: TransitionFit) -> Double {
    let count = Double(samples.count)
    let own = zip(samples, fits).reduce(0) { sum, pair in
      let there = pair.0.fitter.fit(
        trials: pair.0.trials, successes: pair.0.successes, midpoint: pooled.curve.midpoint)
      return sum + (there.map { pair.1.logLikelihood - $0.logLikelihood } ?? 0)
    }
    let excess = 2 * (own / count - (best.logLikelihood - pooled.logLikelihood))
    return max(0, (count + 1) / (count - 1) * excess)
  }

  private func drop(between: Double, level: Double) throws -> Double {
    let degrees = pooledDegreesOfFreedom(
      complete: Double(max(1, samples[0].subjects - 1)),
      missingShare: between / (designEffect + between), imputations: samples.count)
    let t = try StudentTDistribution(degreesOfFreedom: degrees).quantile((1 + level) / 2)
    return (designEffect + between) * t * t
  }
}

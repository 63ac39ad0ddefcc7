import Cohort
import Foundation
import Statistics

/// One curve through several imputed data sets of a model.
///
/// It maximises their mean likelihood. Midpoints of single data sets cannot be averaged where the
/// likelihood has several peaks, because each set chooses one (Chan & Meng 2022, "Multiple
/// improvements of multiple imputation likelihood ratio tests", Statistica Sinica 32:1489-1514).
struct PooledTransition: Sendable {
  private let samples: [TransitionSample]
  /// All data sets together, each counting one part of their number.
  private let fitter: TransitionFitter
  private let trials: [Double]
  private let successes: [Double]
  /// The best curve for all data sets.
  let best: TransitionFit

  /// - Parameter samples: One for each data set, with the same subjects.
  /// - Returns: nil where there is no data set, no age is searched in all, or no curve can be fitted.
  init?(_ samples: [TransitionSample], precision: Double = TransitionFitter.exact) throws {
    guard let lowest = samples.map(\.fitter.midpoints.lowerBound).max(),
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
    guard let best = fitter.fit(trials: trials, successes: successes, precision: precision) else {
      return nil
    }
    self.samples = samples
    self.fitter = fitter
    self.trials = trials
    self.successes = successes
    self.best = best
  }

  /// The ages among which the midpoint is searched, in years.
  var midpoints: ClosedRange<Double> { fitter.midpoints }

  var subjects: Int { samples.map(\.subjects).min() ?? 0 }

  /// Twice the mean log-likelihood by which the best curve exceeds the best with a given midpoint.
  func statistic(at midpoint: Double) -> Double? {
    fitter.fit(
      trials: trials, successes: successes, midpoint: midpoint,
      precision: TransitionFitter.quick
    ).map { max(0, 2 * (best.logLikelihood - $0.logLikelihood)) }
  }

  /// The pooled midpoint with its interval.
  ///
  /// m belongs to the interval where `statistic(at: m)` ≤ T · t². T is the statistic's mean at the
  /// estimate in resamples, at least λ, the design effect, which is T at known ages: the mean
  /// squared deviation of the midpoint in units of the likelihood. t has as many degrees of freedom
  /// as there are resamples or, if fewer, subjects less one.
  /// - Parameter resampled: `statistic(at:)` of the estimate in resamples of subjects, for which
  ///   ages were imputed anew; at least one.
  func bounded(_ resampled: [Double], level: Double) throws -> BoundedAge {
    let total = max(designEffect, resampled.reduce(0, +) / Double(resampled.count))
    let degrees = Double(max(1, min(subjects - 1, resampled.count)))
    let t = try StudentTDistribution(degreesOfFreedom: degrees).quantile((1 + level) / 2)
    let bounds = fitter.profileBounds(
      trials: trials, successes: successes, best: best, drop: (total * t * t, total * t * t))
    return BoundedAge(
      ageInYears: best.curve.midpoint,
      interval: OpenInterval(
        lower: bounds.lower, upper: bounds.upper, level: level,
        method: "profile likelihood, mean of imputed data sets, subject-cluster bootstrap"),
      searched: midpoints)
  }

  /// The mean design effect of clusters and weights on the midpoint.
  private var designEffect: Double {
    samples.reduce(0) {
      $0 + $1.fitter.midpointError(of: best.curve, in: $1.outcomes).designEffect
    } / Double(samples.count)
  }
}

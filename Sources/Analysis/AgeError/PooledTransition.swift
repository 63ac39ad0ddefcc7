import Faces
import Statistics

/// One curve through several imputed data sets of a model's predictions.
///
/// It maximises their mean likelihood. Midpoints of single data sets cannot be averaged where the
/// likelihood has several peaks, because each set chooses one (Chan & Meng 2022, "Multiple
/// improvements of multiple imputation likelihood ratio tests", Statistica Sinica 32:1489-1514).
struct PooledTransition: Sendable {
  private let fitter: TransitionFitter
  /// Of all data sets together, each counting one part of their number.
  private let trials: [Double]
  private let successes: [Double]
  /// The best curve for all data sets.
  let best: TransitionFit

  /// - Parameters:
  ///   - dataSets: The same faces' predictions at the ages of each data set.
  ///   - midpoints: The ages among which the midpoint is searched, in years.
  ///   - precision: Climbing ends where a step moves no parameter by more.
  /// - Returns: nil where no curve can be fitted.
  init?(
    _ dataSets: [[AgedPrediction]], distribution: StandardDistribution,
    midpoints: ClosedRange<Double>,
    precision: Double = TransitionFitter.exact
  ) throws {
    let kept = dataSets.map { $0.filter(distribution.holds) }
    let bins = AgeBins(kept.flatMap { $0.map(\.ageInYears) }, groups: distribution.ages)
    guard bins.ages.count > 3 else { return nil }
    var trials = [Double](repeating: 0, count: bins.ages.count)
    var successes = trials
    var first = 0
    for predictions in kept {
      let binOfPrediction = bins.binOfFace[first..<first + predictions.count]
      first += predictions.count
      let weights = TransitionSample.weights(
        zip(predictions, binOfPrediction).map { prediction, bin in
          bins.groupOfBin[bin] * distribution.labels.count
            + distribution.labels.position(of: prediction.emotion)
        }, votes: predictions.map { _ in 1 }, classes: distribution.labels.count,
        groups: distribution.ages.count)
      for (place, bin) in binOfPrediction.enumerated() {
        let weight = weights[place] / Double(dataSets.count)
        trials[bin] += weight
        if predictions[place].isCorrect { successes[bin] += weight }
      }
    }
    let fitter = try TransitionFitter(ages: bins.ages, midpoints: midpoints)
    guard let best = fitter.fit(trials: trials, successes: successes, precision: precision) else {
      return nil
    }
    self.fitter = fitter
    self.trials = trials
    self.successes = successes
    self.best = best
  }

  /// Twice the mean log-likelihood by which the best curve exceeds the best with a given midpoint.
  func statistic(at midpoint: Double) -> Double? {
    fitter.fit(
      trials: trials, successes: successes, midpoint: midpoint,
      precision: TransitionFitter.quick
    ).map { max(0, 2 * (best.logLikelihood - $0.logLikelihood)) }
  }

  /// The midpoints at which `statistic(at:)` is at most `drop`; nil for a bound that is an end of the
  /// searched ages.
  func bounds(drop: Double) -> (lower: Double?, upper: Double?) {
    fitter.profileBounds(
      trials: trials, successes: successes, best: best, drop: (drop, drop))
  }
}

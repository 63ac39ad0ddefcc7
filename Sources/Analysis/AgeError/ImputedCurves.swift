import Statistics
import Support

/// Every model's curve over imputed data sets, with the error that age error leaves it.
///
/// True ages are drawn by predictions of which no shape is assumed, and then a logistic curve is fitted.
/// Where an imputation assumes less than what is fitted, Rubin's rules make intervals too wide (Meng
/// 1994, doi 10.1214/ss/1177010269). Everything from the first draw to the fit is therefore
/// repeated in resamples of subjects ("bootstrap, then impute"), whose errors hold also where the
/// two assume different things (Bartlett & Hughes 2020, doi 10.1177/0962280220932189). Each resample
/// has as many data sets as the estimate, so that both have the same error of drawing.
struct ImputedCurves: Sendable {
  /// Model by model; nil where there is no curve.
  private let models: [ImputedCurve?]
  /// Resample by resample, then model by model; the statistic is that of the estimated midpoint.
  private let resamples: [[ResampledTransition?]]
  private let comparesInfantAndAdult: Bool
  private let level: Double

  /// - Parameters:
  ///   - dataSets: Those of one treatment of the ages.
  ///   - progress: Counts data sets.
  init(
    _ dataSets: [DataSetEstimates], imputation: AgeImputation, estimator: AgeErrorEstimator,
    usingPredictions: Bool, workers: Int?, progress: ProgressCounter
  ) throws {
    let settings = imputation.settings
    let models = try (0..<imputation.models).map { model in
      try ImputedCurve(dataSets.map { $0.samples[model] })
    }
    self.models = models
    comparesInfantAndAdult = estimator.comparesInfantAndAdult
    level = settings.level
    let count = settings.resamples ?? 0
    guard models.contains(where: { $0 != nil }) else {
      progress.advance(by: count * settings.imputations)
      resamples = []
      return
    }
    resamples = try parallelMap(count: count, workers: workers) { replicate in
      let resampled = imputation.resampled(
        SubjectResamples.multiplicity(
          subjects: imputation.subjects, seed: settings.transition.seed, replicate: replicate))
      let ages = (0..<settings.imputations).map { number in
        defer { progress.advance() }
        return resampled.ages(
          stream: "\(number)/resample/\(replicate)", usingPredictions: usingPredictions)
      }
      return try models.enumerated().map { model, estimate in
        guard let estimate,
          let pooled = try PooledTransition(
            ages.map {
              AgeErrorEstimator.predictions(of: model, faces: resampled.faces, ages: $0)
            }, distribution: estimate.distribution, midpoints: estimate.midpoints,
            precision: TransitionFitter.quick),
          let statistic = pooled.statistic(at: estimate.pooled.best.curve.midpoint)
        else { return nil }
        return ResampledTransition(curve: pooled.best.curve, statistic: statistic)
      }
    }
  }

  /// A model's transition age.
  ///
  /// m belongs to the interval where the pooled `statistic(at: m)` ≤ T · t². T is the mean over
  /// resamples of the estimate's statistic: the squared error of the midpoint in units of the
  /// likelihood, at least the design effect, which it is where ages are known.
  func transitionAge(_ model: Int) throws -> BoundedAge? {
    let statistics = resamples.compactMap { $0[model]?.statistic }
    guard let estimate = models[model], !statistics.isEmpty else { return nil }
    let total = max(
      estimate.designEffect, statistics.reduce(0, +) / Double(statistics.count))
    let degrees = Double(max(1, min(estimate.subjects - 1, statistics.count)))
    let t = try StudentTDistribution(degreesOfFreedom: degrees).quantile((1 + level) / 2)
    let bounds = estimate.pooled.bounds(drop: total * t * t)
    return BoundedAge(
      ageInYears: estimate.pooled.best.curve.midpoint,
      interval: OpenInterval(
        lower: bounds.lower, upper: bounds.upper, level: level,
        method: "profile likelihood, mean of imputed data sets, subject-cluster bootstrap"),
      searched: estimate.midpoints)
  }

  /// The age at which the adult model's curve overtakes the infant model's.
  func crossing() throws -> BoundedAge? {
    guard comparesInfantAndAdult, let infant = models[0], let adult = models[1] else {
      return nil
    }
    // Without a single pair of curves there is no error, and no interval would be wide enough.
    let pairs = resamples.filter { $0[0] != nil && $0[1] != nil }
    guard !pairs.isEmpty,
      let crossing = try CurveCrossing(
        infant: (infant.pooled.best.curve, infant.midpoints),
        adult: (adult.pooled.best.curve, adult.midpoints),
        resamples: pairs.map { ($0[0]?.curve, $0[1]?.curve) },
        degreesOfFreedom: min(infant.subjects - 1, adult.subjects - 1, pairs.count),
        level: level)
    else { return nil }
    return BoundedAge(crossing, searched: infant.midpoints, adult.midpoints)
  }
}

/// One model's curve over imputed data sets.
private struct ImputedCurve: Sendable {
  let pooled: PooledTransition
  let distribution: StandardDistribution
  /// The ages that all data sets search for the midpoint, in years.
  let midpoints: ClosedRange<Double>
  let subjects: Int
  /// The mean design effect of clusters and weights on the midpoint.
  let designEffect: Double

  /// - Parameter samples: One for each data set, at least one.
  /// - Returns: nil where a data set has no curve, or no age is searched in all.
  init?(_ samples: [TransitionSample?]) throws {
    let own = samples.compactMap(\.self)
    guard own.count == samples.count, let distribution = own.first?.distribution,
      let lowest = own.map(\.fitter.midpoints.lowerBound).max(),
      let highest = own.map(\.fitter.midpoints.upperBound).min(), lowest < highest,
      let pooled = try PooledTransition(
        own.map(\.predictions), distribution: distribution, midpoints: lowest...highest)
    else { return nil }
    self.pooled = pooled
    self.distribution = distribution
    midpoints = lowest...highest
    subjects = own.map(\.subjects).min() ?? 0
    designEffect =
      own.reduce(0) {
        $0 + $1.fitter.midpointError(of: pooled.best.curve, in: $1.outcomes).designEffect
      } / Double(own.count)
  }
}

import Cohort
import Statistics
import Support

/// Every model's curve over imputed data sets, with the error that age error leaves it.
///
/// True ages are drawn by answers of which no shape is assumed, and then a logistic curve is fitted.
/// Where an imputation assumes less than what is fitted, Rubin's rules make intervals too wide (Meng
/// 1994, doi 10.1214/ss/1177010269). Everything from the first draw to the fit is therefore
/// repeated in resamples of subjects, which is right whatever is assumed (Bartlett & Hughes 2020, doi
/// 10.1177/0962280220932189, "bootstrap, then impute").
struct ImputedCurves: Sendable {
  /// Model by model; nil where there is no curve.
  private let transitions: [PooledTransition?]
  /// Resample by resample, then model by model.
  private let resamples: [[PooledResample?]]
  private let comparesInfantAndAdult: Bool
  private let level: Double

  /// - Parameter dataSets: Those of one treatment of the ages.
  init(
    _ dataSets: [DataSetEstimates], imputation: AgeImputation, estimator: AgeErrorEstimator,
    usingAnswers: Bool, workers: Int?, progress: ProgressCounter
  ) throws {
    let settings = imputation.settings
    let transitions = try (0..<imputation.models).map {
      try ImputedCurves.pooled(dataSets.map(\.samples), model: $0)
    }
    self.transitions = transitions
    comparesInfantAndAdult = estimator.comparesInfantAndAdult
    level = settings.level
    resamples = try parallelMap(count: settings.resamples ?? 0, workers: workers) { replicate in
      defer { progress.advance() }
      let resampled = imputation.resampled(
        SubjectResamples.multiplicity(
          subjects: imputation.subjects, seed: settings.transition.seed, replicate: replicate))
      let samples = try resampled.dataSets(
        settings.imputations, stream: "resample/\(replicate)", usingAnswers: usingAnswers
      ).map { try estimator.samples(resampled.faces, ages: $0) }
      return try transitions.enumerated().map { model, estimate in
        guard let midpoint = estimate?.best.curve.midpoint,
          let pooled = try ImputedCurves.pooled(
            samples, model: model, precision: TransitionFitter.quick),
          let statistic = pooled.statistic(at: midpoint)
        else { return nil }
        return PooledResample(curve: pooled.best.curve, statistic: statistic)
      }
    }
  }

  /// - Parameter samples: Data set by data set, then model by model.
  private static func pooled(
    _ samples: [[TransitionSample?]], model: Int, precision: Double = TransitionFitter.exact
  ) throws -> PooledTransition? {
    let own = samples.compactMap { $0[model] }
    return own.count == samples.count ? try PooledTransition(own, precision: precision) : nil
  }

  func transitionAge(_ model: Int) throws -> BoundedAge? {
    let statistics = resamples.compactMap { $0[model]?.statistic }
    guard let transition = transitions[model], !statistics.isEmpty else { return nil }
    return try transition.bounded(statistics, level: level)
  }

  /// The age at which the adult model's curve overtakes the infant model's.
  func crossing() throws -> BoundedAge? {
    guard comparesInfantAndAdult, let infant = transitions[0], let adult = transitions[1],
      infant.midpoints.overlaps(adult.midpoints)
    else { return nil }
    let curves = resamples.compactMap { models in
      models[0].flatMap { infant in models[1].map { (infant.curve, $0.curve) } }
    }
    guard !curves.isEmpty else { return nil }
    let searched = infant.midpoints.clamped(to: adult.midpoints)
    let crossing = try CurveCrossing(
      infant: infant.best.curve, adult: adult.best.curve, over: searched, resamples: curves,
      clusters: min(infant.subjects, adult.subjects, curves.count + 1), level: level)
    return BoundedAge(
      ageInYears: crossing.age, interval: crossing.interval, searched: searched)
  }
}

/// A model's curve through the data sets that were imputed for one resample of subjects.
private struct PooledResample: Sendable {
  var curve: TransitionCurve
  /// Of the midpoint of the curve for all subjects.
  var statistic: Double
}

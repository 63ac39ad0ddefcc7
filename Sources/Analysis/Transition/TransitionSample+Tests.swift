import Foundation
import Statistics
import Support

extension TransitionSample {
  /// Tests whether accuracy changes with age at all: the largest score statistic over all
  /// midpoints and scales, against data simulated without a change.
  ///
  /// Each simulated face is right with its class's weighted accuracy, and faces of one subject are
  /// correlated as in the data. p = (1 + simulations at least as extreme) / (1 + simulations).
  /// - Parameter stream: The name of the simulations' random stream.
  /// - Returns: nil where all predictions are right or all wrong.
  package func testAgainstNoTransition(stream: String, workers: Int? = nil) throws -> TestResult? {
    guard outcomes.isSuccess.contains(true), outcomes.isSuccess.contains(false) else { return nil }
    let null = simulated(from: nil)
    let score = SupremumScore(
      fitter, ageOfFace: bins.binOfFace, weights: outcomes.weights, clusters: outcomes.clusters,
      correlation: null.correlation)
    let observed = score.statistic(successes: successes)
    let simulated = try simulations(settings.flatSimulations, of: null, stream, workers) {
      score.statistic(successes: $0)
    }
    return result(
      "supremum score test, parametric bootstrap with clusters", observed, simulated)
  }

  /// Tests whether the change is complete before the oldest child, against curves that still
  /// change there: twice the log-likelihood between the best curve and the best that has done
  /// 95 % of its change exactly at the oldest child's age, negative where the best curve has not
  /// done so by then; against data simulated from the latter.
  /// - Returns: nil where there is no child within the searched ages, or no curve fits.
  package func testAgainstStillChanging(
    _ best: TransitionFit, stream: String, workers: Int? = nil
  ) throws -> TestResult? {
    guard let oldestChild,
      let boundary = fitter.fit(
        trials: trials, successes: successes, completedAt: oldestChild)
    else { return nil }
    let observed = levelling(best, boundary, at: oldestChild)
    let trials = trials
    let null = simulated(from: boundary.curve)
    let simulated = try simulations(settings.levellingSimulations, of: null, stream, workers) {
      guard
        let best = fitter.fit(
          trials: trials, successes: $0, precision: TransitionFitter.quick),
        let boundary = fitter.fit(trials: trials, successes: $0, completedAt: oldestChild)
      else { return 0 }
      return levelling(best, boundary, at: oldestChild)
    }
    return result(
      "signed likelihood ratio, parametric bootstrap with clusters", observed, simulated)
  }

  private func levelling(
    _ best: TransitionFit, _ boundary: TransitionFit, at oldestChild: Double
  ) -> Double {
    let difference = max(0, 2 * (best.logLikelihood - boundary.logLikelihood))
    let completion = best.curve.midpoint + TransitionFitter.completion * best.curve.scale
    return completion < oldestChild ? difference : -difference
  }

  func result(_ name: String, _ observed: Double, _ simulated: [Double]) -> TestResult {
    // Equal statistics count as extreme, also where rounding tells them apart.
    let extreme = simulated.count { $0 >= observed - 1e-9 * abs(observed) }
    return TestResult(
      name: name, statistic: observed, extreme: extreme, of: simulated.count)
  }

  func simulations(
    _ count: Int, of null: CorrelatedOutcomes, _ stream: String, _ workers: Int?,
    _ statistic: @Sendable ([Double]) -> Double
  ) throws -> [Double] {
    try parallelMap(count: count, workers: workers) { number in
      var generator = SeededGenerator(seed: settings.seed, stream: "\(stream)/\(number)")
      var successes = [Double](repeating: 0, count: bins.ages.count)
      null.draw(&generator) { face in
        successes[bins.binOfFace[face]] += outcomes.weights[face]
      }
      return statistic(successes)
    }
  }

  /// Faces that are right as the model of predictions over a curve (a level one where nil) says.
  func simulated(from curve: (any AccuracyCurve)?) -> CorrelatedOutcomes {
    let model = CorrectnessModel(
      curve, predictions: predictions, weights: outcomes.weights, distribution: distribution)
    let probabilities = predictions.map {
      model.probability(age: $0.ageInYears, emotion: $0.emotion)
    }
    return CorrelatedOutcomes(
      probabilities: probabilities, clusters: outcomes.clusters,
      correlation: CorrelatedOutcomes.correlation(
        isSuccess: outcomes.isSuccess, probabilities: probabilities, clusters: outcomes.clusters))
  }
}

import Foundation
import Statistics
import Support

extension TransitionSample {
  /// Chooses the form of the curve.
  ///
  /// The form with the smallest −2 · log-likelihood / overdispersion + 2 · parameters is chosen (QAIC: Lebreton et al.
  /// 1992, doi 10.2307/2937171). A second step's place means nothing where there is no second step, so it
  /// counts as three parameters (Ninomiya 2015, doi 10.1007/s10463-014-0481-x); the monotone spline counts
  /// all of its coefficients, also those at 0.
  /// - Parameters:
  ///   - isChanging: Whether the test against no change rejects; else no form is looked for.
  ///   - stream: The name of the random streams of simulations and resamples.
  /// - Returns: nil where the ages are too few for the other forms.
  package func shapes(
    _ logistic: TransitionFit, isChanging: Bool, stream: String, workers: Int? = nil
  ) throws -> ShapeChoice? {
    guard let forms = forms(logistic) else { return nil }
    let overdispersion = overdispersion(around: forms.steps.curve)
    let candidates = forms.candidates(overdispersion)
    let best = ShapeCandidate.best(candidates)
    var choice = ShapeChoice(
      chosen: isChanging ? best : .level, candidates: candidates, overdispersion: overdispersion)
    guard isChanging else { return choice }
    let chosen = forms.curve(of: best)
    choice.goodnessOfFit = try goodnessOfFit(best, chosen, stream: "\(stream)/fit", workers)
    guard best != .logistic else { return choice }
    let ages = CurveBound.drawnAges(from: bins.ages[0], to: bins.ages[bins.ages.count - 1])
    choice.curve = ages.map { CurvePoint(age: $0, accuracy: chosen.accuracy(at: $0)) }
    guard best == forms.steps.curve.shape else { return choice }
    choice.steps = forms.steps.curve
    let resamples = try resampledSteps(stream: stream, workers)
    let band = CurveBound.band(of: resamples, ages: bins.ages, level: settings.level)
    for (place, bound) in (band ?? []).enumerated() {
      choice.curve?[place].lower = bound.lower
      choice.curve?[place].upper = bound.upper
    }
    choice.peak = try peak(of: forms.steps.curve, resamples)
    return choice
  }

  /// The form that the criterion chooses, without tests and resamples; nil as for `shapes`.
  func bestShape(_ logistic: TransitionFit) -> CurveShape? {
    forms(logistic).map { forms in
      ShapeCandidate.best(forms.candidates(overdispersion(around: forms.steps.curve)))
    }
  }

  /// Every form's fit to the data.
  private func forms(_ logistic: TransitionFit) -> FittedForms? {
    let (trials, successes) = (trials, successes)
    guard let steps = StepFitter(fitter)?.fit(trials: trials, successes: successes),
      let monotone = MonotoneCurve.fit(ages: bins.ages, trials: trials, successes: successes)
    else { return nil }
    return FittedForms(
      steady: SteadyCurve.fit(ages: bins.ages, trials: trials, successes: successes),
      logistic: logistic, steps: steps, monotone: monotone)
  }

  /// The variance of a weighted number of correct predictions over that of as many independent faces of weight 1:
  /// weights and the correlation of a subject's faces around the most flexible curve.
  private func overdispersion(around curve: some AccuracyCurve) -> Double {
    let correlation = simulated(from: curve).correlation
    var (independent, clustered) = (0.0, 0.0)
    for faces in outcomes.clusters {
      let weights = faces.map { outcomes.weights[$0] }
      let sum = weights.reduce(0, +)
      independent += weights.reduce(0) { $0 + $1 * $1 }
      clustered += sum * sum
    }
    let variance = (1 - correlation) * independent + correlation * clustered
    return max(1, variance / outcomes.weights.reduce(0, +))
  }

  /// Whether the data lie farther from the chosen curve than data simulated from it do, the form fitted to each
  /// again.
  private func goodnessOfFit(
    _ shape: CurveShape, _ curve: any AccuracyCurve, stream: String, _ workers: Int?
  ) throws -> TestResult {
    let (trials, ages) = (trials, bins.ages)
    let groups = min(10, trials.count)
    @Sendable func distance(_ curve: any AccuracyCurve, _ successes: [Double]) -> Double {
      pearsonDistance(
        trials: trials, successes: successes, probabilities: ages.map(curve.accuracy(at:)),
        groups: groups)
    }
    let simulated = try simulations(
      settings.levellingSimulations, of: simulated(from: curve), stream, workers
    ) { successes in
      refit(shape, successes).map { distance($0, successes) } ?? 0
    }
    return result(
      "Pearson's chi-squared over \(groups) groups of age, parametric bootstrap with clusters",
      distance(curve, successes), simulated)
  }

  private func refit(_ shape: CurveShape, _ successes: [Double]) -> (any AccuracyCurve)? {
    switch shape {
    case .level, .logistic:
      fitter.fit(trials: trials, successes: successes, precision: TransitionFitter.quick)?.curve
    case .steady: SteadyCurve.fit(ages: bins.ages, trials: trials, successes: successes).curve
    case .monotone:
      MonotoneCurve.fit(ages: bins.ages, trials: trials, successes: successes)?.curve
    case .twoSteps, .peak, .trough:
      StepFitter(fitter)?.fit(
        trials: trials, successes: successes, precision: StepFitter.quick)?.curve
    }
  }

  /// The curves of three levels of resamples of subjects.
  private func resampledSteps(stream: String, _ workers: Int?) throws -> [StepCurve] {
    guard let fitter = StepFitter(fitter), let last = predictions.last else { return [] }
    return try parallelMap(count: subjects > 1 ? settings.replicates : 0, workers: workers) {
      replicate in
      let counts = SubjectResamples.multiplicity(
        subjects: last.subject + 1, seed: settings.seed, replicate: replicate)
      let (trials, successes) = resampled(counts)
      return fitter.fit(trials: trials, successes: successes, precision: StepFitter.quick)?.curve
    }.compactMap(\.self)
  }

  /// The highest point of a peak (the lowest of a trough) with percentiles of where those of resamples lie, among
  /// the ages of the data.
  private func peak(of curve: StepCurve, _ resamples: [StepCurve]) throws -> CurvePeak? {
    let range = bins.ages[0]...bins.ages[bins.ages.count - 1]
    guard curve.shape != .twoSteps else { return nil }
    let extreme = curve.extreme(in: range, highest: curve.shape == .peak)
    let found = resamples.map { $0.extreme(in: range, highest: curve.shape == .peak) }
    let name = "percentiles of \(found.count) resamples of subjects"
    let level = settings.level
    func percentiles(_ value: Double, _ values: [Double]) throws -> (lower: Double, upper: Double)?
    {
      try Statistics.bootstrapInterval(
        value: value, replicates: values, jackknife: [], level: level, method: .percentile,
        widenedForClusters: subjects
      ).map { ($0.lower, $0.upper) }
    }
    let ages = try percentiles(extreme.ageInYears, found.map(\.ageInYears))
    let heights = try percentiles(extreme.accuracy, found.map(\.accuracy))
    return CurvePeak(
      ageInYears: extreme.ageInYears,
      interval: OpenInterval(
        lower: ages.flatMap { range.holdsAtEnd($0.lower).lower ? nil : $0.lower },
        upper: ages.flatMap { range.holdsAtEnd($0.upper).upper ? nil : $0.upper },
        level: level, method: name),
      accuracy: extreme.accuracy,
      accuracyInterval: heights.map {
        Estimate(
          value: extreme.accuracy, lower: $0.lower, upper: $0.upper, level: level, method: name)
      })
  }
}

/// The best curve of every form.
private struct FittedForms {
  let steady: (curve: SteadyCurve, logLikelihood: Double)
  let logistic: TransitionFit
  let steps: (curve: StepCurve, logLikelihood: Double)
  let monotone: (curve: MonotoneCurve, logLikelihood: Double)

  /// The forms with their criterion over the smallest.
  func candidates(_ overdispersion: Double) -> [ShapeCandidate] {
    let fits: [(shape: CurveShape, parameters: Int, logLikelihood: Double)] = [
      (.steady, 2, steady.logLikelihood), (.logistic, 4, logistic.logLikelihood),
      (steps.curve.shape, StepCurve.countedParameters, steps.logLikelihood),
      (.monotone, monotone.curve.coefficients.count, monotone.logLikelihood),
    ]
    let criteria = fits.map { -2 * $0.logLikelihood / overdispersion + 2 * Double($0.parameters) }
    let smallest = criteria.min() ?? 0
    return zip(fits, criteria).map { fit, criterion in
      ShapeCandidate(
        shape: fit.shape, parameters: fit.parameters, logLikelihood: fit.logLikelihood,
        criterion: criterion - smallest)
    }
  }

  func curve(of shape: CurveShape) -> any AccuracyCurve {
    switch shape {
    case .steady: steady.curve
    case .level, .logistic: logistic.curve
    case .twoSteps, .peak, .trough: steps.curve
    case .monotone: monotone.curve
    }
  }
}

import Faces
import Foundation
import Statistics
import Support

extension TransitionAnalysis {
  /// Fits, bounds and tests the transition of every model in a table of predictions.
  ///
  /// Uses the test rows that have a label and an age, grouped by the table's age groups. The same table and settings give the same
  /// result on any number of cores.
  /// - Throws: `SmilestoneError` for settings that cannot be.
  public init(
    predictions table: PredictionTable, settings: TransitionSettings = TransitionSettings(),
    observer: any ProgressObserver = SilentObserver()
  ) throws {
    try settings.check()
    let aged = AgedPredictions(table)
    let samples = try aged.models.map { name, predictions in
      (
        name, predictions,
        try TransitionSample(predictions, ages: table.vocabulary.ages, settings: settings)
      )
    }
    let fits = samples.map { $0.2?.fit() }
    let resamples = try TransitionAnalysis.refits(
      zip(samples.map(\.2), fits).map { sample, fit in
        sample.flatMap { sample in fit.map { (sample, $0) } }
      }, subjects: aged.subjects, settings: settings, observer: observer)
    let progress = ProgressCounter(
      task: "Testing transitions", total: samples.count, unit: "models", observer: observer)
    self.settings = settings
    models = []
    let bySource = AgedPredictions.bySource(table)
    for (index, (name, predictions, sample)) in samples.enumerated() {
      var model = try ModelTransition(
        name, predictions, sample: sample, fit: fits[index],
        resamples: resamples.compactMap { $0[index] })
      if let age = fits[index]?.curve.midpoint {
        model.sources = try SourceDependence(
          bySource[name] ?? [:], around: age, stream: "transition/\(name)", settings: settings)
      }
      models.append(model)
      progress.advance()
    }
    crossing = try TransitionAnalysis.crossing(
      samples.map { ($0.0, $0.2) }, fits: fits, resamples: resamples)
  }

  /// The curves of every model in each resample of subjects.
  private static func refits(
    _ samples: [(sample: TransitionSample, fit: TransitionFit)?], subjects: Int,
    settings: TransitionSettings, observer: any ProgressObserver
  ) throws -> [[ResampledTransition?]] {
    let progress = ProgressCounter(
      task: "Resampling transitions", total: settings.replicates, unit: "resamples",
      observer: observer)
    return try parallelMap(count: subjects > 1 ? settings.replicates : 0) { replicate in
      let counts = SubjectResamples.multiplicity(
        subjects: subjects, seed: settings.seed, replicate: replicate)
      defer { progress.advance() }
      return samples.map { model in
        model.flatMap {
          $0.sample.refitted(multiplicity: counts, midpoint: $0.fit.curve.midpoint)
        }
      }
    }
  }

  /// Where the adult model's curve overtakes the infant model's.
  private static func crossing(
    _ samples: [(String, TransitionSample?)], fits: [TransitionFit?],
    resamples: [[ResampledTransition?]]
  ) throws -> CurveCrossing? {
    guard let infant = samples.firstIndex(where: { $0.0 == "infant" }),
      let adult = samples.firstIndex(where: { $0.0 == "adult" }),
      let infantSample = samples[infant].1, let adultSample = samples[adult].1,
      let infantFit = fits[infant], let adultFit = fits[adult]
    else { return nil }
    return try CurveCrossing(
      infant: (infantSample, infantFit), adult: (adultSample, adultFit),
      resamples: resamples.map { ($0[infant]?.curve, $0[adult]?.curve) })
  }
}

extension ModelTransition {
  fileprivate init(
    _ model: String, _ predictions: [AgedPrediction], sample: TransitionSample?,
    fit: TransitionFit?,
    resamples: [ResampledTransition]
  ) throws {
    self.model = model
    guard let sample, let fit else {
      n = 0
      subjects = 0
      facesLeftOut = predictions.count
      ageGroups = []
      emotions = []
      reason =
        "Fewer than two age groups or no emotion have enough test faces of known age, or too few "
        + "subjects are younger or older than any age between."
      observed = []
      byEmotion = []
      return
    }
    n = sample.predictions.count
    subjects = sample.subjects
    facesLeftOut = sample.facesLeftOut
    ageGroups = sample.distribution.groups
    emotions = sample.distribution.emotions
    curve = try FittedTransition(
      sample, fit, resamples: resamples, stream: "transition/\(model)")
    observed = sample.observed
    binned = try sample.binned()
    byEmotion = try EmotionTransition.all(sample, stream: "transition/\(model)")
  }
}

extension FittedTransition {
  fileprivate init(
    _ sample: TransitionSample, _ fit: TransitionFit, resamples: [ResampledTransition],
    stream: String
  ) throws {
    logistic = fit.curve
    searchedFrom = sample.fitter.midpoints.lowerBound
    searchedTo = sample.fitter.midpoints.upperBound
    edges = sample.fitter.edges(of: fit.curve)
    (profileInterval, lowerBoundRange, upperBoundRange) = try sample.calibratedInterval(
      of: fit, stream: stream)
    band = CurveBound.band(
      of: resamples.map(\.curve), ages: sample.bins.ages, level: sample.settings.level)
    bootstrapInterval = try sample.bootstrapInterval(of: fit, resamples: resamples)
    segmented =
      try TransitionFitter(
        ages: sample.bins.ages, shape: .segmented, midpoints: sample.fitter.midpoints
      ).fit(trials: sample.trials, successes: sample.successes)?.curve ?? fit.curve
    segmentedAgrees = profileInterval.contains(segmented.midpoint)
    noTransitionTest = try sample.testAgainstNoTransition(stream: "\(stream)/flat")
    stillChangingTest = try sample.testAgainstStillChanging(fit, stream: "\(stream)/levelling")
    oldestChild = sample.oldestChild
    shapes = try sample.shapes(
      fit, isChanging: (noTransitionTest?.pValue ?? 1) < 1 - sample.settings.level,
      stream: "\(stream)/shapes")
    isClaimed = false
    isClaimed =
      (noTransitionTest?.pValue ?? 1) < 1 - sample.settings.level && boundedAgeInYears != nil
  }
}

extension EmotionTransition {
  /// Each emotion's recall as a curve of its own.
  fileprivate static func all(
    _ sample: TransitionSample, stream: String
  ) throws -> [EmotionTransition] {
    var transitions: [EmotionTransition] = []
    for emotion in sample.distribution.emotions where sample.distribution.emotions.count > 1 {
      let predictions = sample.predictions.filter { $0.emotion == emotion }
      guard
        let own = try TransitionSample(
          predictions, distribution: sample.distribution, settings: sample.settings),
        let fit = own.fit()
      else { continue }
      transitions.append(
        EmotionTransition(
          emotion: emotion, n: own.predictions.count, logistic: fit.curve,
          searchedFrom: own.fitter.midpoints.lowerBound,
          searchedTo: own.fitter.midpoints.upperBound,
          profileInterval: try own.profileInterval(
            of: fit, stream: "\(stream)/\(emotion.rawValue)"),
          noTransitionTest: try own.testAgainstNoTransition(
            stream: "\(stream)/\(emotion.rawValue)"),
          edges: own.fitter.edges(of: fit.curve)))
    }
    let tested = transitions.indices.filter { transitions[$0].noTransitionTest != nil }
    let adjusted = holmAdjusted(tested.compactMap { transitions[$0].noTransitionTest?.pValue })
    for (index, pValue) in zip(tested, adjusted) { transitions[index].adjustedPValue = pValue }
    return transitions
  }
}

extension TransitionSample {
  fileprivate var observed: [ObservedAccuracy] {
    let (trials, successes) = (trials, successes)
    var counts = [Int](repeating: 0, count: bins.ages.count)
    for bin in bins.binOfFace { counts[bin] += 1 }
    return bins.ages.indices.map {
      ObservedAccuracy(age: bins.ages[$0], n: counts[$0], accuracy: successes[$0] / trials[$0])
    }
  }
}

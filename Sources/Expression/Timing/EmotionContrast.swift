import Analysis

/// One emotion against the mean of all, or one against another.
struct EmotionContrast {
  /// One name, or two.
  let emotions: [String]
  /// For each emotion; they sum to 0.
  let coefficients: [Double]

  /// Those of all emotions, then those of all pairs.
  static func all(_ names: [String]) -> [EmotionContrast] {
    let count = Double(names.count)
    let single = names.indices.map { emotion in
      EmotionContrast(
        emotions: [names[emotion]],
        coefficients: names.indices.map { ($0 == emotion ? 1 : 0) - 1 / count })
    }
    let pairs = names.indices.flatMap { first in
      (first + 1..<names.count).map { second in
        EmotionContrast(
          emotions: [names[first], names[second]],
          coefficients: names.indices.map { $0 == first ? 1 : $0 == second ? -1 : 0 })
      }
    }
    return single + pairs
  }

  /// What is said of each, emotions and pairs partially pooled by themselves.
  static func timings(
    _ contrasts: [EmotionContrast], _ dated: [(similarity: Double?, curve: DatedCurve?)],
    _ resampled: [TimingEstimator.Resampled], settings: ExpressionSettings
  ) -> (emotions: ContrastTimings, pairs: ContrastTimings) {
    func timings(_ isChosen: (EmotionContrast) -> Bool) -> ContrastTimings {
      let places = contrasts.indices.filter { isChosen(contrasts[$0]) }
      var timings = places.map { place in
        timing(contrasts[place], dated[place], resampled[place], settings: settings)
      }
      let known = timings.indices.filter { timings[$0].standardError != nil }
      guard known.count > 1 else { return ContrastTimings(contrasts: timings) }
      let pooled = PartialPooling(
        known.compactMap { timings[$0].ageInYears },
        errors: known.compactMap { timings[$0].standardError },
        priorScale: settings.differenceBetweenEmotions)
      for (place, value) in zip(known, pooled.values) {
        let reach = DatedCurve.normalQuantile * value.standardDeviation
        timings[place].pooled = ContrastTiming.Pooled(
          ageInYears: value.mean, lowerInYears: value.mean - reach,
          upperInYears: value.mean + reach)
      }
      return ContrastTimings(contrasts: timings, spreadInYears: pooled.spread)
    }
    return (timings { $0.emotions.count == 1 }, timings { $0.emotions.count == 2 })
  }

  private static func timing(
    _ contrast: EmotionContrast, _ dated: (similarity: Double?, curve: DatedCurve?),
    _ resampled: TimingEstimator.Resampled, settings: ExpressionSettings
  ) -> ContrastTiming {
    let similarity = dated.similarity.flatMap { $0.isFinite ? $0 : nil }
    var timing = ContrastTiming(
      emotions: contrast.emotions, similarity: similarity,
      similarityError: resampled.similarityError)
    guard let similarity, let similarityError = resampled.similarityError,
      similarity + 1.645 * similarityError < settings.gateThreshold, let curve = dated.curve,
      let error = resampled.midpointError
    else { return timing }
    let interval = curve.interval(resamplingError: error)
    timing.ageInYears = curve.fit.midpoint
    timing.standardError = curve.standardError(resamplingError: error)
    timing.lowerInYears = interval.lower
    timing.upperInYears = interval.upper
    return timing
  }
}

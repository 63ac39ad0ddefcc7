import Faces
import Statistics

extension CrossAgeAnalysis {
  /// - Parameters:
  ///   - faces: A model's labelled test faces.
  ///   - qualities: The image qualities that the manifest holds.
  ///   - accuracies: Those of the age groups, with their intervals.
  init(
    _ faces: [LabelledFace], counts: CrossAgeCounts, qualities: [ImageQuality], model: String,
    accuracies: GroupAccuracies, settings: EvaluationSettings
  ) throws {
    let groups = counts.ages.groups.filter(counts.suffices)
    let stream = "evaluation/\(model)/cross-age"
    comparedGroups = groups
    trend = try counts.trend(level: settings.level)
    adjustedTrend = counts.index.repeats ? try raoScottTrendTest(of: counts.sums) : nil
    missingQualities = ImageQuality.allCases.filter { !qualities.contains($0) }
    ageRegression = try AgeRegression(faces, level: settings.level)
    pairwise = try PairwiseComparison.all(groups, counts: counts, level: settings.level)
    guard groups.count > 1 else {
      (emotionStandardisation, qualityStandardisation, monotonicity, peak) = (nil, [], [], [])
      return
    }
    let emotions = settings.vocabulary.labels.emotions
    let weights = settings.standardDistribution ?? emotions.map { _ in 1 }
    let byEmotion = try StratifiedCounts(
      faces, groups: groups, stratumCount: emotions.count, settings: settings,
      stream: "\(stream)/emotion"
    ) { $0.label }
    emotionStandardisation = try Standardisation(
      "emotion", byEmotion, names: emotions.map(\.rawValue), weights: weights,
      accuracies: accuracies, level: settings.level)
    qualityStandardisation = try qualities.compactMap { quality in
      try Standardisation(
        quality, of: faces, groups: groups, accuracies: accuracies, settings: settings,
        stream: "\(stream)/\(quality.rawValue)")
    }
    let kept = byEmotion.strata(withAtLeast: Standardisation.minimumFaces)
      .filter { weights[$0] > 0 }
    let standardWeights = kept.map { weights[$0] }
    let raw = ResampledCurve(byEmotion, byEmotion.rawCurve)
    let standardised = ResampledCurve(byEmotion) {
      byEmotion.standardisedCurve($0, strata: kept, weights: standardWeights)
    }
    let sizes = groups.map { Double(counts.trials[counts.ages.index(of: $0)]) }
    let pairs = pairwise
    monotonicity = Monotonicity.Direction.allCases.flatMap { direction in
      [
        raw.map {
          Monotonicity(
            .raw, direction, $0, weights: sizes,
            everyStep: everyStepTest(direction, groups: groups, pairs: pairs))
        },
        standardised.map {
          Monotonicity(.standardised, direction, $0, weights: sizes, everyStep: nil)
        },
      ].compactMap(\.self)
    }
    monotonicity.correct(of: model)
    let shares = raw?.peakShares
    let standardisedShares = standardised?.peakShares
    peak = groups.enumerated().compactMap { position, group in
      shares.map {
        PeakProbability(
          ageGroup: group, raw: $0[position], standardised: standardisedShares?[position])
      }
    }
  }
}

extension Standardisation {
  /// Standardises to equal shares of the quarters of an image quality over all compared faces.
  /// - Returns: nil where no face of the compared groups has the quality, or all have the same.
  fileprivate init?(
    _ quality: ImageQuality, of faces: [LabelledFace], groups: [AgeGroup],
    accuracies: GroupAccuracies, settings: EvaluationSettings, stream: String
  ) throws {
    func value(_ face: LabelledFace) -> Double? { face.attributes?.quality[quality] }
    let values = faces.filter { face in face.ageGroup.map(groups.contains) ?? false }
      .compactMap(value).sorted()
    guard let lowest = values.first, let highest = values.last, lowest < highest else { return nil }
    let bounds = [1, 2, 3].map { values[($0 * values.count) / 4] }
    let names = ["lowest", "second", "third", "highest"].map { "\($0) quarter" }
    let counts = try StratifiedCounts(
      faces, groups: groups, stratumCount: 4, settings: settings, stream: stream
    ) { face in
      value(face).map { value in bounds.count { $0 <= value } }
    }
    try self.init(
      quality.rawValue, counts, names: names, weights: [1, 1, 1, 1], accuracies: accuracies,
      level: settings.level)
  }
}

/// A curve over the compared groups, and the same in each resample where it is defined.
private struct ResampledCurve {
  let values: [Double]
  let replicates: [[Double]]

  init?(_ counts: StratifiedCounts, _ curve: ([Double]) -> [Double]?) {
    guard let values = curve(counts.totals) else { return nil }
    self.values = values
    replicates = counts.bootstrap.replicates(of: curve).compactMap(\.self)
    guard !replicates.isEmpty else { return nil }
  }

  /// How often each group is highest; groups that tie share.
  var peakShares: [Double] {
    var shares = values.map { _ in 0.0 }
    for replicate in replicates {
      let highest = replicate.max() ?? 0
      let leaders = replicate.indices.filter { replicate[$0] == highest }
      for leader in leaders { shares[leader] += 1 / Double(leaders.count * replicates.count) }
    }
    return shares
  }
}

extension Monotonicity {
  fileprivate init(
    _ curve: Curve, _ direction: Direction, _ resampled: ResampledCurve, weights: [Double],
    everyStep: TestResult?
  ) {
    // A falling curve is a rising one upside down.
    let sign: Double = direction == .rising ? 1 : -1
    let values = resampled.values.map { sign * $0 }
    self.init(
      curve: curve, direction: direction,
      fit: isotonicFit(values, weights: weights).map { sign * $0 },
      test: monotonicityTest(
        values, replicates: resampled.replicates.map { $0.map { sign * $0 } }, weights: weights),
      everyStep: everyStep)
  }
}

extension [Monotonicity] {
  /// Corrects all tests of the shape of one model's curve as one family.
  fileprivate mutating func correct(of model: String) {
    let directions = indices.filter { self[$0].test != nil }
    let steps = indices.filter { self[$0].everyStep != nil }
    let adjusted = holmAdjusted(
      directions.compactMap { self[$0].test?.pValue }
        + steps.compactMap { self[$0].everyStep?.pValue })
    for index in indices {
      self[index].family = "Holm over \(adjusted.count) tests of the \(model) model's shape"
    }
    for (index, value) in zip(directions, adjusted) { self[index].adjustedPValue = value }
    for (index, value) in zip(steps, adjusted.dropFirst(directions.count)) {
      self[index].everyStepAdjustedPValue = value
    }
  }
}

/// The largest one-sided p-value of the steps between neighbours: where it is small, every step
/// goes the same way (an intersection-union test, Berger 1982, doi 10.1080/00401706.1982.10487790).
/// - Returns: nil where a step cannot be tested.
private func everyStepTest(
  _ direction: Monotonicity.Direction, groups: [AgeGroup], pairs: [PairwiseComparison]
) -> TestResult? {
  var largest: TestResult?
  for (second, first) in zip(groups, groups.dropFirst()) {
    let pair = pairs.first { $0.first == first && $0.second == second }
    guard let difference = pair?.difference else { return nil }
    let goesThisWay = (difference.estimate.value > 0) == (direction == .rising)
    let half = difference.test.pValue / 2
    let step = TestResult(
      name: "largest of the steps' one-sided p-values, \(difference.test.name)",
      statistic: difference.test.statistic, pValue: goesThisWay ? half : 1 - half)
    if step.pValue > (largest?.pValue ?? -1) { largest = step }
  }
  return largest
}

extension PairwiseComparison {
  /// Every two groups, the older minus the younger.
  fileprivate static func all(
    _ groups: [AgeGroup], counts: CrossAgeCounts, level: Double
  ) throws -> [PairwiseComparison] {
    try groups.indices.flatMap { second in
      try groups.dropFirst(second + 1).map { first in
        PairwiseComparison(
          first: first, second: groups[second],
          difference: try counts.difference(first, minus: groups[second], level: level),
          detectableDifference: try counts.detectableDifference(first, groups[second]))
      }
    }
  }
}

extension CrossAgeCounts {
  /// The smallest difference of two groups that is detected with 80 % power; clustered
  /// faces count as the effective number that their design effect gives, at most as themselves.
  func detectableDifference(_ first: AgeGroup, _ second: AgeGroup) throws -> Double? {
    func effectiveSize(_ group: AgeGroup) -> Double? {
      let place = ages.index(of: group)
      let size = Double(trials[place])
      guard index.repeats else { return size }
      return designEffect(of: sums, group: place).map { size / max(1, $0) }
    }
    guard let one = effectiveSize(first), let other = effectiveSize(second) else { return nil }
    let (a, b) = (ages.index(of: first), ages.index(of: second))
    return try Statistics.detectableDifference(
      pooled: Double(successes[a] + successes[b]) / Double(trials[a] + trials[b]),
      sizes: (one, other))
  }
}

import Cohort
import Statistics
import Support

extension AgeMetrics {
  /// Measures estimated against known ages; groups are by known age.
  ///
  /// Intervals are bootstrap intervals that resample subjects; that of the share is Wilson's
  /// where each subject has one face.
  /// - Parameter baselineAgeInYears: A constant answer to compare with.
  /// - Returns: nil for fewer than two subjects: no interval can be given.
  /// - Throws: `SmilestoneError` for an age that is not a finite number, or for settings that
  ///   cannot be.
  public init?(
    _ predictions: [AgePrediction], baselineAgeInYears: Double? = nil,
    settings: EvaluationSettings = EvaluationSettings()
  ) throws {
    try settings.check()
    for prediction in predictions
    where !prediction.ageInYears.isFinite || !prediction.estimatedAgeInYears.isFinite {
      throw SmilestoneError.badInput(
        "The age estimator answered \(prediction.estimatedAgeInYears) for a face of "
          + "\(prediction.ageInYears) years.",
        remedy: "Check the ages in the manifest and that training did not diverge.")
    }
    let groups = AgeGroup.allCases
    let samples =
      [predictions]
      + groups.map { group in
        predictions.filter { AgeGroup(ageInYears: $0.ageInYears) == group }
      }
    let errors = try parallelMap(count: samples.count) { index in
      try AgeErrors(samples[index], settings: settings, stream: "evaluation/age/\(index)")
    }
    guard let all = errors.first, let meanAbsoluteError = all.meanAbsoluteError,
      let within5Years = all.within5Years, let bias = all.bias
    else { return nil }
    self.init(
      n: all.n, subjects: all.subjects, meanAbsoluteError: meanAbsoluteError,
      within5Years: within5Years, bias: bias,
      baselineMeanAbsoluteError: baselineAgeInYears.map { baseline in
        predictions.reduce(0) { $0 + abs($1.ageInYears - baseline) } / Double(all.n)
      },
      byGroup: zip(groups, errors.dropFirst()).map { group, errors in
        AgeGroupMetrics(
          ageGroup: group, n: errors.n, subjects: errors.subjects,
          meanAbsoluteError: errors.meanAbsoluteError, within5Years: errors.within5Years,
          bias: errors.bias)
      })
  }
}

/// The errors on some faces, with intervals.
private struct AgeErrors: Sendable {
  let n: Int
  let subjects: Int?
  let meanAbsoluteError: Estimate?
  let within5Years: Estimate?
  let bias: Estimate?

  init(_ predictions: [AgePrediction], settings: EvaluationSettings, stream: String) throws {
    let index = SubjectIndex(predictions.map(\.subject))
    // Per subject: faces, absolute errors, faces within five years, signed errors.
    var sums = ClusterSums(count: index.count, width: 4)
    for (prediction, subject) in zip(predictions, index.subjectOfFace) {
      let error = prediction.estimatedAgeInYears - prediction.ageInYears
      sums[subject, 0] += 1
      sums[subject, 1] += abs(error)
      sums[subject, 2] += abs(error) <= 5 ? 1 : 0
      sums[subject, 3] += error
    }
    var generator = SeededGenerator(seed: settings.seed, stream: stream)
    let intervals = ProportionIntervals(
      sums: sums,
      bootstrap: ClusterBootstrap(
        resampling: sums, replicates: settings.replicates, generator: &generator),
      level: settings.level, repeats: index.repeats)
    n = predictions.count
    subjects = index.knownCount
    meanAbsoluteError = try intervals.bootstrapped { $0[1] / $0[0] }
    within5Years = try intervals.estimate(successes: [2], trials: [0])
    bias = try intervals.bootstrapped { $0[3] / $0[0] }
  }
}

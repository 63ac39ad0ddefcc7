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
    rootMeanSquaredError = all.rootMeanSquaredError
    within3Years = all.within3Years
    within10Years = all.within10Years
    coverage = all.coverage
    groupConfusion = groups.map { known in
      groups.map { estimated in
        predictions.count {
          AgeGroup(ageInYears: $0.ageInYears) == known
            && AgeGroup(ageInYears: $0.estimatedAgeInYears) == estimated
        }
      }
    }
    for (index, errors) in errors.dropFirst().enumerated() {
      byGroup[index].coverage = errors.coverage
    }
  }
}

/// The errors on some faces, with intervals.
private struct AgeErrors: Sendable {
  let n: Int
  let subjects: Int?
  let meanAbsoluteError: Estimate?
  let rootMeanSquaredError: Estimate?
  let within3Years: Estimate?
  let within5Years: Estimate?
  let within10Years: Estimate?
  let bias: Estimate?
  let coverage: [AgeCoverage]?

  init(_ predictions: [AgePrediction], settings: EvaluationSettings, stream: String) throws {
    let index = SubjectIndex(predictions.map(\.subject))
    // Per subject: faces, absolute errors, signed errors, squared errors, faces within 3, 5 and 10
    // years, and faces whose interval of each level holds the age.
    let firstLevel = 7
    var sums = ClusterSums(count: index.count, width: firstLevel + AgeCoverage.levels.count)
    for (prediction, subject) in zip(predictions, index.subjectOfFace) {
      let error = prediction.estimatedAgeInYears - prediction.ageInYears
      sums[subject, 0] += 1
      sums[subject, 1] += abs(error)
      sums[subject, 2] += error
      sums[subject, 3] += error * error
      for (column, bound) in [3.0, 5, 10].enumerated() where abs(error) <= bound {
        sums[subject, 4 + column] += 1
      }
      for (level, interval) in prediction.intervalsInYears.enumerated()
      where interval.contains(prediction.ageInYears) {
        sums[subject, firstLevel + level] += 1
      }
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
    bias = try intervals.bootstrapped { $0[2] / $0[0] }
    rootMeanSquaredError = try intervals.bootstrapped { ($0[3] / $0[0]).squareRoot() }
    within3Years = try intervals.estimate(successes: [4], trials: [0])
    within5Years = try intervals.estimate(successes: [5], trials: [0])
    within10Years = try intervals.estimate(successes: [6], trials: [0])
    guard predictions.allSatisfy({ $0.intervalsInYears.count == AgeCoverage.levels.count }) else {
      coverage = nil
      return
    }
    coverage = try AgeCoverage.levels.enumerated().compactMap { place, level in
      let widths = predictions.map {
        $0.intervalsInYears[place].upperBound - $0.intervalsInYears[place].lowerBound
      }.sorted()
      return try intervals.estimate(successes: [firstLevel + place], trials: [0]).map {
        AgeCoverage(level: level, covered: $0, medianWidthInYears: widths[widths.count / 2])
      }
    }
  }
}

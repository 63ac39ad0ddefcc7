import Faces
import Statistics
import Support

extension AgeErrors {
  /// Intervals are bootstrap intervals that resample subjects; those of shares are Wilson's where
  /// each subject has one face.
  /// - Returns: nil for fewer than two subjects: no interval can be given.
  init?(_ predictions: [AgePrediction], settings: EvaluationSettings, stream: String) throws {
    let index = SubjectIndex(predictions.map(\.unit))
    var sums = ClusterSums(count: index.count, width: Sum.firstLevel + AgeCoverage.levels.count)
    for (prediction, subject) in zip(predictions, index.subjectOfFace) {
      let error = prediction.error
      sums[subject, Sum.faces] += 1
      sums[subject, Sum.size] += abs(error)
      sums[subject, Sum.error] += error
      sums[subject, Sum.square] += error * error
      for (column, bound) in [3.0, 5, 10].enumerated() where abs(error) <= bound {
        sums[subject, Sum.within3Years + column] += 1
      }
      if prediction.ageGroup == prediction.estimatedAgeGroup { sums[subject, Sum.rightGroup] += 1 }
      for (place, level) in AgeCoverage.levels.enumerated()
      where prediction.holdsAge(level: level) {
        sums[subject, Sum.firstLevel + place] += 1
      }
    }
    let intervals = ProportionIntervals(
      sums, repeats: index.repeats, settings: settings, stream: stream)
    func mean(_ sum: Int) throws -> Estimate? {
      try intervals.bootstrapped { $0[sum] / $0[Sum.faces] }
    }
    func share(_ sum: Int) throws -> Estimate? {
      try intervals.estimate(successes: [sum], trials: [Sum.faces])
    }
    guard let meanAbsoluteError = try mean(Sum.size), let bias = try mean(Sum.error),
      let within5Years = try share(Sum.within3Years + 1)
    else { return nil }
    self.init(meanAbsoluteError: meanAbsoluteError, within5Years: within5Years, bias: bias)
    rootMeanSquaredError = try intervals.bootstrapped {
      ($0[Sum.square] / $0[Sum.faces]).squareRoot()
    }
    within3Years = try share(Sum.within3Years)
    within10Years = try share(Sum.within3Years + 2)
    groupAccuracy = try share(Sum.rightGroup)
    limitsOfAgreement = try AgreementLimits(intervals)
    let distributions = predictions.compactMap(\.estimate.distribution)
    guard distributions.count == predictions.count else { return }
    coverage = try AgeCoverage.levels.enumerated().compactMap { place, level in
      let widths = distributions.map { distribution in
        let interval = distribution.intervalInYears(level: level)
        return interval.upperBound - interval.lowerBound
      }.sorted()
      return try share(Sum.firstLevel + place).map {
        AgeCoverage(level: level, covered: $0, medianWidthInYears: widths[widths.count / 2])
      }
    }
  }
}

/// What is summed for each subject.
private enum Sum {
  static let faces = 0
  /// Absolute, signed and squared errors.
  static let size = 1
  static let error = 2
  static let square = 3
  /// Faces within 3, 5 and 10 years.
  static let within3Years = 4
  static let rightGroup = 7
  /// Faces whose interval of each level holds the age.
  static let firstLevel = 8
}

extension AgreementLimits {
  fileprivate init?(_ intervals: ProportionIntervals) throws {
    let width = try NormalDistribution.quantile(0.975)
    func limit(_ sign: Double) throws -> Estimate? {
      try intervals.bootstrapped { sums in
        let n = sums[Sum.faces]
        guard n > 1 else { return nil }
        let mean = sums[Sum.error] / n
        let variance = max(sums[Sum.square] - n * mean * mean, 0) / (n - 1)
        return mean + sign * width * variance.squareRoot()
      }
    }
    guard let lower = try limit(-1), let upper = try limit(1) else { return nil }
    self.init(lower: lower, upper: upper)
  }
}

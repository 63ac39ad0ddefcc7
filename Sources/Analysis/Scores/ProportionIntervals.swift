import Statistics
import Support

/// Chooses the interval that fits the data: Wilson's where each subject has one trial, resampled
/// subjects where some have more.
struct ProportionIntervals {
  let sums: ClusterSums
  let bootstrap: ClusterBootstrap
  let level: Double
  /// Whether some subject has more than one face.
  let repeats: Bool

  /// The share of successes among trials, each the total of some columns of the sums.
  /// - Returns: nil where there are no trials.
  func estimate(successes: [Int], trials: [Int]) throws -> Estimate? {
    func total(_ columns: [Int], of sums: [Double]) -> Double {
      columns.reduce(0) { $0 + sums[$1] }
    }
    let totals = sums.totals
    let trialCount = total(trials, of: totals)
    guard trialCount > 0 else { return nil }
    let successCount = total(successes, of: totals)
    let subjects = sums.subjects(with: trials)
    if Double(subjects) == trialCount {
      return try wilsonInterval(
        successes: Int(successCount), trials: Int(trialCount), level: level)
    }
    let resampled = try bootstrapped(restingOn: subjects) { sums in
      let trialCount = total(trials, of: sums)
      return trialCount > 0 ? total(successes, of: sums) / trialCount : nil
    }
    if let resampled, resampled.lower < resampled.upper { return resampled }
    return try wilsonWithSubjects(
      successCount / trialCount, worth: Double(subjects), level: level)
  }

  /// The bootstrap interval of a statistic of the sums.
  /// - Parameters:
  ///   - subjects: The subjects that it rests on; nil for all.
  ///   - range: Between which values it lies.
  ///   - size: How many independent numbers within the range it is worth the mean of; nil for the
  ///     subjects that it rests on.
  func bootstrapped(
    restingOn subjects: Int? = nil, within range: ClosedRange<Double> = 0...1,
    worth size: Double? = nil, _ statistic: ([Double]) -> Double?
  ) throws -> Estimate? {
    try widened(
      try bootstrap.estimate(level: level, restingOn: subjects, label: label, of: statistic),
      within: range, worth: size ?? Double(subjects ?? sums.count))
  }

  /// The interval, or where resampling saw no spread (all right, all wrong) Wilson's with subjects as
  /// trials, scaled to the range: no mean of independent numbers within bounds varies more than a share
  /// does.
  func widened(
    _ estimate: Estimate?, within range: ClosedRange<Double> = 0...1, worth size: Double
  ) throws -> Estimate? {
    guard let estimate, estimate.lower >= estimate.upper else { return estimate }
    return try wilsonWithSubjects(
      estimate.value, within: range, worth: size, level: estimate.level)
  }

  var label: String { repeats ? "subject-cluster bootstrap" : "bootstrap" }
}

extension ProportionIntervals {
  /// - Parameters:
  ///   - repeats: Whether some subject has more than one face.
  ///   - stream: Names the random numbers, so that no two samples share theirs.
  init(_ sums: ClusterSums, repeats: Bool, settings: EvaluationSettings, stream: String) {
    var generator = SeededGenerator(seed: settings.seed, stream: stream)
    self.init(
      sums: sums,
      bootstrap: ClusterBootstrap(
        resampling: sums, replicates: settings.replicates, generator: &generator),
      level: settings.level, repeats: repeats)
  }
}

extension ClusterSums {
  /// How many subjects have something in one of the columns.
  func subjects(with columns: [Int]) -> Int {
    (0..<count).count { subject in columns.contains { self[subject, $0] > 0 } }
  }

  /// How many subjects a weighted mean of one share for each set of columns is worth: 1 / Σ w_k² / n_k over
  /// the sets that n_k > 0 subjects have something in, but no more than there are of them in all, for one
  /// subject's shares are not independent of each other.
  /// - Parameter weights: one for each set of columns, of sum 1; nil for equal ones.
  func size(ofMeanOver sets: [[Int]], weights: [Double]? = nil) -> Double {
    let sizes = sets.map { Double(subjects(with: $0)) }
    let used = sizes.indices.filter { sizes[$0] > 0 }
    let spread = used.reduce(0) { sum, place in
      let weight = weights?[place] ?? 1 / Double(used.count)
      return sum + weight * weight / sizes[place]
    }
    return used.isEmpty ? 0 : min(1 / spread, Double(subjects(with: sets.flatMap(\.self))))
  }
}

/// Wilson's interval of a number within a range that subjects as trials give.
func wilsonWithSubjects(
  _ value: Double, within range: ClosedRange<Double> = 0...1, worth size: Double, level: Double
) throws -> Estimate {
  let width = range.upperBound - range.lowerBound
  let share = min(max((value - range.lowerBound) / width, 0), 1)
  let interval = try wilsonInterval(proportion: share, effectiveSize: size, level: level)
  return Estimate(
    value: value, lower: min(value, range.lowerBound + width * interval.lower),
    upper: max(value, range.lowerBound + width * interval.upper), level: level,
    method: "Wilson with subjects as n")
}

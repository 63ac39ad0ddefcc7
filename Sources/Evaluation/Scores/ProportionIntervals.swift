import Statistics

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
    let subjects = subjects(with: trials)
    if Double(subjects) == trialCount {
      return try wilsonInterval(
        successes: Int(successCount), trials: Int(trialCount), level: level)
    }
    let resampled = try bootstrapped(restingOn: subjects) { sums in
      let trialCount = total(trials, of: sums)
      return trialCount > 0 ? total(successes, of: sums) / trialCount : nil
    }
    if let resampled, resampled.lower < resampled.upper { return resampled }
    // Resampling sees no spread (all right, all wrong, one subject): count subjects as trials.
    var estimate = try wilsonInterval(
      proportion: successCount / trialCount, effectiveSize: Double(subjects), level: level)
    estimate.method = "Wilson with subjects as n"
    return estimate
  }

  /// The bootstrap interval of a statistic of the sums.
  /// - Parameter subjects: The subjects that it rests on; nil for all.
  func bootstrapped(
    restingOn subjects: Int? = nil, _ statistic: ([Double]) -> Double?
  ) throws -> Estimate? {
    try bootstrap.estimate(level: level, restingOn: subjects, label: label, of: statistic)
  }

  /// How many subjects have something in one of the columns.
  func subjects(with columns: [Int]) -> Int {
    (0..<sums.count).count { subject in columns.contains { sums[subject, $0] > 0 } }
  }

  var label: String { repeats ? "subject-cluster bootstrap" : "bootstrap" }
}

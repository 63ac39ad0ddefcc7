import Statistics

/// The age estimator on faces that it was not trained on: `ageEstimator` in metrics.json.
package enum AgeEstimatorQuality: Analysis {
  package static let id = "age"
  package static let key: String? = "ageEstimator"

  package static func result(of evidence: Evidence) throws -> AgeMetrics? {
    try AgeMetrics(
      evidence.agePredictions, baselineAgeInYears: evidence.baselineAgeInYears,
      settings: evidence.settings)
  }

  package static func findings(in evidence: Evidence) -> [FindingDraft] {
    evidence[AgeEstimatorQuality.self].map { [finding($0)] } ?? []
  }

  /// How far the ages behind the groups are off.
  private static func finding(_ metrics: AgeMetrics) -> FindingDraft {
    let baseline =
      metrics.baselineMeanAbsoluteError.map { error in
        " Always predicting the training faces' median age would be off by "
          + "\(Wording.decimal(error)) years."
      } ?? ""
    return FindingDraft(
      id: "age-error", chart: "age-error",
      "Estimated ages are off by \(Wording.years(metrics.meanAbsoluteError)) on average "
        + "(\(Wording.sample(faces: metrics.n, subjects: metrics.subjects))); "
        + "\(Wording.percent(metrics.within5Years.value)) are within 5 years "
        + "(\(Wording.shareInterval(metrics.within5Years))). Estimated minus known age is "
        + "\(Wording.signedYears(metrics.bias)) on average.\(baseline) Faces near a boundary "
        + "between age groups may therefore stand in the wrong one.")
  }
}

extension Metrics {
  /// The age estimator on faces that it was not trained on; nil when the run has none, or fewer
  /// than two subjects.
  public var ageEstimator: AgeMetrics? {
    get { results[AgeEstimatorQuality.self] }
    set { results[AgeEstimatorQuality.self] = newValue }
  }
}

import Faces
import Statistics
import Support

/// At what age each model's accuracy changes, and where the curves cross: `transition` in metrics.json.
package enum TransitionAge: Analysis {
  package static let id = "transition"
  package static let key: String? = "transition"
  package static let option: AnalysisOption? = AnalysisOption(
    summary: "Estimate the age at which each model's accuracy changes, with intervals and tests.")

  package static func result(of evidence: Evidence) throws -> TransitionAnalysis? {
    return try TransitionAnalysis(
      predictions: evidence.predictions,
      settings: TransitionSettings(
        seed: evidence.settings.seed, vocabulary: evidence.vocabulary), observer: evidence.observer)
  }

  package static func announce(in run: inout RunResults) {
    run.plantedAgeInYears = run[TransitionAge.self]?.planted?.ageInYears
  }

  package static func findings(in evidence: Evidence) throws -> [FindingDraft] {
    let ages = try quotedAges(evidence)
    let models = evidence.modelPredictions.map(\.model)
    var drafts = models.compactMap(ages.transition(of:))
    if models.contains("infant"), models.contains("adult"), let crossing = ages.crossing() {
      drafts.append(crossing)
    }
    return (drafts + [ages.planted()].compactMap(\.self)).map { $0.shown(in: chartName) }
  }

  /// Transitions are claimed as the findings claim them; what was planted stands beside the estimates.
  package static func settle(
    _ metrics: inout Metrics, after findings: SettledFindings, _ evidence: Evidence
  ) throws {
    guard var transition = try quotedAges(evidence).transition else { return }
    for place in transition.models.indices {
      guard var curve = transition.models[place].curve,
        let finding = findings["\(transition.models[place].model)-transition"]
      else { continue }
      curve.adjustedPValue = finding.adjustedPValue
      curve.family = finding.family
      curve.isClaimed =
        (finding.adjustedPValue ?? 1) < findings.alpha(of: finding.id)
        && curve.boundedAgeInYears != nil
      transition.models[place].curve = curve
    }
    metrics.transition = transition
  }

  private static func quotedAges(_ evidence: Evidence) throws -> QuotedAges {
    let judged = Set(evidence.modelPredictions.flatMap { $0.test.map { PathKey($0.image) } })
    return QuotedAges(
      evidence[TransitionAge.self], ageError: evidence[AgeErrorDependence.self],
      planted: try evidence.manifest.flatMap { try PlantedTransition($0, images: judged) })
  }

  /// The chart that shows the ages.
  static let chartName = "transition"
}

extension Metrics {
  /// Transition ages; nil where they were not asked for.
  public var transition: TransitionAnalysis? {
    get { results[TransitionAge.self] }
    set { results[TransitionAge.self] = newValue }
  }
}

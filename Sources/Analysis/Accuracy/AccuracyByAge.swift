import Faces
import Statistics

/// How often each model names the perceived emotion of faces that it was not trained on, by age group:
/// `models` in metrics.json.
package enum AccuracyByAge: Analysis {
  package static let id = "results"
  package static let key: String? = "models"

  package static func result(of evidence: Evidence) throws -> [ModelMetrics]? {
    try evidence.modelPredictions.map { predictions in
      try ModelMetrics(
        predictions, counts: CrossAgeCounts(predictions.test, ages: evidence.ages),
        qualities: evidence.qualities,
        settings: evidence.settings)
    }
  }

  package static func findings(in evidence: Evidence) throws -> [FindingDraft] {
    let settings = evidence.settings
    let models = zip(evidence[AccuracyByAge.self] ?? [], evidence.modelPredictions).map {
      metrics, predictions in
      ModelEvidence(
        metrics: metrics, counts: CrossAgeCounts(predictions.test, ages: evidence.ages),
        trainedOn: settings.trainedOn[metrics.model])
    }
    var drafts: [FindingDraft] = []
    for (model, predictions) in zip(models, evidence.modelPredictions) {
      drafts += [
        try model.aboveChance(settings),
        try model.trendWithAge(settings),
        try model.bestGroup(settings),
        try model.ends(settings),
        try model.sexGap(predictions.test, settings)?.shown(in: subgroupTable),
        model.shape(),
        model.classDistribution(),
      ].compactMap { draft in draft?.chart == nil ? draft?.shown(in: chart) : draft }
      drafts += model.qualityStandardisation()
      drafts += [
        model.detectability()?.shown(in: pairsTable), model.raters()?.shown(in: chart),
      ].compactMap(\.self)
    }
    if let infant = models.first(where: { $0.metrics.model == "infant" }),
      let adult = models.first(where: { $0.metrics.model == "adult" }),
      let crossing = crossing(infant, adult)
    {
      drafts.append(crossing.shown(in: chart))
    }
    return drafts
      + [
        subgroupGap(models)?.shown(in: subgroupTable), smallGroups(models), independence(models),
        missingQualities(models),
        unlisted(evidence.unlistedFaces), perceivedEmotion(models),
      ].compactMap(\.self)
  }

  /// Gives every comparison of two age groups one corrected p-value: that of the finding that states
  /// it, else that of a family of its own.
  package static func settle(
    _ metrics: inout Metrics, after findings: SettledFindings, _ evidence: Evidence
  ) {
    for place in metrics.models.indices {
      guard var pairs = metrics.models[place].crossAge?.pairwise else { continue }
      let model = metrics.models[place].model
      for index in pairs.indices where pairs[index].difference != nil {
        let pair = ComparedPair(model: model, groups: [pairs[index].first, pairs[index].second])
        guard let finding = findings.finding(comparing: pair) else { continue }
        pairs[index].finding = finding.id
        pairs[index].adjustedPValue = finding.adjustedPValue
        pairs[index].family = finding.family
      }
      let others = pairs.indices.filter {
        pairs[$0].difference != nil && pairs[$0].finding == nil
      }
      let adjusted = holmAdjusted(others.compactMap { pairs[$0].difference?.test.pValue })
      for (index, value) in zip(others, adjusted) {
        pairs[index].adjustedPValue = value
        pairs[index].family = "Holm over \(others.count) other pairs of the \(model) model"
      }
      metrics.models[place].crossAge?.pairwise = pairs
    }
  }

  /// The chart that shows the accuracies, and the tables of comparisons and of sex and ethnicity.
  static let chart = "cross-age"
  static let pairsTable = "pairs"
  static let subgroupTable = "subgroups"
}

extension Metrics {
  /// One entry per expression model: infant, adult, then others by name.
  public var models: [ModelMetrics] {
    get { results[AccuracyByAge.self] ?? [] }
    set { results[AccuracyByAge.self] = newValue }
  }
}

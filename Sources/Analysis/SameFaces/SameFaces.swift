import Statistics

/// Every two models on the test faces that both judged: `comparisons` in metrics.json.
package enum SameFaces: Analysis {
  package static let id = "same-faces"
  package static let key: String? = "comparisons"

  package static func result(of evidence: Evidence) throws -> [ModelComparison]? {
    let predictions = evidence.modelPredictions
    return try predictions.indices.flatMap { first in
      try predictions.dropFirst(first + 1).compactMap { second in
        try ModelComparison(
          (predictions[first].model, predictions[first].test), (second.model, second.test),
          settings: evidence.settings)
      }
    }
  }

  package static func findings(in evidence: Evidence) -> [FindingDraft] {
    (evidence[SameFaces.self] ?? []).compactMap(finding)
  }

  /// The comparison on all faces is corrected with the findings, which state it.
  package static func settle(
    _ metrics: inout Metrics, after findings: SettledFindings, _ evidence: Evidence
  ) {
    metrics.comparisons = metrics.comparisons?.map { comparison in
      var comparison = comparison
      if let finding = findings[comparison.findingId],
        let all = comparison.groups.firstIndex(where: { $0.ageGroup == nil })
      {
        comparison.groups[all].adjustedPValue = finding.adjustedPValue
        comparison.groups[all].family = finding.family
      }
      return comparison
    }
  }

  /// Which of two models is right more often on the faces that both judged.
  private static func finding(_ comparison: ModelComparison) -> FindingDraft? {
    guard let all = comparison.groups.first(where: { $0.ageGroup == nil }),
      let difference = all.difference
    else { return nil }
    let opening =
      "On the \(Wording.sample(faces: all.n, subjects: all.subjects)) that both judged, the "
      + "\(comparison.first) model's accuracy minus the \(comparison.second) model's is "
      + "\(Wording.points(difference.value)) (\(Wording.pointsInterval(difference)))"
    let smallest = all.detectableDifference.map {
      " Smallest difference detectable with 80% power: \(Wording.size($0))."
    }
    return FindingDraft(
      id: comparison.findingId, test: all.test, chart: comparison.findingId
    ) { verdict in
      let claim =
        verdict.holds
        ? "the \(difference.value > 0 ? comparison.first : comparison.second) model is right more often"
        : "which of them is right more often cannot be told"
      return "\(opening): \(claim) (\(verdict.inWords)).\(smallest ?? "")"
    }
  }
}

extension Metrics {
  /// Every two models on the test faces that both judged; nil where that was not recorded.
  public var comparisons: [ModelComparison]? {
    get { results[SameFaces.self] }
    set { results[SameFaces.self] = newValue }
  }
}

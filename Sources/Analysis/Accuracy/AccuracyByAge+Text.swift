import Faces
import Presentation
import Statistics

extension AccuracyByAge {
  /// A table for each model.
  package static func text(of metrics: Metrics) -> String? {
    metrics.models.map { model in
      let rows = model.groups.map { group in
        [
          group.ageGroup.displayName, "\(group.n)", group.accuracy.map(percent) ?? "undefined",
          group.macroRecall.map { Format.share($0) } ?? "undefined",
          standardised(group.ageGroup, of: model).map(percent) ?? "undefined",
        ]
      }
      return "\(model.model) model\n"
        + TextTable.aligned(
          [
            [
              "age group", "n", "accuracy (95% CI)", "macro recall",
              "emotion-balanced",
            ]
          ]
            + rows)
    }.joined(separator: "\n\n")
  }

  private static func standardised(_ group: AgeGroup, of model: ModelMetrics) -> Estimate? {
    model.crossAge?.emotionStandardisation?.groups.first { $0.ageGroup == group }?.standardised
  }

  private static func percent(_ estimate: Estimate) -> String {
    "\(Format.share(estimate.value)) (\(Format.shareInterval(estimate)))"
  }
}

import Faces
import Foundation
import Presentation
import Statistics

extension AccuracyByAge {
  /// A table for each model.
  package static func text(of metrics: Metrics) -> String? {
    metrics.models.map { model in
      let rows = model.groups.map { group in
        [
          group.ageGroup.displayName, "\(group.n)", group.accuracy.map(percent) ?? "undefined",
          group.macroRecall.map { String(format: "%.1f %%", 100 * $0) } ?? "undefined",
          standardised(group.ageGroup, of: model).map(percent) ?? "undefined",
        ]
      }
      return "\(model.model) model\n"
        + TextTable.aligned(
          [
            [
              "age group", "n", "accuracy (95 % interval)", "macro recall",
              "at one class distribution",
            ]
          ]
            + rows)
    }.joined(separator: "\n\n")
  }

  private static func standardised(_ group: AgeGroup, of model: ModelMetrics) -> Estimate? {
    model.crossAge?.emotionStandardisation?.groups.first { $0.ageGroup == group }?.standardised
  }

  private static func percent(_ estimate: Estimate) -> String {
    String(
      format: "%.1f %% (%.1f to %.1f)", 100 * estimate.value, 100 * estimate.lower,
      100 * estimate.upper)
  }
}

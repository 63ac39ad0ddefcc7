import Evaluation
import Faces
import Foundation
import Statistics

/// Results as text for a terminal.
enum Tables {
  static func text(_ metrics: Metrics) -> String {
    let tables = metrics.models.map { model in
      let rows = model.groups.map { group in
        [
          group.ageGroup.displayName, "\(group.n)", group.accuracy.map(percent) ?? "undefined",
          group.macroRecall.map { String(format: "%.1f %%", 100 * $0) } ?? "undefined",
          standardised(group.ageGroup, of: model).map(percent) ?? "undefined",
        ]
      }
      return "\(model.model) model\n"
        + aligned(
          [["age group", "n", "accuracy (95 % interval)", "macro recall", "at one emotion mix"]]
            + rows)
    }
    let findings = metrics.findings.map { finding in
      "- \(finding.text)"
        + (finding.appearance.map { "\n  Appearance or expression? \($0.text)" } ?? "")
    }
    return (tables + [findings.joined(separator: "\n")]).joined(separator: "\n\n")
  }

  private static func standardised(_ group: AgeGroup, of model: ModelMetrics) -> Estimate? {
    model.crossAge?.emotionMix?.groups.first { $0.ageGroup == group }?.standardised
  }

  static func percent(_ estimate: Estimate) -> String {
    String(
      format: "%.1f %% (%.1f to %.1f)", 100 * estimate.value, 100 * estimate.lower,
      100 * estimate.upper)
  }

  /// Columns of equal width, two spaces apart.
  static func aligned(_ rows: [[String]]) -> String {
    let columns = rows.first?.indices ?? 0..<0
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }.joined(separator: "\n")
  }
}

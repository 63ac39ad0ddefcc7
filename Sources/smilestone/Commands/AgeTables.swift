import Analysis
import Faces
import Foundation
import Presentation
import Statistics

/// Results about ages as text for a terminal.
extension Tables {
  static func text(_ metrics: AgeMetrics) -> String {
    let rows = errorRows(metrics)
    let errors = TextTable.aligned(
      [["true age group", "n", "mean absolute error", "root mean square", "bias", "median age"]]
        + rows.map { row in
          [
            row.name, row.n, row.years(\.meanAbsoluteError), row.years(\.rootMeanSquaredError),
            row.years(\.bias), row.baseline.map { String(format: "%.2f", $0) } ?? "",
          ]
        })
    let shares = TextTable.aligned(
      [["true age group", "within 3 years", "within 5 years", "within 10 years", "right group"]]
        + rows.map { row in
          [
            row.name, row.share(\.within3Years), row.share(\.within5Years),
            row.share(\.within10Years), row.share(\.groupAccuracy),
          ]
        })
    let limits = metrics.limitsOfAgreement.map {
      "\n95% limits of agreement: \(years($0.lower)) to \(years($0.upper)) years."
    }
    let parts = [
      "Errors in years, with 95% confidence intervals; median age: the error of always predicting the "
        + "training faces' median\n\(errors)" + (limits ?? ""),
      "Shares of faces\n\(shares)",
      metrics.groupConfusion.map {
        "Faces by true age group (rows) and estimated one (columns)\n\(confusion($0, metrics.byGroup.map(\.ageGroup)))"
      },
      coverage(metrics),
      metrics.calibration.map { memberships($0, metrics.byGroup.map(\.ageGroup)) },
      metrics.expression.map { text($0) },
    ]
    return parts.compactMap(\.self).joined(separator: "\n\n")
  }

  static func text(_ result: AgeByExpression) -> String {
    let isError = result.outcome == .error
    let header =
      isError
      ? ["emotion", "n", "mean error", "at the same age", "against the average"]
      : ["emotion", "n", "mean estimated age", "against the average"]
    let rows = result.emotions.map { emotion in
      [emotion.emotion.rawValue, "\(emotion.n)", years(emotion.mean)]
        + (isError ? [emotion.adjustedMean.map(years) ?? "undefined"] : [])
        + [years(emotion.deviation)]
    }
    let leftOut =
      result.leftOut.isEmpty
      ? ""
      : "\nToo few faces or subjects: "
        + result.leftOut.map(\.rawValue).joined(separator: ", ") + "."
    return
      "\(isError ? "Estimated minus known age" : "Estimated age") by perceived emotion, in years\n"
      + TextTable.aligned([header] + rows) + leftOut + "\n" + result.text
  }

  /// A line of the tables of errors.
  private struct ErrorRow {
    let name: String
    let n: String
    let errors: AgeErrors?
    var baseline: Double?
    var isSuppressed = false

    private var missing: String { isSuppressed ? "suppressed" : "undefined" }

    func years(_ path: KeyPath<AgeErrors, Estimate>) -> String {
      errors.map { Tables.years($0[keyPath: path]) } ?? missing
    }

    func years(_ path: KeyPath<AgeErrors, Estimate?>) -> String {
      errors.flatMap { $0[keyPath: path] }.map(Tables.years) ?? missing
    }

    func share(_ path: KeyPath<AgeErrors, Estimate>) -> String {
      errors.map { Tables.percent($0[keyPath: path]) } ?? missing
    }

    func share(_ path: KeyPath<AgeErrors, Estimate?>) -> String {
      errors.flatMap { $0[keyPath: path] }.map(Tables.percent) ?? missing
    }
  }

  private static func errorRows(_ metrics: AgeMetrics) -> [ErrorRow] {
    let all = ErrorRow(
      name: "all", n: "\(metrics.n)", errors: metrics.errors,
      baseline: metrics.baselineMeanAbsoluteError)
    let groups = metrics.byGroup.map {
      ErrorRow(
        name: $0.ageGroup.displayName, n: "\($0.n)", errors: $0.errors,
        baseline: $0.baselineMeanAbsoluteError)
    }
    let subgroups = (metrics.subgroups ?? []).filter { $0.ageGroup == nil }.map {
      ErrorRow(
        name: "\($0.variable.rawValue): \($0.value)", n: $0.n.map { "\($0)" } ?? "",
        errors: $0.errors, isSuppressed: $0.isSuppressed)
    }
    return [all] + groups + subgroups
  }

  private static func confusion(_ counts: [[Int]], _ groups: [AgeGroup]) -> String {
    let names = groups.map(\.displayName)
    return TextTable.aligned(
      [["true age group"] + names]
        + zip(names, counts).map { name, row in [name] + row.map { "\($0)" } })
  }

  private static func coverage(_ metrics: AgeMetrics) -> String? {
    guard let all = metrics.coverage else { return nil }
    func cells(_ coverage: [AgeCoverage]?) -> [String] {
      (coverage ?? []).isEmpty
        ? all.map { _ in "undefined" }
        : (coverage ?? []).map {
          "\(percent($0.covered)), \(String(format: "%.1f", $0.medianWidthInYears))"
        }
    }
    let header = ["age group"] + all.map { Format.level($0.level) }
    let rows =
      [["all"] + cells(all)]
      + (metrics.calibration?.byEstimatedGroup ?? []).map {
        ["estimated \($0.ageGroup.displayName)"] + cells($0.coverage)
      }
      + metrics.byGroup.map { ["true \($0.ageGroup.displayName)"] + cells($0.coverage) }
    return "How often intervals of each level hold the known age, and their median width in years\n"
      + TextTable.aligned([header] + rows)
  }

  private static func memberships(
    _ calibration: AgeCalibration, _ groups: [AgeGroup]
  ) -> String {
    let header =
      ["estimated group", "n"] + groups.map { "true \($0.displayName)" }
    let rows = calibration.byEstimatedGroup.map { group in
      [group.ageGroup.displayName, "\(group.n)"]
        + groups.map { known in
          group.memberships.first { $0.ageGroup == known }.map {
            "\(Format.share($0.probability.value)) | " + percent($0.share)
          } ?? "undefined"
        }
    }
    let correlation = calibration.withinSubjectCorrelation.map {
      "\nCorrelation of one subject's errors: \(years($0))."
    }
    let broken =
      calibration.broken.isEmpty
      ? "\nNone of \(calibration.checked) promises looked at is contradicted."
      : "\nContradicted, of \(calibration.checked) promises looked at:"
        + calibration.broken.map { "\n- \($0.text)" }.joined()
    return
      "Probability of each true age group: mean said | share found (95% CI)\n"
      + TextTable.aligned([header] + rows) + (correlation ?? "") + broken
  }

  private static func years(_ estimate: Estimate) -> String {
    String(format: "%.2f (%.2f to %.2f)", estimate.value, estimate.lower, estimate.upper)
  }
}

import Foundation
import Presentation
import Statistics

/// The numbers of a prediction as tables and text.
public enum PlanningTables {
  /// A row for each number of children that was tried.
  public static func curve(_ prediction: StudyPrediction) -> DataTable {
    table(prediction.curve, first: "children") { .count($0.children) }
  }

  /// A row for each list of ages.
  public static func candidates(_ prediction: StudyPrediction) -> DataTable {
    table(prediction.candidates, first: "ages (years)") { .text(ages($0)) }
  }

  static func ages(_ performance: DesignPerformance) -> String {
    performance.ages.map(\.text).joined(separator: ", ")
  }

  private static func table(
    _ rows: [DesignPerformance], first: String, _ head: (DesignPerformance) -> DataTable.Cell
  ) -> DataTable {
    func bounds(_ estimate: Estimate?) -> [DataTable.Cell] {
      [.share(estimate?.value), .share(estimate?.lower), .share(estimate?.upper)]
    }
    func named(_ name: String) -> [String] { [name, "\(name): lower", "\(name): upper"] }
    return DataTable(
      columns: [
        first, "adults", "studies", "median width (years)", "lower quartile", "upper quartile",
      ]
        + named("narrow enough") + named("age found") + named("holds the truth")
        + ["holds the truth where found", "bias (years)", "standard deviation (years)"],
      rows: rows.map { row in
        [
          head(row), .count(row.adults), .count(row.studies),
          .number(row.medianWidthInYears, decimals: 2),
          .number(row.lowerQuartileWidthInYears, decimals: 2),
          .number(row.upperQuartileWidthInYears, decimals: 2),
        ] + bounds(row.narrowEnough) + bounds(row.found) + bounds(row.coverage)
          + [
            .share(row.coverageWhereFound?.value), .number(row.biasInYears, decimals: 2),
            .number(row.standardDeviationInYears, decimals: 2),
          ]
      })
  }

  /// What a terminal shows.
  public static func text(_ prediction: StudyPrediction) -> String {
    var parts = [
      "Planned for \(prediction.target.measure.inWords), expected at "
        + String(format: "%.1f years", prediction.truthInYears),
      TextTable.aligned(
        [header(prediction.target)] + prediction.curve.map { row("\($0.children)", $0, prediction) }
      ),
    ]
    if let predicted = prediction.predicted {
      parts.append(
        (prediction.isReached
          ? "Aim: \(prediction.target.inWords).\nReached with \(predicted.children) children. "
          : "") + "Predicted by \(predicted.studies) studies of their own:\n"
          + TextTable.aligned([
            header(prediction.target), row("\(predicted.children)", predicted, prediction),
          ]) + (prediction.archive.map { "\nThese are test faces: \($0.inWords)." } ?? ""))
    }
    if !prediction.candidates.isEmpty {
      var lines = [header(prediction.target, first: "ages, years")]
      lines += prediction.candidates.map { row(ages($0), $0, prediction) }
      parts.append(
        "Ages of visits, \(prediction.design.children) children each\n"
          + TextTable.aligned(lines)
          + (prediction.bestAges.map { "\n\(best($0, prediction))" } ?? ""))
    }
    return parts.joined(separator: "\n\n")
  }

  /// "Best: 4, 6, 8 years.", and what so many studies cannot tell from it.
  private static func best(_ best: DesignPerformance, _ prediction: StudyPrediction) -> String {
    func share(_ row: DesignPerformance) -> Estimate { row.narrowEnough ?? row.found }
    let alike = prediction.candidates.filter {
      $0.ages != best.ages && share($0).upper >= share(best).lower
    }
    return "Best: \(ages(best)) years."
      + (alike.isEmpty
        ? ""
        : " \(best.studies) studies cannot tell these from it: "
          + alike.map { "\(ages($0)) years" }.joined(separator: "; ") + ".")
  }

  private static func header(_ target: PlanTarget, first: String = "children") -> [String] {
    [first, "median width, years"]
      + (target.widthInYears.map { ["at most \(AgeSpan.text($0)) years"] } ?? [])
      + ["age found", "holds the truth", "of those found"]
  }

  private static func row(
    _ first: String, _ row: DesignPerformance, _ prediction: StudyPrediction
  ) -> [String] {
    [first, row.medianWidthInYears.map { Format.number($0, decimals: 1) } ?? "open"]
      + (prediction.target.widthInYears == nil ? [] : [share(row.narrowEnough)])
      + [share(row.found), share(row.coverage), share(row.coverageWhereFound)]
  }

  private static func share(_ estimate: Estimate?) -> String {
    estimate.map { "\(Format.share($0.value)) (\(Format.shareInterval($0)))" } ?? Format.missing
  }
}

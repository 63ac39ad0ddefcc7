import Evaluation
import Exploration
import Faces

/// The charts of a report as pure functions of its numbers: the page shows them, `FigureExporter`
/// writes them to files.
public enum ChartSpecs {
  /// Every chart that the input has numbers for.
  /// - Throws: `SmilestoneError` when the metrics have the wrong shape.
  public static func charts(for input: ReportInput, theme: ChartTheme) throws -> [Chart] {
    try input.metrics?.checkShape()
    var charts: [Chart] = []
    if let chart = emotionCounts(input.emotionCounts, theme: theme) { charts.append(chart) }
    for history in input.histories {
      charts += training(history, theme: theme)
    }
    if let metrics = input.metrics {
      if let age = metrics.ageEstimator {
        charts += ageQuality(age, predictions: input.agePredictions, theme: theme)
      }
      charts += results(metrics, theme: theme)
    }
    if let representation = input.representation {
      charts += [
        attention(representation.attention, theme: theme),
        representation.similarities.first.flatMap { similarity($0, theme: theme) },
      ].compactMap(\.self)
    }
    if let trained = input.matrix {
      charts += [controls(trained, theme: theme), matrix(trained, theme: theme)].compactMap(\.self)
    }
    if let audit = input.audit {
      charts += [
        ExploreCharts.shortcuts(audit.predictions, theme: theme),
        audit.classMix.map { ExploreCharts.classMix($0, theme: theme) },
      ].compactMap(\.self)
    }
    return charts
  }

  private static func results(_ metrics: Metrics, theme: ChartTheme) -> [Chart] {
    let planted = metrics.transition?.planted?.ageInYears
    return [
      crossAge(metrics.models, planted: planted, theme: theme),
      // The page's chart of accuracy has a switch instead.
      theme == .page
        ? nil
        : crossAge(
          metrics.models, measure: .standardised, planted: planted, theme: theme),
      metrics.transition.flatMap {
        transition($0, reported: metrics.reportedAges, theme: theme)
      },
      confusion(metrics.models, theme: theme), recall(metrics.models, theme: theme),
      reliability(metrics.models, theme: theme),
      metrics.ageError.flatMap { ageDependence($0, planted: planted, theme: theme) },
    ].compactMap(\.self)
  }

  /// An x axis of age groups, which fits five labels of several lines side by side.
  static func groupAxis(labels: [String], theme: ChartTheme) -> JSONValue {
    [
      "field": "group", "type": "ordinal", "scale": ["domain": .strings(labels)],
      "axis": [
        "title": nil, "labelAngle": 0, "labelExpr": groupLabelExpression(theme),
        "labelFontSize": theme == .page ? ["expr": "width < 420 ? 11 : 13"] : 8,
        "labelOverlap": false, "labelLimit": 0, "ticks": false, "domain": true,
        "labelPadding": theme == .page ? 8 : 4, "labelLineHeight": theme == .page ? 16 : 9.5,
      ],
    ]
  }

  /// An age group's name, ages and n as a label of three lines.
  static func groupLabel(_ group: AgeGroup, n: Int?) -> String {
    var lines = [group.displayName, group.rangeInYears + " y"]
    if let n { lines.append("n = \(Format.count(n))") }
    return lines.joined(separator: "\n")
  }

  /// Breaks a label into lines; on a phone and in a paper's column also within the name.
  private static func groupLabelExpression(_ theme: ChartTheme) -> JSONValue {
    let broken = "replace(datum.value, ' child', '\\nchild')"
    if theme != .page { return .string("split(\(broken), '\\n')") }
    let short = "replace(replace(\(broken), ' y', ''), 'n = ', 'n=')"
    return .string("split(width < 420 ? \(short) : datum.value, '\\n')")
  }
}

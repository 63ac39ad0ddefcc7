import Presentation

extension ExpressionDevelopment {
  /// The share of adults' configuration by age, with the fitted step and, where one is said, the age
  /// half way with its interval.
  static func chart(
    _ timing: TimingResult, _ analysis: ExpressionAnalysis, planted: Double?
  ) -> Chart? {
    guard let oldest = timing.curve.map(\.meanAgeInYears).max() else { return nil }
    let x: JSONValue = [
      "field": "age", "type": "quantitative",
      "scale": ["type": "sqrt", "domain": [0, .number(oldest.rounded(.up))], "nice": false],
      "axis": [
        "title": "Age, years", "values": [1, 3, 5, 8, 12, 17, 25, 40, 60, 80], "grid": false,
      ],
    ]
    let values = timing.curve.map { point -> JSONValue in
      let reach = 1.96 * point.standardError
      return [
        "age": .number(point.meanAgeInYears), "share": .number(point.share),
        "lower": .number(point.share - reach), "upper": .number(point.share + reach),
        "n": .integer(point.faces),
      ]
    }
    let share: JSONValue = [
      "field": "share", "type": "quantitative", "scale": ["nice": true, "zero": true],
      "axis": ["title": "Share of adults’ configuration", "format": ".0%", "tickCount": 5],
    ]
    let marks = IntervalMarks(
      value: share, channels: ["x": x],
      pointChannels: [
        "tooltip": [
          .numberTooltip("age", decimals: 1), .shareTooltip("share"), .shareTooltip("lower"),
          .shareTooltip("upper"), .countTooltip("n"),
        ]
      ], properties: ["color": .color(.ink)])
    let line = planted.map { PlantedLine(ageInYears: $0) }
    let layers =
      [["data": ["values": .array(values)], "layer": .array(marks.layers)] as JSONValue]
      + [interval(timing, analysis, x: x), line?.layer(x: x, isNamedAbove: true)].compactMap(\.self)
    return Chart(
      name: chart, title: "The expression apart from the head",
      caption:
        "How far the emotions’ configuration has come from that of \(analysis.settings.young) (0%) to that of \(analysis.settings.grown) (100%), by age in "
        + "bins, after heads were brought to adults’ shape; bars are 95% confidence intervals (CI) that take the two "
        + "ends as known. Both ends are near 0% and 100% by construction: what is read is where between "
        + "them the curve rises."
        + (analysis.isClaimed
          ? " The bar at the bottom is the age half way with its 95% CI." : "")
        + (line?.caption ?? ""),
      summary: analysis.answer,
      spec: .chart(
        ["layer": .array(layers)], pageHeight: 360, width: .oneColumn, height: 180),
      table: DataTable(
        columns: ["mean age (years)", "n", "share", "standard error"],
        rows: timing.curve.map { point in
          [
            .number(point.meanAgeInYears, decimals: 2), .count(point.faces), .share(point.share),
            .number(point.standardError, decimals: 4),
          ]
        }))
  }

  /// The age half way with its interval, at the bottom; nil where no age is said.
  private static func interval(
    _ timing: TimingResult, _ analysis: ExpressionAnalysis, x: JSONValue
  ) -> JSONValue? {
    guard analysis.isClaimed, let lower = timing.lowerInYears, let upper = timing.upperInYears
    else {
      return nil
    }
    let marks = IntervalMarks(
      value: x, isHorizontal: true,
      pointChannels: [
        "tooltip": [
          .numberTooltip("age", decimals: 1), .numberTooltip("lower", decimals: 1),
          .numberTooltip("upper", decimals: 1),
        ]
      ], properties: ["color": .color(.ink)])
    return [
      "data": [
        "values": [
          [
            "age": .number(timing.ageInYears), "lower": .number(lower), "upper": .number(upper),
            "share": 0,
          ]
        ]
      ],
      "encoding": ["y": ["field": "share", "type": "quantitative"]],
      "layer": .array(marks.layers),
    ]
  }
}

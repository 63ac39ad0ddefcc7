import Faces
import Presentation
import Statistics

extension AgeEstimatorQuality {
  /// The charts of an age estimator: error by age group, estimated against known age, Bland &
  /// Altman's plot (both where there are `predictions`), and error by perceived emotion.
  package static func charts(
    _ metrics: AgeMetrics, ages: AgeGrouping, predictions: [AgePrediction]
  ) -> [Chart] {
    [
      ageError(metrics, ages: ages),
      predictions.isEmpty ? nil : ageScatter(predictions, ages: ages),
      predictions.isEmpty ? nil : blandAltman(predictions, ages: ages),
      metrics.expression.map { ageByExpression($0) },
    ].compactMap(\.self)
  }

  /// Error, or estimated age, by perceived emotion.
  package static func ageByExpression(_ result: AgeByExpression) -> Chart {
    let isError = result.outcome == .error
    let rows = result.emotions.map { ($0, $0.adjustedMean ?? $0.mean) }
    let values = rows.map { emotion, mean -> JSONValue in
      [
        "emotion": .string(emotion.emotion.rawValue), "mean": .number(mean.value),
        "lower": .number(mean.lower), "upper": .number(mean.upper), "n": .integer(emotion.n),
      ]
    }
    let axisTitle = isError ? "Estimated minus known age, years" : "Estimated age, years"
    let body: JSONValue = [
      "data": ["values": .array(values)],
      "encoding": [
        "y": [
          "field": "emotion", "type": "nominal",
          "sort": .strings(rows.map(\.0.emotion.rawValue)),
          "axis": ["title": nil, "ticks": false, "domain": false],
        ]
      ],
      "layer": .array(
        [
          // Where the error is none.
          isError
            ? [
              "data": ["values": [[:]]],
              "mark": ["type": "rule", "color": .color(.soft), "strokeDash": [2, 3]],
              "encoding": ["y": nil, "x": ["datum": 0, "type": "quantitative"]],
            ] : nil,
          [
            "mark": ["type": "rule", "color": .color(.age), "strokeWidth": .lineWidth],
            "encoding": [
              "x": [
                "field": "lower", "type": "quantitative",
                "axis": ["title": .string(axisTitle), "tickMinStep": 1, "tickCount": 7],
                "scale": ["zero": .bool(isError)],
              ],
              "x2": ["field": "upper"],
            ],
          ],
          [
            "mark": [
              "type": "point", "filled": true, "opacity": 1, "size": .pointSize,
              "color": .color(.age),
            ],
            "encoding": [
              "x": ["field": "mean", "type": "quantitative"],
              "tooltip": [
                ["field": "emotion"], ["field": "mean", "format": ".2f"],
                ["field": "lower", "format": ".2f"], ["field": "upper", "format": ".2f"],
                ["field": "n", "format": ","],
              ],
            ],
          ],
        ].compactMap(\.self)),
    ]
    let intervals = rows.first.map { Format.confidenceIntervals($0.1) } ?? "intervals"
    return Chart(
      name: "age-by-expression",
      title: isError
        ? "Error of the age estimator by perceived emotion" : "Estimated age by perceived emotion",
      caption: (isError
        ? "Mean error at the same known age for every emotion. "
        : "Mean estimated age; the people may truly differ in age. ")
        + "Bars are \(intervals). \(result.text)",
      summary: rows.map { emotion, mean in
        "\(emotion.emotion.rawValue): \(Format.number(mean.value, decimals: 1)) years."
      }.joined(separator: " "),
      spec: .chart(
        body, pageHeight: 60 + 28 * rows.count, width: .oneColumn, height: 40 + 14 * rows.count),
      table: DataTable(
        columns: ["emotion", "n", "mean (years)", "lower", "upper"],
        rows: rows.map { emotion, mean in
          [
            .text(emotion.emotion.rawValue), .count(emotion.n), .number(mean.value, decimals: 2),
            .number(mean.lower, decimals: 2), .number(mean.upper, decimals: 2),
          ]
        }))
  }

  /// Estimated against known age, with the line on which both agree and the bounds of the age groups.
  private static func ageScatter(_ predictions: [AgePrediction], ages: AgeGrouping) -> Chart? {
    let shown = evenly(predictions)
    let oldest = shown.map { max($0.ageInYears, $0.estimate.ageInYears) }.max()
    guard let oldest = oldest?.rounded(.up) else { return nil }
    // Children fill as much of both axes as adults do.
    let scale: JSONValue = ["type": "sqrt", "domain": [0, .number(oldest)], "nice": false]
    func axis(_ title: JSONValue) -> JSONValue {
      [
        "axis": [
          "title": title, "values": [1, 3, 5, 8, 12, 17, 25, 40, 60, 80], "grid": false,
        ], "scale": scale,
      ]
    }
    let bounds = ages.upperBoundsInYears.filter { $0 < oldest }
    func bound(_ channel: String) -> JSONValue {
      [
        "data": ["values": .array(bounds.map { ["bound": .number($0)] })],
        "mark": ["type": "rule", "color": .color(.rule)],
        "encoding": .object([
          channel: ["field": "bound", "type": "quantitative"],
          channel == "x" ? "y" : "x": nil,
        ]),
      ]
    }
    let body: JSONValue = [
      "layer": [
        bound("x"), bound("y"),
        points(
          shown.map { ($0.ageInYears, $0.estimate.ageInYears) },
          names: ("known age", "estimated age")),
        [
          "data": ["values": [["x": 0, "y": 0], ["x": .number(oldest), "y": .number(oldest)]]],
          "mark": ["type": "line", "color": .color(.ink), "strokeWidth": .lineWidth],
          "encoding": [
            "x": ["field": "x", "type": "quantitative"],
            "y": ["field": "y", "type": "quantitative"],
          ],
        ],
      ],
      "encoding": ["x": axis("Known age, years"), "y": axis("Estimated age, years")],
    ]
    return Chart(
      name: "age-scatter", title: "Estimated against known age",
      caption: "Each point is a face\(shownOf(shown, predictions)); on the line both ages agree. "
        + "Thin lines are the bounds of the age groups: in the squares on the line a face is in its own "
        + "group. Both axes are stretched towards the young.",
      summary: "\(Format.count(predictions.count)) faces of known age with their estimated ages.",
      spec: .square(body, pageSide: 440, paperSide: 241),
      table: DataTable(
        columns: ["known age (years)", "estimated age (years)"],
        rows: shown.map {
          [.number($0.ageInYears, decimals: 2), .number($0.estimate.ageInYears, decimals: 2)]
        }))
  }

  /// The difference of both ages against their mean (Bland & Altman 1999), with bias and limits of agreement
  /// of each age group by that mean, since errors grow with age (their section 3.2 fits them to the mean).
  private static func blandAltman(
    _ predictions: [AgePrediction], ages: AgeGrouping
  ) -> Chart? {
    let limits = GroupAgreement.all(predictions, ages: ages)
    guard !limits.isEmpty else { return nil }
    let shown = evenly(predictions)
    let lines = limits.flatMap { group in
      [("bias", group.bias), ("limit", group.lower), ("limit", group.upper)].map {
        name, value -> JSONValue in
        [
          "line": .string(name), "from": .number(group.from), "to": .number(group.upTo),
          "value": .number(value), "age group": .string(group.ageGroup.displayName),
          "n": .integer(group.n),
        ]
      }
    }
    let oldest = limits.map(\.upTo).max() ?? 1
    let body: JSONValue = [
      "layer": [
        [
          "data": ["values": [[:]]],
          "mark": ["type": "rule", "color": .color(.soft), "strokeDash": [2, 3]],
          "encoding": ["x": nil, "y": ["datum": 0, "type": "quantitative"]],
        ],
        points(
          shown.map { (max(0, ($0.ageInYears + $0.estimate.ageInYears) / 2), $0.error) },
          names: ("mean of both", "estimated minus known")),
        [
          "data": ["values": .array(lines)],
          "mark": ["type": "rule", "color": .color(.ink), "strokeWidth": .lineWidth],
          "encoding": [
            "x": ["field": "from", "type": "quantitative"], "x2": ["field": "to"],
            "y": ["field": "value", "type": "quantitative"],
            "strokeDash": [
              "field": "line", "type": "nominal", "legend": nil,
              "scale": ["domain": ["bias", "limit"], "range": [[1, 0], [4, 3]]],
            ],
            "tooltip": [
              ["field": "age group"], ["field": "line"], .numberTooltip("value", decimals: 1),
              .countTooltip("n"),
            ],
          ],
        ],
      ],
      "encoding": [
        "x": [
          "axis": [
            "title": "Mean of both ages, years", "grid": false,
            "values": [1, 3, 5, 8, 12, 17, 25, 40, 60, 80],
          ],
          "scale": ["type": "sqrt", "domain": [0, .number(oldest)], "nice": false],
        ],
        "y": ["axis": ["title": "Estimated minus known age, years", "tickCount": 6]],
      ],
    ]
    return Chart(
      name: "age-bland-altman", title: "Agreement of estimated and known ages",
      caption: "Each point is a face\(shownOf(shown, predictions)). Lines are the bias (solid) and "
        + "the 95% limits of agreement (dashed, bias ± 1.96 standard deviations) of the faces whose mean "
        + "of both ages lies in an age group, since errors grow with age.",
      summary: limits.map { group in
        "\(ages.plural(of: group.ageGroup).sentenceCased): bias "
          + "\(Format.number(group.bias, decimals: 1)), limits "
          + "\(Format.number(group.lower, decimals: 1)) to "
          + "\(Format.number(group.upper, decimals: 1)) years."
      }.joined(separator: " "),
      spec: .chart(body, pageHeight: 320, width: .oneColumn, height: 180),
      table: DataTable(
        columns: ["age group", "n", "bias (years)", "lower limit", "upper limit"],
        rows: limits.map { group in
          [
            .text(group.ageGroup.displayName), .count(group.n), .number(group.bias, decimals: 2),
            .number(group.lower, decimals: 2), .number(group.upper, decimals: 2),
          ]
        }))
  }

  /// - Parameter names: of both numbers in a point's tooltip.
  private static func points(
    _ points: [(x: Double, y: Double)], names: (x: String, y: String)
  ) -> JSONValue {
    [
      "data": [
        "values": .array(points.map { ["x": .number($0.x), "y": .number($0.y)] })
      ],
      "mark": [
        "type": "point", "filled": true, "color": .color(.age), "opacity": 0.35,
        "size": .onPage(24, inPapers: 4),
      ],
      "encoding": [
        "x": ["field": "x", "type": "quantitative"], "y": ["field": "y", "type": "quantitative"],
        "tooltip": [
          JSONValue.numberTooltip("x", decimals: 1).merging(["title": .string(names.x)]),
          JSONValue.numberTooltip("y", decimals: 1).merging(["title": .string(names.y)]),
        ],
      ],
    ]
  }

  /// Points beyond some thousands only make a figure slow.
  private static let mostPoints = 3000

  /// At most `mostPoints` of the faces, evenly through their list.
  private static func evenly(_ predictions: [AgePrediction]) -> [AgePrediction] {
    guard predictions.count > mostPoints else { return predictions }
    return (0..<mostPoints).map { predictions[$0 * predictions.count / mostPoints] }
  }

  private static func shownOf(_ shown: [AgePrediction], _ all: [AgePrediction]) -> String {
    shown.count == all.count
      ? " (n = \(Format.count(all.count)))"
      : " (\(Format.count(shown.count)) of n = \(Format.count(all.count)) are shown)"
  }
}

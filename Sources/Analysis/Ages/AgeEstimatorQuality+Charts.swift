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
      predictions.isEmpty ? nil : ageScatter(predictions),
      predictions.isEmpty ? nil : blandAltman(metrics, predictions),
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
      "layer": [
        [
          "mark": ["type": "rule", "color": .color(.age), "strokeWidth": .lineWidth],
          "encoding": [
            "x": [
              "field": "lower", "type": "quantitative", "axis": ["title": .string(axisTitle)],
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
      ],
    ]
    let level = rows.first.map { Format.level($0.1) } ?? "95%"
    return Chart(
      name: "age-by-expression",
      title: isError
        ? "Error of the age estimator by perceived emotion" : "Estimated age by perceived emotion",
      caption: (isError
        ? "Mean error at the same known age for every emotion. "
        : "Mean estimated age; the people may truly differ in age. ")
        + "Bars are \(level) intervals. \(result.text)",
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

  /// Estimated against known age, with the line on which both agree.
  private static func ageScatter(_ predictions: [AgePrediction]) -> Chart? {
    let shown = evenly(predictions)
    let oldest = shown.map { max($0.ageInYears, $0.estimate.ageInYears) }.max()
    guard let oldest else { return nil }
    let axis: JSONValue = ["domain": [0, .number(oldest)], "nice": true]
    let body: JSONValue = [
      "layer": [
        points(shown.map { ($0.ageInYears, $0.estimate.ageInYears) }),
        [
          "data": ["values": [["x": 0, "y": 0], ["x": .number(oldest), "y": .number(oldest)]]],
          "mark": ["type": "line", "color": .color(.ink), "strokeWidth": .lineWidth],
          "encoding": [
            "x": ["field": "x", "type": "quantitative"],
            "y": ["field": "y", "type": "quantitative"],
          ],
        ],
      ],
      "encoding": [
        "x": ["axis": ["title": "Known age, years", "tickCount": 6], "scale": axis],
        "y": ["axis": ["title": "Estimated age, years", "tickCount": 6], "scale": axis],
      ],
    ]
    return Chart(
      name: "age-scatter", title: "Estimated against known age",
      caption: "Each point is a face\(shownOf(shown, predictions)); on the line both ages agree.",
      summary: "\(Format.count(predictions.count)) faces of known age with their estimated ages.",
      spec: .chart(body, pageHeight: 420, width: .oneColumn, height: 241),
      table: DataTable(
        columns: ["known age (years)", "estimated age (years)"],
        rows: shown.map {
          [.number($0.ageInYears, decimals: 2), .number($0.estimate.ageInYears, decimals: 2)]
        }))
  }

  /// The difference of both ages against their mean (Bland & Altman 1999).
  private static func blandAltman(
    _ metrics: AgeMetrics, _ predictions: [AgePrediction]
  ) -> Chart? {
    guard let limits = metrics.limitsOfAgreement else { return nil }
    let shown = evenly(predictions)
    let lines = [
      ("upper limit of agreement", limits.upper), ("bias", metrics.bias),
      ("lower limit of agreement", limits.lower),
    ]
    let layers = lines.flatMap { name, estimate -> [JSONValue] in
      let dash: JSONValue = name == "bias" ? [] : [4, 3]
      let data: JSONValue = [
        "values": [
          [
            "value": .number(estimate.value), "lower": .number(estimate.lower),
            "upper": .number(estimate.upper),
          ]
        ]
      ]
      return [
        [
          "data": data, "mark": ["type": "rect", "color": .color(.soft), "opacity": 0.25],
          "encoding": [
            "x": nil, "y": ["field": "lower", "type": "quantitative"], "y2": ["field": "upper"],
          ],
        ],
        [
          "data": data,
          "mark": [
            "type": "rule", "color": .color(.ink), "strokeDash": dash,
            "strokeWidth": .lineWidth,
          ],
          "encoding": ["x": nil, "y": ["field": "value", "type": "quantitative"]],
        ],
      ]
    }
    let body: JSONValue = [
      "layer": .array(
        [
          points(
            shown.map { (($0.ageInYears + $0.estimate.ageInYears) / 2, $0.error) })
        ] + layers),
      "encoding": [
        "x": ["axis": ["title": "Mean of both ages, years", "tickCount": 6]],
        "y": ["axis": ["title": "Estimated minus known age, years", "tickCount": 6]],
      ],
    ]
    return Chart(
      name: "age-bland-altman", title: "Agreement of estimated and known ages",
      caption: "Each point is a face\(shownOf(shown, predictions)). Lines are the bias (solid) and "
        + "the 95% limits of agreement (dashed), with \(Format.level(metrics.bias)) intervals.",
      summary:
        "Bias \(Format.number(metrics.bias.value, decimals: 1)) years; 95% of the differences "
        + "lie between \(Format.number(limits.lower.value, decimals: 1)) and "
        + "\(Format.number(limits.upper.value, decimals: 1)) years.",
      spec: .chart(body, pageHeight: 320, width: .oneColumn, height: 180),
      table: DataTable(
        columns: ["line", "years", "lower", "upper"],
        rows: lines.map { name, estimate in
          [
            .text(name), .number(estimate.value, decimals: 2),
            .number(estimate.lower, decimals: 2), .number(estimate.upper, decimals: 2),
          ]
        }))
  }

  private static func points(_ points: [(x: Double, y: Double)]) -> JSONValue {
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

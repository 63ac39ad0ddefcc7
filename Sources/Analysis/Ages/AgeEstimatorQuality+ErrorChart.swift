import Faces
import Presentation

extension AgeEstimatorQuality {
  /// The age estimator's mean absolute error by true age group.
  static func ageError(_ age: AgeMetrics, ages: AgeGrouping) -> Chart? {
    let known = age.byGroup.filter { $0.meanAbsoluteError != nil }
    guard let interval = known.first?.meanAbsoluteError else { return nil }
    let labels = age.byGroup.map { ChartParts.groupLabel($0.ageGroup, of: ages, n: $0.n) }
    let values = zip(age.byGroup, labels).compactMap { group, label -> JSONValue? in
      guard let error = group.meanAbsoluteError else { return nil }
      return [
        "group": .string(label), "error": .number(error.value), "lower": .number(error.lower),
        "upper": .number(error.upper), "n": .integer(group.n),
      ]
    }
    let body: JSONValue = [
      "data": ["values": .array(values)],
      "encoding": ["x": ChartParts.groupAxis(labels: labels)],
      "layer": .array(errorLayers() + baselineLayers(age)),
    ]
    let baseline =
      age.baselineMeanAbsoluteError == nil
      ? "" : " The dotted line is the error, over all ages, of always predicting the median age."
    return Chart(
      name: "age-error", title: "Error of the age estimator",
      caption: "Mean absolute error of estimated ages by true age group, on faces that the "
        + "estimator was not trained on. Error bars are \(Format.level(interval)) intervals "
        + "(\(interval.method)).\(baseline)",
      summary: known.map { group in
        let error = Format.number(group.meanAbsoluteError?.value, decimals: 1)
        return "\(ages.plural(of: group.ageGroup).sentenceCased): \(error) years."
      }.joined(separator: " "),
      spec: .chart(body, pageHeight: 280, width: .oneColumn, height: 150),
      table: ageTable(age))
  }

  private static func errorLayers() -> [JSONValue] {
    let y: JSONValue = [
      "field": "error", "type": "quantitative", "scale": ["zero": true],
      "axis": ["title": "Mean absolute error, years", "tickCount": 5],
    ]
    func cap(_ bound: JSONValue) -> JSONValue {
      [
        "mark": [
          "type": "tick", "orient": "horizontal", "size": .capSize, "thickness": 1,
          "color": .color(.age),
        ],
        "encoding": ["y": ["field": bound, "type": "quantitative"]],
      ]
    }
    return [
      [
        "mark": ["type": "rule", "color": .color(.age)],
        "encoding": [
          "y": ["field": "lower", "type": "quantitative"], "y2": ["field": "upper"],
        ],
      ],
      cap("lower"), cap("upper"),
      [
        "mark": [
          "type": "point", "filled": true, "opacity": 1, "size": .pointSize,
          "shape": "diamond", "color": .color(.age),
        ],
        "encoding": [
          "y": y,
          "tooltip": [
            ["field": "error", "type": "quantitative", "format": ".2f"],
            ["field": "lower", "type": "quantitative", "format": ".2f"],
            ["field": "upper", "type": "quantitative", "format": ".2f"],
            ["field": "n", "type": "quantitative", "format": ","],
          ],
        ],
      ],
    ]
  }

  private static func baselineLayers(_ age: AgeMetrics) -> [JSONValue] {
    guard let baseline = age.baselineMeanAbsoluteError else { return [] }
    return [
      [
        "data": ["values": [[:]]],
        "encoding": ["x": nil, "y": ["datum": .number(baseline), "type": "quantitative"]],
        "layer": [
          ["mark": ["type": "rule", "color": .color(.soft), "strokeDash": [2, 3]]],
          [
            "mark": [
              "type": "text", "align": "right", "baseline": "bottom", "dy": -3, "dx": -2,
              "color": .color(.soft), "text": "median age",
            ],
            "encoding": ["x": ["value": ["expr": "width"]]],
          ],
        ],
      ]
    ]
  }

  private static func ageTable(_ age: AgeMetrics) -> DataTable {
    DataTable(
      columns: [
        "age group", "n", "mean absolute error (years)", "lower", "upper", "within 5 years",
        "within 5 years, lower", "within 5 years, upper",
      ],
      rows: age.byGroup.map { group in
        [
          .text(group.ageGroup.displayName), .count(group.n),
          .number(group.meanAbsoluteError?.value, decimals: 2),
          .number(group.meanAbsoluteError?.lower, decimals: 2),
          .number(group.meanAbsoluteError?.upper, decimals: 2),
          .share(group.within5Years?.value), .share(group.within5Years?.lower),
          .share(group.within5Years?.upper),
        ]
      })
  }
}

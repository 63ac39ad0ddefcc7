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
      "layer": .array(baselineLayers(age, labels: labels) + errorLayers()),
    ]
    let baseline =
      age.byGroup.allSatisfy { $0.baselineMeanAbsoluteError == nil }
      ? ""
      : " Grey bars: the error in that group of always predicting the training faces’ median age."
    return Chart(
      name: "age-error", title: "Error of the age estimator",
      caption: "Mean absolute error of estimated ages by true age group, on faces that the "
        + "estimator was not trained on. Error bars are \(Format.confidenceIntervals(interval)) "
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
      "field": "error", "type": "quantitative",
      // Errors of months and of decades on one axis.
      "scale": ["type": "sqrt", "zero": true, "nice": true],
      "axis": [
        "title": "Mean absolute error, years", "values": [0, 1, 2, 5, 10, 20, 30, 40],
      ],
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

  /// What a single guess for all faces would be off by, in each group.
  private static func baselineLayers(_ age: AgeMetrics, labels: [String]) -> [JSONValue] {
    let values = zip(age.byGroup, labels).compactMap { group, label -> JSONValue? in
      group.baselineMeanAbsoluteError.map { ["group": .string(label), "baseline": .number($0)] }
    }
    guard !values.isEmpty else { return [] }
    let y: JSONValue = ["field": "baseline", "type": "quantitative"]
    return [
      [
        "data": ["values": .array(values)],
        "mark": [
          "type": "tick", "orient": "horizontal", "thickness": .onPage(3, inPapers: 1.5),
          "size": .onPage(54, inPapers: 26), "color": .color(.soft),
        ],
        "encoding": [
          "y": y, "tooltip": [JSONValue.numberTooltip("baseline").merging(["title": "median age"])],
        ],
      ],
      [
        "data": ["values": .array(Array(values.suffix(1)))],
        "mark": [
          "type": "text", "baseline": "bottom", "dy": -4, "color": .color(.soft),
          "text": "median age",
        ],
        "encoding": ["y": y],
      ],
    ]
  }

  private static func ageTable(_ age: AgeMetrics) -> DataTable {
    DataTable(
      columns: [
        "age group", "n", "mean absolute error (years)", "lower", "upper", "within 5 years",
        "within 5 years, lower", "within 5 years, upper", "always the median age (years)",
      ],
      rows: age.byGroup.map { group in
        [
          .text(group.ageGroup.displayName), .count(group.n),
          .number(group.meanAbsoluteError?.value, decimals: 2),
          .number(group.meanAbsoluteError?.lower, decimals: 2),
          .number(group.meanAbsoluteError?.upper, decimals: 2),
          .share(group.within5Years?.value), .share(group.within5Years?.lower),
          .share(group.within5Years?.upper),
          .number(group.baselineMeanAbsoluteError, decimals: 2),
        ]
      })
  }
}

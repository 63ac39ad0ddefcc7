import Faces
import Presentation
import Statistics

extension AgeErrorDependence {
  /// The results under four treatments of the ages' error: a panel for each quantity.
  /// - Parameters:
  ///   - ages: The age groups that it is about.
  ///   - planted: The age at which expressions change in synthetic faces, in years.
  static func ageDependence(
    _ analysis: AgeErrorAnalysis, ages: AgeGrouping, planted: Double?
  ) -> Chart? {
    let points =
      analysis.results.flatMap(TreatedPoint.all) + (analysis.ages ?? []).flatMap(TreatedPoint.all)
    guard !points.isEmpty else { return nil }
    let line = planted.map { PlantedLine(ageInYears: $0) }
    // A paper's panels share one scale of colours and shapes.
    let style = ModelStyle.channels(
      models: TreatedPoint.series(points), name: AgeSeries.name)
    let bodies = TreatedPoint.Panel.allCases.compactMap {
      panel -> (title: String, body: JSONValue)? in
      let members = points.filter { $0.panel == panel }
      guard !members.isEmpty else { return nil }
      return (
        panel.title(ages),
        body(
          members, panel: panel, style: style, planted: panel == .ages ? line : nil)
      )
    }
    return Chart(
      name: "age-dependence", title: "What the error of the ages does to the results",
      caption:
        "Each result with ages taken as estimated; excluding the faces whose age lies within "
        + "\(Format.number(analysis.settings.boundaryDeviations, decimals: 0)) standard deviation of "
        + "a bound between age groups; corrected, with true ages imputed "
        + "(\(analysis.settings.imputations) imputations), which is the result to report; and with "
        + "true ages drawn without the predictions, which weakens every relation and is shown as a "
        + "warning. "
        + (points.contains { $0.quantity == .crossing }
          ? "Triangles are the ages at which the two models’ curves cross. " : "")
        + "Error bars are \(Format.confidenceIntervals(analysis.settings.level)); "
        + "one without a cap has no bound there. n = \(Format.count(analysis.n)) test faces, "
        + "\(Format.count(analysis.facesNearBoundary)) of them near a bound.\(line?.caption ?? "")",
      summary: analysis.summary, bodies: bodies, pageHeight: 250, columns: 3,
      panelSize: (width: 87, height: 100), table: table(points, ages))
  }

  private static func body(
    _ points: [TreatedPoint], panel: TreatedPoint.Panel,
    style: (color: JSONValue, shape: JSONValue, dash: JSONValue), planted: PlantedLine?
  ) -> JSONValue {
    // A paper's panels share one legend; the page has a key of its own.
    let legend: JSONValue = .onPage(["legend": nil], inPapers: [:])
    let value: JSONValue = [
      "field": "value", "type": "quantitative", "scale": ["zero": .bool(panel != .ages)],
      "axis": ["title": .string(panel.axisTitle), "tickCount": 4],
    ]
    let marks = IntervalMarks(
      value: value, isHorizontal: true,
      channels: ["color": style.color.merging(legend)],
      pointChannels: [
        "shape": style.shape.merging(legend),
        "tooltip": [
          ["field": "model"], ["field": "treatment"], .numberTooltip("value"),
          .numberTooltip("lower"), .numberTooltip("upper"),
        ],
      ], ruleFields: ("from", "to"), pointProperties: ["size": .onPage(50, inPapers: 16)])
    let zero: JSONValue = [
      "data": ["values": [["value": 0]]],
      "mark": ["type": "rule", "color": .color(.soft), "strokeDash": [2, 3]],
      "encoding": ["x": value, "y": nil, "yOffset": nil],
    ]
    let lines =
      panel == .ages
      ? planted.map { [$0.layer(x: value.merging(["field": "age"]), isNamedOnTheLeft: true)] } ?? []
      : [zero]
    return [
      "data": ["values": .array(points.map(\.value))],
      "encoding": [
        "y": [
          "field": "treatment", "type": "ordinal", "scale": ["domain": .strings(treatments)],
          "axis": [
            "title": nil, "ticks": false, "domain": false, "labelLimit": 130,
            "labelExpr": treatmentLabels, "labelFontSize": .onPage(12, inPapers: 7),
          ],
        ],
        "yOffset": [
          "field": "model", "type": "nominal",
          "scale": [
            "domain": .strings(TreatedPoint.series(points).map(AgeSeries.name)),
            "paddingOuter": 1.5,
          ],
        ],
      ],
      "layer": .array(lines + marks.layers),
    ]
  }

  fileprivate static let treatments = [
    "as estimated", "excluding faces near a boundary", "corrected (multiple imputation)",
    "uncorrected draws",
  ]

  /// A label of several short lines.
  private static let treatmentLabels: JSONValue = .string(
    "split(replace(replace(replace(datum.value, 'near', '\\nnear'), '(', '\\n('), ' draws', "
      + "'\\ndraws'), '\\n')")

  private static func table(_ points: [TreatedPoint], _ ages: AgeGrouping) -> DataTable {
    DataTable(
      columns: ["model", "quantity", "ages", "estimate", "lower", "upper", "test", "p"],
      rows: points.map { point in
        let decimals = point.quantity.hasVerdict ? 4 : 2
        return [
          .text(AgeSeries.name(point.series)), .text(point.quantity.title(ages)),
          .text(point.treatment), .number(point.estimate, decimals: decimals),
          .number(point.lower, decimals: decimals), .number(point.upper, decimals: decimals),
          point.test.map { .text($0.name) } ?? .missing,
          point.quantity.hasVerdict ? point.test.map { .pValue($0.pValue) } ?? .missing : .missing,
        ]
      })
  }
}

extension AgeErrorQuantity {
  func title(_ ages: AgeGrouping) -> String {
    switch self {
    case .trend: "Change per age group"
    case .toddlerAdult:
      "\(ages.plural(of: ages.adult)) minus \(ages.plural(of: ages.infant))".sentenceCased
    case .transitionAge: "Transition age"
    case .crossing: "Crossing of the curves"
    }
  }
}

/// One result under one treatment.
private struct TreatedPoint {
  /// Two changes of accuracy in points, and ages in years.
  enum Panel: CaseIterable {
    case trend, toddlerAdult, ages

    func title(_ ages: AgeGrouping) -> String {
      switch self {
      case .trend: AgeErrorQuantity.trend.title(ages)
      case .toddlerAdult: AgeErrorQuantity.toddlerAdult.title(ages)
      case .ages: "Transition age and crossing"
      }
    }

    var axisTitle: String { self == .ages ? "Years" : "Points of accuracy" }
  }

  /// The model, or for both models' curves that they cross.
  var series: String
  var quantity: AgeErrorQuantity
  var treatment: String
  var estimate: Double?
  /// nil at an open end.
  var lower: Double?
  var upper: Double?
  /// Where an open end is drawn.
  var from: Double
  var to: Double
  var test: TestResult?

  static func all(of result: AgeErrorResult) -> [TreatedPoint] {
    zip(
      AgeErrorDependence.treatments,
      [result.asEstimated, result.withoutBoundaryFaces, result.imputed, result.naive]
    ).compactMap { treatment, tested in
      tested.map {
        TreatedPoint(
          series: result.model, quantity: result.quantity, treatment: treatment,
          estimate: $0.estimate.value, lower: $0.estimate.lower, upper: $0.estimate.upper,
          from: $0.estimate.lower, to: $0.estimate.upper, test: $0.test)
      }
    }
  }

  static func all(of age: AgeErrorAge) -> [TreatedPoint] {
    zip(
      AgeErrorDependence.treatments,
      [age.asEstimated, age.withoutBoundaryFaces, age.imputed, age.naive]
    ).compactMap { treatment, bounded in
      bounded.map {
        TreatedPoint(
          series: age.model ?? age.quantity.rawValue, quantity: age.quantity, treatment: treatment,
          estimate: $0.ageInYears, lower: $0.interval.lower, upper: $0.interval.upper,
          from: $0.interval.lower ?? $0.searchedFrom, to: $0.interval.upper ?? $0.searchedTo)
      }
    }
  }

  /// Each series once, in order.
  static func series(_ points: [TreatedPoint]) -> [String] {
    points.reduce(into: []) { series, point in
      if !series.contains(point.series) { series.append(point.series) }
    }
  }

  var panel: Panel {
    switch quantity {
    case .trend: .trend
    case .toddlerAdult: .toddlerAdult
    case .transitionAge, .crossing: .ages
    }
  }

  var value: JSONValue {
    // Shares are drawn as points.
    let scale = quantity.hasVerdict ? 100.0 : 1
    return [
      "model": .string(AgeSeries.name(series)), "key": .string(series),
      "treatment": .string(treatment), "value": .optional(estimate.map { scale * $0 }),
      "lower": .optional(lower.map { scale * $0 }), "upper": .optional(upper.map { scale * $0 }),
      "from": .number(scale * from), "to": .number(scale * to),
    ]
  }
}

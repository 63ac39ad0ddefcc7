import Evaluation
import Statistics

extension ChartSpecs {
  /// The results under four treatments of the ages' error: a panel for each quantity.
  static func ageDependence(_ analysis: AgeErrorAnalysis, theme: ChartTheme) -> Chart? {
    let points = analysis.results.flatMap(TreatedPoint.all)
    guard !points.isEmpty else { return nil }
    var models: [String] = []
    for point in points where !models.contains(point.model) { models.append(point.model) }
    let quantities = AgeErrorQuantity.allCases.filter { quantity in
      points.contains { $0.quantity == quantity }
    }
    let bodies = quantities.map { quantity in
      (
        title: quantity.title,
        body: body(
          points.filter { $0.quantity == quantity }, quantity: quantity, models: models,
          theme: theme)
      )
    }
    return Chart(
      name: "age-dependence", title: "What the error of the ages does to the results",
      caption: "Each result with ages taken as estimated, without the faces whose age lies within "
        + "\(Format.number(analysis.settings.boundaryDeviations, decimals: 0)) standard deviation of "
        + "a bound between age groups, with true ages imputed given the answers "
        + "(\(analysis.settings.imputations) imputations, pooled by Rubin’s rules), and with true "
        + "ages drawn without the answers, which weakens every relation and is shown as a warning. "
        + "Error bars are \(Format.number(100 * analysis.settings.level, decimals: 0))% intervals. "
        + "n = \(Format.count(analysis.n)) test faces, "
        + "\(Format.count(analysis.facesNearBoundary)) of them near a bound.",
      summary: analysis.summary, bodies: bodies, pageHeight: 200, columns: 3,
      panelSize: (width: 87, height: 90), table: table(points), theme: theme)
  }

  private static func body(
    _ points: [TreatedPoint], quantity: AgeErrorQuantity, models: [String], theme: ChartTheme
  ) -> JSONValue {
    let style = ModelStyle.channels(models: models, theme: theme)
    // A paper's panels share one legend; the page has a key of its own.
    let legend: JSONValue = theme == .page ? ["legend": nil] : [:]
    let value: JSONValue = [
      "field": "value", "type": "quantitative", "scale": ["zero": .bool(quantity.hasVerdict)],
      "axis": ["title": .string(quantity.axisTitle), "tickCount": 4],
    ]
    let marks = IntervalMarks(
      theme: theme, value: value, isHorizontal: true,
      channels: ["color": style.color.merging(legend)],
      pointChannels: [
        "shape": style.shape.merging(legend),
        "tooltip": [
          ["field": "model"], ["field": "treatment"], .numberTooltip("value"),
          .numberTooltip("lower"), .numberTooltip("upper"),
        ],
      ], pointProperties: ["size": theme == .page ? 50 : 16])
    let zero: JSONValue = [
      "data": ["values": [["value": 0]]],
      "mark": ["type": "rule", "color": theme.color(.soft), "strokeDash": [2, 3]],
      "encoding": ["x": value, "y": nil, "yOffset": nil],
    ]
    return [
      "data": ["values": .array(points.map(\.value))],
      "encoding": [
        "y": [
          "field": "treatment", "type": "ordinal", "scale": ["domain": .strings(treatments)],
          "axis": ["title": nil, "ticks": false, "domain": false, "labelLimit": 130],
        ],
        "yOffset": [
          "field": "model", "type": "nominal",
          "scale": [
            "domain": .strings(models.map(StudyModel.displayName(of:))), "paddingOuter": 1.5,
          ],
        ],
      ],
      "layer": .array((quantity.hasVerdict ? [zero] : []) + marks.layers),
    ]
  }

  fileprivate static let treatments = [
    "as estimated", "no boundary faces", "imputed", "naive draws",
  ]

  private static func table(_ points: [TreatedPoint]) -> DataTable {
    DataTable(
      columns: ["model", "quantity", "ages", "estimate", "lower", "upper", "test", "p"],
      rows: points.map { point in
        let decimals = point.quantity.hasVerdict ? 4 : 2
        return [
          .text(StudyModel.displayName(of: point.model)), .text(point.quantity.title),
          .text(point.treatment), .number(point.tested.estimate.value, decimals: decimals),
          .number(point.tested.estimate.lower, decimals: decimals),
          .number(point.tested.estimate.upper, decimals: decimals), .text(point.tested.test.name),
          point.quantity.hasVerdict
            ? .pValue(point.tested.test.pValue) : .missing,
        ]
      })
  }
}

extension AgeErrorQuantity {
  var title: String {
    switch self {
    case .trend: "Change per age group"
    case .toddlerAdult: "Adults minus toddlers"
    case .transitionAge: "Transition age"
    }
  }

  fileprivate var axisTitle: String { hasVerdict ? "Points of accuracy" : "Years" }

  /// What a result is multiplied with to be drawn: shares are drawn as points.
  fileprivate var scale: Double { hasVerdict ? 100 : 1 }
}

/// One result under one treatment.
private struct TreatedPoint {
  var model: String
  var quantity: AgeErrorQuantity
  var treatment: String
  var tested: TestedEstimate

  static func all(of result: AgeErrorResult) -> [TreatedPoint] {
    zip(
      ChartSpecs.treatments,
      [result.asEstimated, result.withoutBoundaryFaces, result.imputed, result.naive]
    ).compactMap { treatment, tested in
      tested.map {
        TreatedPoint(
          model: result.model, quantity: result.quantity, treatment: treatment, tested: $0)
      }
    }
  }

  var value: JSONValue {
    [
      "model": .string(StudyModel.displayName(of: model)), "key": .string(model),
      "treatment": .string(treatment),
      "value": .number(quantity.scale * tested.estimate.value),
      "lower": .number(quantity.scale * tested.estimate.lower),
      "upper": .number(quantity.scale * tested.estimate.upper),
    ]
  }
}

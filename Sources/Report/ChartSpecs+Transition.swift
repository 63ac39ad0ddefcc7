import Cohort
import Evaluation
import Statistics

extension ChartSpecs {
  /// Each model's class-standardised accuracy over age in years with its fitted curve, and the
  /// interval of its transition age.
  static func transition(_ analysis: TransitionAnalysis, theme: ChartTheme) -> Chart? {
    let fitted = analysis.models.filter { $0.curve != nil && !$0.observed.isEmpty }
    let ages = fitted.flatMap(\.observed).map(\.age)
    guard let oldest = ages.max(), let youngest = ages.min() else { return nil }
    let models = fitted.map(\.model)
    var style = ModelStyle.channels(models: models, theme: theme)
    // Above the plot is room for the crossing's label.
    let legend: JSONValue = ["legend": ["offset": theme == .page ? 20 : 12]]
    style.color = style.color.merging(legend)
    style.shape = style.shape.merging(legend)
    let x: JSONValue = [
      "field": "age", "type": "quantitative",
      // Childhood takes most of the width: half of it is below a quarter of the oldest age.
      "scale": ["type": "sqrt", "domain": [0, .number(oldest.rounded(.up))], "nice": false],
      "axis": [
        "title": "Age, years", "values": [1, 3, 5, 8, 12, 17, 25, 40, 60, 80], "grid": false,
      ],
    ]
    let y: JSONValue = [
      "field": "accuracy", "type": "quantitative",
      // Below zero is room for the intervals.
      "scale": ["domain": [-0.15, 1], "nice": false],
      "axis": [
        "title": "Class-standardised accuracy", "format": ".0%",
        "values": [0, 0.2, 0.4, 0.6, 0.8, 1],
      ],
    ]
    let layers =
      [boundaryLayer(theme, x: x)]
      + observedLayers(fitted, x: x, y: y, style: style, theme: theme)
      + [curveLayer(fitted, from: youngest, to: oldest, x: x, y: y, style: style, theme: theme)]
      + midpointLayers(fitted, x: x, style: style, theme: theme)
      + crossingLayers(analysis.crossing, x: x, theme: theme)
    return Chart(
      name: "transition", title: "The transition age", caption: caption(fitted, analysis),
      summary: summary(fitted),
      spec: theme.spec(
        ["layer": .array(layers)], pageHeight: 420, width: .oneColumn, height: 210),
      table: table(fitted))
  }

  private typealias Style = (color: JSONValue, shape: JSONValue, dash: JSONValue)

  /// Thin lines at the bounds between age groups.
  private static func boundaryLayer(_ theme: ChartTheme, x: JSONValue) -> JSONValue {
    [
      "data": [
        "values": .array(AgeGroup.upperBoundsInYears.map { ["age": .number($0)] })
      ],
      "mark": ["type": "rule", "color": theme.color(.rule)], "encoding": ["x": x],
    ]
  }

  private static func identity(_ model: String) -> JSONValue {
    ["model": .string(StudyModel.displayName(of: model)), "key": .string(model)]
  }

  private static func observedLayers(
    _ models: [ModelTransition], x: JSONValue, y: JSONValue, style: Style, theme: ChartTheme
  ) -> [JSONValue] {
    let values = models.flatMap { model in
      model.observed.map { bin in
        identity(model.model).merging([
          "age": .number(bin.age), "accuracy": .number(bin.accuracy), "n": .integer(bin.n),
        ])
      }
    }
    return [
      [
        "data": ["values": .array(values)],
        "mark": ["type": "point", "filled": true, "opacity": 0.45],
        "encoding": [
          "x": x, "y": y, "color": style.color, "shape": style.shape,
          "size": [
            "field": "n", "type": "quantitative", "legend": nil,
            "scale": ["range": theme == .page ? [12, 160] : [4, 40]],
          ],
          "tooltip": [
            ["field": "model"], .numberTooltip("age", decimals: 1), .shareTooltip("accuracy"),
            .countTooltip("n"),
          ],
        ],
      ]
    ]
  }

  private static func curveLayer(
    _ models: [ModelTransition], from youngest: Double, to oldest: Double, x: JSONValue,
    y: JSONValue, style: Style, theme: ChartTheme
  ) -> JSONValue {
    let steps = 160
    let values = models.flatMap { model -> [JSONValue] in
      guard let curve = model.curve?.logistic else { return [] }
      return (0...steps).map { step in
        // Even steps on the axis as it is drawn.
        let root =
          youngest.squareRoot()
          + (oldest.squareRoot() - youngest.squareRoot()) * Double(step) / Double(steps)
        let age = root * root
        return identity(model.model).merging([
          "age": .number(age), "accuracy": .number(curve.accuracy(at: age)),
        ])
      }
    }
    return [
      "data": ["values": .array(values)],
      "mark": ["type": "line", "strokeWidth": theme.lineWidth],
      "encoding": ["x": x, "y": y, "color": style.color, "strokeDash": style.dash],
    ]
  }

  /// Below the curves, the interval of each model's transition age; without caps where it is open.
  private static func midpointLayers(
    _ models: [ModelTransition], x: JSONValue, style: Style, theme: ChartTheme
  ) -> [JSONValue] {
    let values = models.enumerated().compactMap { position, model -> JSONValue? in
      guard let curve = model.curve else { return nil }
      let interval = curve.profileInterval
      return identity(model.model).merging([
        "midpoint": .number(curve.logistic.midpoint),
        "from": .number(interval.lower ?? curve.searchedFrom),
        "to": .number(interval.upper ?? curve.searchedTo), "lower": .optional(interval.lower),
        "upper": .optional(interval.upper), "level": .number(-0.055 - 0.05 * Double(position)),
        "claim": .string(curve.isClaimed ? "claimed" : "not claimed"),
      ])
    }
    let data: JSONValue = ["values": .array(values)]
    let y: JSONValue = ["field": "level", "type": "quantitative"]
    func cap(_ field: JSONValue) -> JSONValue {
      [
        "data": data, "transform": [["filter": "isValid(datum.lower) && isValid(datum.upper)"]],
        "mark": ["type": "tick", "orient": "vertical", "size": theme.capSize, "thickness": 1],
        "encoding": ["x": x.merging(["field": field]), "y": y, "color": style.color],
      ]
    }
    return [
      [
        "data": data, "mark": ["type": "rule", "strokeWidth": theme.lineWidth],
        "encoding": [
          "x": x.merging(["field": "from"]), "x2": ["field": "to"], "y": y, "color": style.color,
        ],
      ],
      cap("lower"), cap("upper"),
      [
        "data": data,
        "mark": ["type": "point", "filled": true, "opacity": 1, "size": theme.pointSize],
        "encoding": [
          "x": x.merging(["field": "midpoint"]), "y": y, "color": style.color,
          "shape": style.shape,
          "tooltip": [
            ["field": "model"], .numberTooltip("midpoint", decimals: 1),
            .numberTooltip("lower", decimals: 1), .numberTooltip("upper", decimals: 1),
            ["field": "claim"],
          ],
        ],
      ],
    ]
  }

  private static func crossingLayers(
    _ crossing: CurveCrossing?, x: JSONValue, theme: ChartTheme
  ) -> [JSONValue] {
    guard let age = crossing?.age else { return [] }
    return [
      [
        "data": ["values": [["age": .number(age)]]], "encoding": ["x": x],
        "layer": [
          ["mark": ["type": "rule", "color": theme.color(.soft), "strokeDash": [2, 3]]],
          [
            "mark": [
              "type": "text", "text": "curves cross", "y": -3, "baseline": "bottom",
              "color": theme.color(.soft),
            ]
          ],
        ],
      ]
    ]
  }

  private static func caption(
    _ models: [ModelTransition], _ analysis: TransitionAnalysis
  ) -> String {
    let sizes = models.map {
      "\(StudyModel.displayName(of: $0.model)) \(Format.count($0.n)) faces of "
        + "\(Format.count($0.subjects)) subjects"
    }
    let crossing =
      analysis.crossing?.age == nil ? "" : " The dotted line marks where the curves cross."
    return "Share of right answers by age, each emotion counting the same, in narrow bins of age "
      + "(larger marks hold more faces), and the four-parameter logistic curve fitted to the "
      + "single faces. Below: the age midway between the curve’s two levels with its "
      + "\(Format.number(100 * analysis.settings.level, decimals: 0))% profile-likelihood "
      + "interval, allowing for faces of one subject; without caps where the data set no bound on "
      + "some side. n: \(sizes.joined(separator: "; ")).\(crossing) Thin lines are the bounds of "
      + "the age groups; the axis is stretched towards the young."
  }

  private static func summary(_ models: [ModelTransition]) -> String {
    models.compactMap { model in
      model.curve.map { curve in
        let name = StudyModel.displayName(of: model.model).sentenceCased
        let (young, old) = (curve.logistic.infantAsymptote, curve.logistic.adultAsymptote)
        return "\(name): from \(Format.share(young)) to \(Format.share(old)), midway at "
          + "\(Format.number(curve.logistic.midpoint, decimals: 1)) years."
      }
    }.joined(separator: " ")
  }

  private static func table(_ models: [ModelTransition]) -> DataTable {
    DataTable(
      columns: ["model", "mean age (years)", "n", "accuracy", "fitted accuracy"],
      rows: models.flatMap { model in
        model.observed.map { bin in
          [
            .text(StudyModel.displayName(of: model.model)), .number(bin.age, decimals: 2),
            .count(bin.n), .share(bin.accuracy),
            .share(model.curve?.logistic.accuracy(at: bin.age)),
          ]
        }
      })
  }
}

import Cohort
import Evaluation
import Statistics

extension ChartSpecs {
  /// Guessing among seven emotions.
  static let chance = 1 / Double(Emotion.allCases.count)

  /// Each model's accuracy across the age groups, with intervals and the level of chance.
  ///
  /// The chart's parameter `shown` chooses the model: its name, or "all".
  static func crossAge(_ models: [ModelMetrics], theme: ChartTheme) -> Chart? {
    let tested = models.filter { $0.groups.contains { $0.accuracy != nil } }
    guard let first = tested.first else { return nil }
    // n belongs under the axis where all models saw the same faces.
    let sameFaces = tested.allSatisfy { $0.groups.map(\.n) == first.groups.map(\.n) }
    let labels = first.groups.map { groupLabel($0.ageGroup, n: sameFaces ? $0.n : nil) }

    let values = tested.flatMap { model in
      zip(model.groups, labels).compactMap { group, label -> JSONValue? in
        guard let accuracy = group.accuracy else { return nil }
        return [
          "model": .string(StudyModel.displayName(of: model.model)), "key": .string(model.model),
          "group": .string(label), "age group": .string(group.ageGroup.displayName),
          "n": .integer(group.n), "accuracy": .number(accuracy.value),
          "lower": .number(accuracy.lower), "upper": .number(accuracy.upper),
        ]
      }
    }
    let names = JSONValue.strings(tested.map { StudyModel.displayName(of: $0.model) })
    let layers = [chanceLayer(theme)] + modelLayers(tested.map(\.model), theme: theme)
    let body: JSONValue = [
      "params": [["name": "shown", "value": "all"]],
      "data": ["values": .array(values)],
      "transform": [["filter": "shown == 'all' || datum.key == shown"]],
      "encoding": [
        "x": groupAxis(labels: labels, theme: theme),
        // The models stand side by side in the middle of a group's place.
        "xOffset": [
          "field": "model", "type": "nominal", "scale": ["domain": names, "paddingOuter": 3],
        ],
      ],
      "layer": .array(layers),
    ]
    return Chart(
      name: "cross-age", title: "Accuracy across ages",
      caption: caption(tested, sameFaces: sameFaces), summary: summary(tested),
      spec: theme.spec(body, pageHeight: 400, width: .oneColumn, height: 190),
      table: crossAgeTable(models))
  }

  private static func chanceLayer(_ theme: ChartTheme) -> JSONValue {
    let y: JSONValue = ["datum": .number(chance), "type": "quantitative"]
    return [
      "data": ["values": [[:]]],
      "encoding": ["x": nil, "xOffset": nil, "y": y],
      "layer": [
        ["mark": ["type": "rule", "color": theme.color(.soft), "strokeDash": [2, 3]]],
        [
          "mark": [
            "type": "text", "align": "right", "baseline": "top", "dy": theme == .page ? 5 : 3,
            "dx": -2, "color": theme.color(.soft), "text": "chance",
          ],
          "encoding": ["x": ["value": ["expr": "width"]]],
        ],
      ],
    ]
  }

  private static func modelLayers(_ models: [String], theme: ChartTheme) -> [JSONValue] {
    let style = ModelStyle.channels(models: models, theme: theme)
    let accuracy: JSONValue = [
      "field": "accuracy", "type": "quantitative", "scale": ["domain": [0, 1]],
      "axis": ["title": "Accuracy on test faces", "format": ".0%", "tickCount": 5],
    ]
    let tooltip: JSONValue = [
      ["field": "model"], ["field": "age group"],
      ["field": "accuracy", "type": "quantitative", "format": ".1%"],
      ["field": "lower", "type": "quantitative", "format": ".1%"],
      ["field": "upper", "type": "quantitative", "format": ".1%"],
      ["field": "n", "type": "quantitative", "format": ","],
    ]
    let bounds: JSONValue = [
      "y": ["field": "lower", "type": "quantitative"], "y2": ["field": "upper"],
      "color": style.color,
    ]
    func cap(_ bound: JSONValue) -> JSONValue {
      [
        "mark": ["type": "tick", "orient": "horizontal", "size": theme.capSize, "thickness": 1],
        "encoding": ["y": ["field": bound, "type": "quantitative"], "color": style.color],
      ]
    }
    return [
      [
        "mark": ["type": "line", "strokeWidth": theme.lineWidth],
        "encoding": ["y": accuracy, "color": style.color, "strokeDash": style.dash],
      ],
      ["mark": ["type": "rule", "strokeWidth": 1], "encoding": bounds],
      cap("lower"), cap("upper"),
      [
        "mark": ["type": "point", "filled": true, "opacity": 1, "size": theme.pointSize],
        "encoding": [
          "y": accuracy, "color": style.color, "shape": style.shape, "tooltip": tooltip,
        ],
      ],
    ]
  }

  private static func caption(_ models: [ModelMetrics], sameFaces: Bool) -> String {
    let accuracy = models.lazy.flatMap(\.groups).compactMap(\.accuracy).first
    let bars =
      accuracy.map { "Error bars are \(Format.level($0)) intervals (\($0.method)). " } ?? ""
    let n = sameFaces ? "n counts the test faces. " : ""
    return "Share of test faces whose perceived emotion each model named, by age group. \(bars)\(n)"
      + "The dotted line is chance, one in seven. The mix of emotions can differ between groups, "
      + "which moves raw accuracy as well."
  }

  private static func summary(_ models: [ModelMetrics]) -> String {
    models.map { model in
      let points = model.groups.compactMap { group in
        group.accuracy.map { "\(group.ageGroup.plural) \(Format.share($0.value))" }
      }
      let name = StudyModel.displayName(of: model.model).sentenceCased
      return "\(name): \(points.joined(separator: ", "))."
    }.joined(separator: " ")
  }

  static func crossAgeTable(_ models: [ModelMetrics]) -> DataTable {
    DataTable(
      columns: [
        "model", "age group", "n", "subjects", "correct", "accuracy", "lower", "upper",
        "macro recall",
      ],
      rows: models.flatMap { model in
        model.groups.map { group in
          [
            .text(StudyModel.displayName(of: model.model)), .text(group.ageGroup.displayName),
            .count(group.n), .count(group.subjects), .count(group.correct),
            .share(group.accuracy?.value), .share(group.accuracy?.lower),
            .share(group.accuracy?.upper), .share(group.macroRecall),
          ]
        }
      })
  }
}

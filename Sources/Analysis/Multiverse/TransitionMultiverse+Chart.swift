import Presentation
import Statistics

extension TransitionMultiverse {
  /// A specification curve: the ages in ascending order with their intervals, and below which option of each choice
  /// made them.
  /// - Returns: nil where no specification gives an age.
  static func chart(_ models: [ModelMultiverse]) -> Chart? {
    let located = models.filter { !$0.located.isEmpty }
    guard !located.isEmpty else { return nil }
    let level = located.flatMap(\.ages).lazy.compactMap(\.interval?.level).first
    return Chart(
      name: chartName, title: "The transition age under other defensible choices",
      caption:
        "First the ages that specifications give, from the youngest on, those of logistic curves with their "
        + "\(level.map(Format.confidenceIntervals) ?? "intervals") by profile likelihood; the cross is the main "
        + "analysis. Then, at the same places, the options that made them. Rows without an age are in the table. "
        + "The rows are not independent, and their range is no interval.",
      summary: located.map(summary).joined(separator: " "),
      bodies: located.map { (StudyModel.displayName(of: $0.model), ages($0)) }
        + located.map { ("Options: \(StudyModel.displayName(of: $0.model))", options($0)) },
      pageHeight: 260, columns: located.count,
      panelSize: (width: located.count > 1 ? 180 : 360, height: 130), table: table(models))
  }

  private static func rank(_ model: ModelMultiverse) -> JSONValue {
    [
      "field": "rank", "type": "quantitative",
      "scale": ["domain": [0, .integer(model.located.count + 1)], "nice": false],
      "axis": ["title": "Rank by age", "tickCount": 4, "grid": false],
    ]
  }

  private static func ages(_ model: ModelMultiverse) -> JSONValue {
    let oldest = model.located.map { $0.specification.interval?.upper ?? $0.age }.max() ?? 25
    let y: JSONValue = [
      "field": "age", "type": "quantitative",
      "scale": ["domain": [0, .number(oldest.rounded(.up))], "nice": false],
      "axis": ["title": "Transition age, years", "tickCount": 5],
    ]
    let values = model.located.enumerated().map { place, located -> JSONValue in
      let row = located.specification
      return [
        "rank": .integer(place + 1), "age": .number(located.age),
        "lower": .optional(row.interval?.lower), "upper": .optional(row.interval?.upper),
        "main": .bool(row.specification == .main), "n": .integer(row.n),
        "specification": .string(row.specification.options.map(\.option).joined(separator: ", ")),
      ]
    }
    let style = ModelStyle(model: model.model)
    let marks = IntervalMarks(
      value: y,
      pointChannels: [
        "shape": [
          "field": "main", "type": "nominal", "legend": nil,
          "scale": ["domain": [false, true], "range": ["circle", "cross"]],
        ],
        "size": [
          "field": "main", "type": "nominal", "legend": nil,
          "scale": ["domain": [false, true], "range": [12, 120]],
        ],
        "tooltip": [
          ["field": "specification"], .numberTooltip("age", decimals: 1),
          .numberTooltip("lower", decimals: 1), .numberTooltip("upper", decimals: 1),
          .countTooltip("n"),
        ],
      ], properties: ["color": .color(style.role)])
    return [
      "data": ["values": .array(values)], "encoding": ["x": rank(model)],
      "layer": .array(marks.layers),
    ]
  }

  private static func options(_ model: ModelMultiverse) -> JSONValue {
    let values = model.located.enumerated().flatMap { place, located in
      located.specification.specification.options.map { option -> JSONValue in
        ["rank": .integer(place + 1), "option": .string(option.option)]
      }
    }
    return [
      "data": ["values": .array(values)],
      "mark": [
        "type": "tick", "orient": "vertical", "thickness": 1.5,
        "color": .color(ModelStyle(model: model.model).role),
      ],
      "encoding": [
        "x": rank(model),
        "y": [
          "field": "option", "type": "nominal",
          "sort": .strings(optionsOf(model).map(\.option)),
          "axis": [
            "title": nil, "ticks": false, "domain": false, "labelLimit": 150,
            "labelFontSize": .onPage(11, inPapers: 6),
          ],
        ],
      ],
    ]
  }

  private static func table(_ models: [ModelMultiverse]) -> DataTable {
    let choices = Specification.main.options.map(\.choice)
    return DataTable(
      columns: ["model"] + choices + ["n", "age (years)", "lower", "upper", "no age because"],
      rows: models.flatMap { model in
        model.ages.map { row -> [DataTable.Cell] in
          let options = row.specification.options.map { DataTable.Cell.text($0.option) }
          return [.text(StudyModel.displayName(of: model.model))] + options + [
            .count(row.n), .number(row.ageInYears, decimals: 2),
            .number(row.interval?.lower, decimals: 2), .number(row.interval?.upper, decimals: 2),
            row.reason.map { .text($0.rawValue) } ?? .missing,
          ]
        }
      })
  }
}

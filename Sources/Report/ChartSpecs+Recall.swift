import Evaluation
import Faces
import Statistics

extension ChartSpecs {
  /// How often each model finds each emotion, by age group: a panel for each emotion.
  static func recall(_ models: [ModelMetrics], theme: ChartTheme) -> Chart? {
    let points = models.flatMap(RecallPoint.all)
    guard !points.isEmpty else { return nil }
    let names = models.map(\.model).filter { name in points.contains { $0.model == name } }
    let bodies = Emotion.allCases.map { emotion in
      (
        title: emotion.rawValue.sentenceCased,
        body: body(points.filter { $0.emotion == emotion }, models: names, theme: theme)
      )
    }
    let interval = points.lazy.compactMap(\.recall).first
    let bars =
      interval.map {
        " Error bars are \(Format.level($0)) intervals that resample subjects where they repeat, "
          + "Wilson’s otherwise."
      } ?? " No intervals were recorded."
    let counts = models.flatMap(\.groups).map(\.n)
    return Chart(
      name: "recall", title: "Each emotion across ages",
      caption: "Share of the test faces with each perceived emotion that each model named so "
        + "(recall), by age group.\(bars) Groups have \(Format.count(counts.min() ?? 0)) to "
        + "\(Format.count(counts.max() ?? 0)) test faces of all emotions together; n of each point "
        + "is in the table. The dotted line is chance, one in seven.",
      summary: "Recall of \(Format.list(names.map(StudyModel.displayName(of:)))) by age group.",
      bodies: bodies, pageHeight: 170, columns: 4, panelSize: (width: 87, height: 74),
      table: table(points), theme: theme)
  }

  private static func body(
    _ points: [RecallPoint], models: [String], theme: ChartTheme
  ) -> JSONValue {
    let style = ModelStyle.channels(models: models, theme: theme)
    // A paper's panels share one legend; the page has a key of its own.
    let legend: JSONValue = theme == .page ? ["legend": nil] : [:]
    let value: JSONValue = [
      "field": "recall", "type": "quantitative", "scale": ["domain": [0, 1]],
      "axis": [
        "title": nil, "format": ".0%", "values": [0, 0.5, 1],
        "labelFontSize": theme == .page ? 11 : 7,
      ],
    ]
    let marks = IntervalMarks(
      theme: theme, value: value, channels: ["color": style.color.merging(legend)],
      pointChannels: [
        "shape": style.shape.merging(legend),
        "tooltip": [
          ["field": "model"], ["field": "age group"], .shareTooltip("recall"),
          .shareTooltip("lower"), .shareTooltip("upper"), .countTooltip("n"),
        ],
      ],
      pointProperties: ["size": theme == .page ? 42 : 14])
    let chanceLine: JSONValue = [
      "data": ["values": [[:]]],
      "mark": ["type": "rule", "color": theme.color(.soft), "strokeDash": [2, 3]],
      "encoding": [
        "x": nil, "xOffset": nil, "y": ["datum": .number(chance), "type": "quantitative"],
      ],
    ]
    let line: JSONValue = [
      "mark": ["type": "line", "strokeWidth": theme.lineWidth],
      "encoding": [
        "y": value, "color": style.color.merging(legend), "strokeDash": style.dash,
      ],
    ]
    return [
      "data": ["values": .array(points.map(\.value))],
      "encoding": [
        "x": shortGroupAxis(theme: theme),
        "xOffset": [
          "field": "model", "type": "nominal",
          "scale": [
            "domain": .strings(models.map(StudyModel.displayName(of:))), "paddingOuter": 2,
          ],
        ],
      ],
      "layer": .array([chanceLine, line] + marks.layers),
    ]
  }

  private static func table(_ points: [RecallPoint]) -> DataTable {
    DataTable(
      columns: ["model", "emotion", "age group", "n", "recall", "lower", "upper"],
      rows: points.map { point in
        [
          .text(StudyModel.displayName(of: point.model)), .text(point.emotion.rawValue),
          .text(point.ageGroup.displayName), .count(point.n), .share(point.value(\.value)),
          .share(point.recall?.lower), .share(point.recall?.upper),
        ]
      })
  }

  /// An x axis of age groups for small panels: their ages in years.
  static func shortGroupAxis(theme: ChartTheme) -> JSONValue {
    [
      "field": "bounds", "type": "ordinal",
      "scale": ["domain": .strings(AgeGroup.allCases.map(\.rangeInYears))],
      "axis": [
        "title": "Age, years", "labelAngle": 0, "labelOverlap": false, "ticks": false,
        "labelFontSize": theme == .page ? 11 : 6, "titleFontSize": theme == .page ? 11 : 7,
        "titlePadding": 3,
      ],
    ]
  }
}

/// One model's recall of one emotion in one age group.
private struct RecallPoint {
  var model: String
  var ageGroup: AgeGroup
  var emotion: Emotion
  var n: Int
  /// Without interval where none was recorded.
  var share: Double
  var recall: Estimate?

  static func all(of model: ModelMetrics) -> [RecallPoint] {
    model.groups.flatMap { group in
      Emotion.allCases.compactMap { emotion in
        group.recall[emotion.index].map { share in
          RecallPoint(
            model: model.model, ageGroup: group.ageGroup, emotion: emotion,
            n: group.confusion[emotion.index].reduce(0, +), share: share,
            recall: group.recallEstimates?[emotion.index])
        }
      }
    }
  }

  func value(_ bound: KeyPath<Estimate, Double>) -> Double {
    recall?[keyPath: bound] ?? share
  }

  var value: JSONValue {
    [
      "model": .string(StudyModel.displayName(of: model)), "key": .string(model),
      "bounds": .string(ageGroup.rangeInYears), "age group": .string(ageGroup.displayName),
      "n": .integer(n), "recall": .number(share), "lower": .number(value(\.lower)),
      "upper": .number(value(\.upper)),
    ]
  }
}

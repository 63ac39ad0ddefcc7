import Faces
import Presentation
import Statistics

/// A share of each emotion by age group and model: a panel for each emotion.
struct EmotionPanels {
  /// The age groups of its axis.
  var ages: AgeGrouping
  /// What the share is called, in tooltips and tables: "recall".
  var quantity: String
  var points: [EmotionPoint]
  /// The scheme whose labels have a panel each.
  var labels: LabelScheme
  /// Where guessing lies; nil for no line.
  var chance: Double?

  /// The models with points, in the order of the first of each.
  var models: [String] {
    points.reduce(into: []) { models, point in
      if !models.contains(point.model) { models.append(point.model) }
    }
  }

  func chart(
    name: String, title: String, caption: String, summary: String
  ) -> Chart {
    Chart(
      name: name, title: title, caption: caption, summary: summary,
      bodies: labels.emotions.map { emotion in
        (
          title: emotion.rawValue.sentenceCased,
          body: body(points.filter { $0.emotion == emotion })
        )
      },
      pageHeight: 170, columns: 4, panelSize: (width: 87, height: 74), table: table)
  }

  private func body(_ points: [EmotionPoint]) -> JSONValue {
    let style = ModelStyle.channels(models: models)
    // A paper's panels share one legend; the page has a key of its own.
    let legend: JSONValue = .onPage(["legend": nil], inPapers: [:])
    let value: JSONValue = [
      "field": "share", "type": "quantitative", "scale": ["domain": [0, 1]],
      "axis": [
        "title": nil, "format": ".0%", "values": [0, 0.5, 1],
        "labelFontSize": .onPage(11, inPapers: 7),
      ],
    ]
    let marks = IntervalMarks(
      value: value, channels: ["color": style.color.merging(legend)],
      pointChannels: [
        "shape": style.shape.merging(legend),
        "tooltip": [
          ["field": "model"], ["field": "age group"],
          JSONValue.shareTooltip("share").merging(["title": .string(quantity)]),
          .shareTooltip("lower"), .shareTooltip("upper"), .countTooltip("n"),
        ],
      ],
      pointProperties: ["size": .onPage(42, inPapers: 14)])
    let line: JSONValue = [
      "mark": ["type": "line", "strokeWidth": .lineWidth],
      "encoding": [
        "y": value, "color": style.color.merging(legend), "strokeDash": style.dash,
      ],
    ]
    return [
      "data": ["values": .array(points.map { $0.value(ages) })],
      "encoding": [
        "x": ChartParts.shortGroupAxis(ages, ),
        "xOffset": [
          "field": "model", "type": "nominal",
          "scale": [
            "domain": .strings(models.map(StudyModel.displayName(of:))), "paddingOuter": 2,
          ],
        ],
      ],
      "layer": .array([chanceLine()].compactMap(\.self) + [line] + marks.layers),
    ]
  }

  private func chanceLine() -> JSONValue? {
    chance.map { chance in
      [
        "data": ["values": [[:]]],
        "mark": ["type": "rule", "color": .color(.soft), "strokeDash": [2, 3]],
        "encoding": [
          "x": nil, "xOffset": nil, "y": ["datum": .number(chance), "type": "quantitative"],
        ],
      ]
    }
  }

  private var table: DataTable {
    DataTable(
      columns: ["model", "emotion", "age group", "n", quantity, "lower", "upper"],
      rows: points.map { point in
        [
          .text(StudyModel.displayName(of: point.model)), .text(point.emotion.rawValue),
          .text(point.ageGroup.displayName), .count(point.n), .share(point.share),
          .share(point.interval?.lower), .share(point.interval?.upper),
        ]
      })
  }
}

/// One model's share of one emotion in one age group.
struct EmotionPoint {
  var model: String
  var ageGroup: AgeGroup
  var emotion: Emotion
  var n: Int
  var share: Double
  /// nil where none was recorded.
  var interval: Estimate?

  fileprivate func value(_ ages: AgeGrouping) -> JSONValue {
    [
      "model": .string(StudyModel.displayName(of: model)), "key": .string(model),
      "bounds": .string(ages.rangeInYears(of: ageGroup)),
      "age group": .string(ageGroup.displayName),
      "n": .integer(n), "share": .number(share), "lower": .number(interval?.lower ?? share),
      "upper": .number(interval?.upper ?? share),
    ]
  }
}

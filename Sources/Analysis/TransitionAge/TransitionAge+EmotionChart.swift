import Faces
import Presentation
import Statistics

extension TransitionAge {
  /// A forest plot: the transition age of each emotion's recall with its interval, for each model.
  /// - Returns: nil where no emotion has a curve of its own.
  static func emotionChart(_ analysis: TransitionAnalysis) -> Chart? {
    let models = analysis.models.filter { !$0.byEmotion.isEmpty }
    let rows = models.flatMap { model in model.byEmotion.map { (model.model, $0) } }
    guard let level = rows.first?.1.profileInterval.level else { return nil }
    let emotions = rows.map(\.1.emotion.rawValue).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    let oldest = analysis.settings.oldestMidpoint
    let style = ModelStyle.channels(models: models.map(\.model))
    let x: JSONValue = [
      "field": "age", "type": "quantitative",
      "scale": ["domain": [0, .number(oldest)], "nice": false],
      "axis": ["title": "Transition age, years", "tickCount": 6],
    ]
    let values = rows.map { model, emotion -> JSONValue in
      let interval = emotion.profileInterval
      return [
        "model": .string(StudyModel.displayName(of: model)), "key": .string(model),
        "emotion": .string(emotion.emotion.rawValue), "n": .integer(emotion.n),
        "age": .optional(emotion.claimedAgeInYears), "lower": .optional(interval.lower),
        "upper": .optional(interval.upper), "from": .number(interval.lower ?? 0),
        "to": .number(interval.upper ?? oldest),
      ]
    }
    let marks = IntervalMarks(
      value: x, isHorizontal: true, channels: ["color": style.color],
      pointChannels: [
        "shape": style.shape,
        "tooltip": [
          ["field": "model"], ["field": "emotion"], .numberTooltip("age", decimals: 1),
          .numberTooltip("lower", decimals: 1), .numberTooltip("upper", decimals: 1),
          .countTooltip("n"),
        ],
      ], ruleFields: ("from", "to"))
    let planted = analysis.planted.map { PlantedLine(ageInYears: $0.ageInYears) }
    let body: JSONValue = [
      "data": ["values": .array(values)],
      "encoding": [
        "y": [
          "field": "emotion", "type": "nominal", "sort": .strings(emotions),
          "axis": ["title": nil, "ticks": false, "domain": false],
        ],
        "yOffset": [
          "field": "model", "type": "nominal",
          "scale": [
            "domain": .strings(models.map { StudyModel.displayName(of: $0.model) }),
            "paddingOuter": 1,
          ],
        ],
      ],
      "layer": .array(marks.layers + [planted?.layer(x: x)].compactMap(\.self)),
    ]
    return Chart(
      name: "transition-by-emotion", title: "The transition age of each emotion",
      caption: "The age midway between the two levels of each emotion’s recall, with "
        + "\(Format.confidenceIntervals(level)) by profile likelihood. Without a cap the data set no bound "
        + "on that side; without a mark no change is shown (Holm over each model’s emotions) or its age is "
        + "not bounded. Ages as given.\(planted?.caption ?? "")",
      summary: rows.map { model, emotion in
        let age = emotion.claimedAgeInYears.map { "\(Format.number($0, decimals: 1)) years" }
        return
          "\(StudyModel.displayName(of: model)), \(emotion.emotion.rawValue): \(age ?? "no age")."
      }.joined(separator: " "),
      spec: .chart(
        body, pageHeight: 60 + 40 * emotions.count, width: .oneColumn,
        height: 40 + 20 * emotions.count),
      table: DataTable(
        columns: ["model", "emotion", "n", "age (years)", "lower", "upper"],
        rows: rows.map { model, emotion in
          [
            .text(StudyModel.displayName(of: model)), .text(emotion.emotion.rawValue),
            .count(emotion.n), .number(emotion.claimedAgeInYears, decimals: 2),
            .number(emotion.profileInterval.lower, decimals: 2),
            .number(emotion.profileInterval.upper, decimals: 2),
          ]
        }))
  }
}

import Exploration
import Faces
import Presentation
import Statistics

extension Shortcuts {
  /// What each cue alone predicts, against guessing. Grey and black, for no model is meant.
  package static func cues(_ predictions: [ShortcutPrediction]) -> Chart? {
    guard let first = predictions.first else { return nil }
    let values = predictions.map { prediction -> JSONValue in
      let gain = prediction.gain?.estimate
      return [
        "cue": .string(prediction.cue.rawValue), "accuracy": .number(prediction.accuracy),
        "baseline": .number(prediction.baseline),
        "lower": .optional(gain.map { prediction.baseline + $0.lower }),
        "upper": .optional(gain.map { prediction.baseline + $0.upper }),
        "gain lower": .optional(gain?.lower), "gain upper": .optional(gain?.upper),
        "n": .integer(prediction.n),
      ]
    }
    let x: JSONValue = [
      "type": "quantitative", "scale": ["zero": true],
      "axis": ["title": "Correct predictions", "format": ".0%", "tickCount": 5],
    ]
    let marks = IntervalMarks(
      value: x.merging(["field": "accuracy"]), isHorizontal: true,
      pointChannels: [
        "tooltip": [
          ["field": "cue"], .shareTooltip("accuracy"), .shareTooltip("baseline"),
          .shareTooltip("gain lower"), .shareTooltip("gain upper"), .countTooltip("n"),
        ]
      ], properties: ["color": .color(.ink)])
    let body: JSONValue = [
      "data": ["values": .array(values)],
      "encoding": [
        "y": [
          "field": "cue", "type": "nominal", "sort": .strings(predictions.map(\.cue.rawValue)),
          "axis": ["title": nil, "ticks": false, "domain": false],
        ]
      ],
      "layer": .array(guessLayers(first, x: x) + marks.layers),
    ]
    let flagged = predictions.filter(\.isFlagged).map(\.cue.rawValue)
    return Chart(
      name: "shortcuts", title: "Can cues other than expression predict the label?",
      caption: (flagged.isEmpty
        ? "None is flagged as a shortcut. " : "Flagged as shortcuts: \(Format.list(flagged)). ")
        + "Share of faces whose emotion each cue alone predicts (points), cross-validated "
        + "with subjects and near duplicates kept together, beside guessing (grey bars): "
        + "always the most common emotion. Lines are 95% confidence intervals (CI) of the gain over guessing, "
        + "laid at the bar: a cue predicts something where its line lies to the right of the bar.",
      summary: predictions.map {
        "\($0.cue.rawValue): \(Format.share($0.accuracy)) against \(Format.share($0.baseline))."
      }.joined(separator: " "),
      spec: .chart(
        body, pageHeight: 80 + 38 * predictions.count, width: .oneColumn,
        height: 40 + 18 * predictions.count),
      table: DataTable(
        columns: [
          "cue", "n", "right", "guessing", "gain", "lower", "upper", "p", "p (Holm over the cues)",
        ],
        rows: predictions.map { prediction in
          [
            .text(prediction.cue.rawValue), .count(prediction.n), .share(prediction.accuracy),
            .share(prediction.baseline), .points(prediction.accuracy - prediction.baseline),
            .points(prediction.gain?.estimate.lower), .points(prediction.gain?.estimate.upper),
            .pValue(prediction.gain?.test.pValue), .pValue(prediction.adjustedPValue),
          ]
        }))
  }

  /// A bar at what guessing gets of each cue's faces, named at the first one.
  private static func guessLayers(
    _ first: ShortcutPrediction, x: JSONValue
  ) -> [JSONValue] {
    [
      [
        "mark": [
          "type": "tick", "color": .color(.soft), "thickness": .onPage(4, inPapers: 2),
          "orient": "vertical", "opacity": 0.6,
        ],
        "encoding": ["x": x.merging(["field": "baseline"])],
      ],
      [
        "transform": [["filter": .string("datum.cue == '\(first.cue.rawValue)'")]],
        "mark": [
          "type": "text", "text": "guessing", "align": "right", "baseline": "middle",
          "dx": .onPage(-4, inPapers: -2), "dy": .onPage(-17, inPapers: -9),
          "color": .color(.soft),
        ],
        "encoding": ["x": x.merging(["field": "baseline"])],
      ],
    ]
  }

  /// How far the class distribution alone can shift a group's accuracy: a worst case, not a result, and
  /// drawn so that it cannot be taken for one (grey, dashed, in points from the mean).
  package static func classDistribution(
    _ distribution: ClassDistribution, scheme: LabelScheme, ages: AgeGrouping
  ) -> Chart {
    let faces = distribution.groups.reduce(0) { $0 + $1.n }
    let mean =
      distribution.groups.reduce(0) { $0 + Double($1.n) * $1.accuracy } / Double(max(1, faces))
    let shifts = distribution.groups.map { $0.accuracy - mean }
    let labels = distribution.groups.map { ChartParts.groupLabel($0.ageGroup, of: ages, n: $0.n) }
    let values = zip(shifts, labels).map { shift, label -> JSONValue in
      ["group": .string(label), "shift": .number(100 * shift)]
    }
    // A shift of nothing must not fill the image.
    let limit = max(10, 100 * (shifts.map(abs).max() ?? 0))
    let body: JSONValue = [
      "data": ["values": .array(values)],
      "mark": [
        "type": "line",
        "point": [
          "filled": true, "size": .pointSize, "color": .color(.soft), "opacity": 1,
        ],
        "color": .color(.soft), "strokeWidth": .lineWidth, "strokeDash": [4, 3],
      ],
      "encoding": [
        "x": ChartParts.groupAxis(labels: labels),
        "y": [
          "field": "shift", "type": "quantitative",
          "scale": ["domain": [.number(-limit), .number(limit)]],
          "axis": ["title": "Worst-case shift, points", "format": "+.0f", "tickCount": 5],
        ],
        "tooltip": [["field": "shift", "type": "quantitative", "format": "+.1f"]],
      ],
    ]
    let spread = Format.number(100 * AuditThresholds.assumedRecallSpread, decimals: 0)
    return Chart(
      name: "class-distribution",
      title: "Worst case: what the distribution of emotions alone could do to accuracy",
      caption: "A hypothetical model, none of this study: it reads every emotion equally well at "
        + "every age, 50% of each emotion that is rarer in the group \(distribution.better.displayName) than "
        + "in the group \(distribution.worse.displayName), and \(spread) points more of the others, which "
        + "makes the largest difference possible. Shown is how far its accuracy in each group lies "
        + "from its mean over all faces.",
      summary: zip(distribution.groups, shifts).map {
        "\($0.ageGroup.displayName): \(Format.signedPoints($1)) points."
      }.joined(separator: " "),
      spec: .chart(body, pageHeight: 300, width: .oneColumn, height: 150),
      table: DataTable(
        columns: ["age group", "n", "worst-case shift", "hypothetical accuracy"]
          + scheme.emotions.map(\.rawValue),
        rows: zip(distribution.groups, shifts).map { group, shift in
          [
            .text(group.ageGroup.displayName), .count(group.n), .points(shift),
            .share(group.accuracy),
          ] + group.shares.map { .share($0) }
        }))
  }
}

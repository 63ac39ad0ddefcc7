import Presentation
import Statistics

extension ProbabilityCalibration {
  /// How often predictions of a given confidence are right, on all test faces.
  ///
  /// The chart's parameter `scaling` chooses between the probabilities as they are ("raw") and
  /// after temperature scaling ("scaled").
  static func chart(_ models: [ModelMetrics]) -> Chart? {
    let points = models.flatMap(ReliabilityPoint.all)
    guard !points.isEmpty else { return nil }
    let names = models.map(\.model).filter { name in points.contains { $0.model == name } }
    let style = ModelStyle.channels(models: names)
    let share: JSONValue = ["type": "quantitative", "scale": ["domain": [0, 1]]]
    let accuracy = share.merging([
      "field": "accuracy",
      "axis": ["title": "Correct predictions", "format": ".0%", "tickCount": 5],
    ])
    let marks = IntervalMarks(
      value: accuracy, channels: ["color": style.color],
      pointChannels: [
        "shape": style.shape,
        "tooltip": [
          ["field": "model"], .shareTooltip("confidence"), .shareTooltip("accuracy"),
          .shareTooltip("lower"), .shareTooltip("upper"), .countTooltip("n"),
        ],
      ])
    let diagonal: JSONValue = [
      "data": ["values": [["confidence": 0, "accuracy": 0], ["confidence": 1, "accuracy": 1]]],
      "mark": [
        "type": "line", "color": .color(.soft), "strokeDash": [2, 3], "strokeWidth": 1,
      ],
      "encoding": ["y": accuracy],
    ]
    let line: JSONValue = [
      "mark": ["type": "line", "strokeWidth": .lineWidth],
      "encoding": ["y": accuracy, "color": style.color, "strokeDash": style.dash],
    ]
    let shown: JSONValue = ["filter": "datum.scaling == scaling"]
    let data: JSONValue = ["values": .array(points.map(\.value))]
    let body: JSONValue = [
      "params": [["name": "scaling", "value": "raw"]],
      "encoding": [
        "x": share.merging([
          "field": "confidence",
          "axis": ["title": "Probability of the prediction", "format": ".0%", "tickCount": 5],
        ])
      ],
      "layer": .array(
        [diagonal]
          + ([line] + marks.layers).map { $0.merging(["data": data, "transform": [shown]]) }),
    ]
    let interval = points[0].bin.accuracy
    let sizes = models.compactMap { model in
      model.overall.map {
        "\(StudyModel.displayName(of: model.model)) \(Format.count($0.n)) test faces"
      }
    }
    return Chart(
      name: "reliability", title: "Correct predictions by how sure the model is",
      caption:
        "Share of correct predictions among the test faces of all ages whose prediction had about the "
        + "same probability (bins of equally many), "
        + "against the mean of that probability. On the dotted line, probabilities are right; below "
        + "it, a model is too sure of itself. Error bars are \(Format.confidenceIntervals(interval)) "
        + "that resample subjects where they repeat, Wilson’s otherwise. "
        + "n: \(sizes.joined(separator: "; ")).",
      summary: models.compactMap { model in
        model.overall?.scores.map {
          "\(StudyModel.displayName(of: model.model).sentenceCased): expected calibration error "
            + "\(Format.number(100 * $0.calibrationError, decimals: 1)) points."
        }
      }.joined(separator: " "),
      spec: .chart(body, pageHeight: 380, width: .oneColumn, height: 210),
      table: DataTable(
        columns: [
          "model", "probabilities", "bin from", "n", "mean probability", "right", "lower", "upper",
        ],
        rows: points.map { point in
          [
            .text(StudyModel.displayName(of: point.model)), .text(point.scaling),
            .share(point.bin.lowerBound), .count(point.bin.n), .share(point.bin.confidence),
            .share(point.bin.accuracy.value), .share(point.bin.accuracy.lower),
            .share(point.bin.accuracy.upper),
          ]
        }))
  }
}

/// One bin of one model.
private struct ReliabilityPoint {
  var model: String
  /// "raw" or "scaled".
  var scaling: String
  var bin: ReliabilityBin

  static func all(of model: ModelMetrics) -> [ReliabilityPoint] {
    [("raw", model.overall?.reliability), ("scaled", model.overall?.scaledReliability)]
      .flatMap { scaling, bins in
        (bins ?? []).map { ReliabilityPoint(model: model.model, scaling: scaling, bin: $0) }
      }
  }

  var value: JSONValue {
    [
      "model": .string(StudyModel.displayName(of: model)), "key": .string(model),
      "scaling": .string(scaling), "n": .integer(bin.n), "confidence": .number(bin.confidence),
      "accuracy": .number(bin.accuracy.value), "lower": .number(bin.accuracy.lower),
      "upper": .number(bin.accuracy.upper),
    ]
  }
}

import Analysis
import Presentation

extension ChartSpecs {
  /// A model's loss by epoch, and its accuracy (or mean absolute error) where it was measured.
  static func training(_ history: TrainingHistory) -> [Chart] {
    guard !history.epochs.isEmpty else { return [] }
    let loss = trainingCurve(
      history, of: .loss,
      values: history.epochs.map { ($0.trainLoss, $0.validationLoss) })
    guard history.epochs.contains(where: { $0.trainScore != nil || $0.validationScore != nil })
    else { return [loss] }
    let score = trainingCurve(
      history, of: history.model == .age ? .error : .accuracy,
      values: history.epochs.map { ($0.trainScore, $0.validationScore) })
    return [loss, score]
  }

  private enum Measure: String {
    case loss, accuracy, error

    var title: String {
      switch self {
      case .loss: "Loss"
      case .accuracy: "Accuracy"
      case .error: "Mean absolute error"
      }
    }

    var axisTitle: String { self == .error ? "\(title), years" : title }
  }

  private static func trainingCurve(
    _ history: TrainingHistory, of measure: Measure, values: [(Double?, Double?)]
  ) -> Chart {
    let series = ["training", "validation"]
    let points = zip(history.epochs, values).flatMap { epoch, pair in
      zip(series, [pair.0, pair.1]).compactMap { name, value -> JSONValue? in
        guard let value, value.isFinite else { return nil }
        return [
          "epoch": .integer(epoch.number), "series": .string(name), "value": .number(value),
        ]
      }
    }
    let body: JSONValue = [
      "data": ["values": .array(points)],
      "layer": .array(
        chosenLayers(history)
          + [curveLayer(history, of: measure, series: series)]),
    ]
    let name = history.model.displayName
    let epochs = history.epochs.count
    let criterion = history.model == .age ? "mean absolute error" : "loss"
    let kept = history.chosenEpoch.map {
      " The vertical line marks epoch \($0), whose weights were kept for the lowest \(criterion) on "
        + "validation faces."
    }
    return Chart(
      name: "training-\(history.model.rawValue)-\(measure.rawValue)",
      title: "\(name.sentenceCased): \(measure.title.lowercased())",
      caption: "\(measure.title) of the \(name) on training and validation faces over \(epochs) "
        + "\(epochs == 1 ? "epoch" : "epochs").\(kept ?? "")",
      summary: "\(measure.title) of the \(name) by epoch. \(kept ?? "")",
      spec: .chart(body, pageHeight: 240, width: .oneColumn, height: 130),
      table: trainingTable(history))
  }

  private static func curveLayer(
    _ history: TrainingHistory, of measure: Measure, series: [String]
  ) -> JSONValue {
    let domain = JSONValue.strings(series)
    let role = ModelStyle(model: history.model.rawValue).role
    func channel(_ range: JSONValue) -> JSONValue {
      [
        "field": "series", "type": "nominal", "scale": ["domain": domain, "range": range],
        "legend": [
          "symbolType": "stroke", "symbolSize": .onPage(500, inPapers: 180),
          "offset": .onPage(20, inPapers: 12),
        ],
      ]
    }
    var y: JSONValue = [
      "field": "value", "type": "quantitative", "scale": ["zero": true],
      "axis": ["title": .string(measure.axisTitle), "tickCount": 5],
    ]
    if measure == .accuracy {
      y = y.merging(["axis": ["format": ".0%"], "scale": ["domain": [0, 1]]])
    }
    return [
      "mark": [
        "type": "line", "strokeWidth": .lineWidth,
        "point": ["filled": true, "size": .onPage(30, inPapers: 9)],
      ],
      "encoding": [
        "x": [
          "field": "epoch", "type": "quantitative",
          "scale": ["nice": false, "zero": false, "padding": .onPage(10, inPapers: 5)],
          "axis": [
            "title": "Epoch", "tickMinStep": 1, "tickCount": 8, "format": "d", "grid": false,
          ],
        ],
        "y": y, "color": channel([.color(.soft), .color(role)]),
        "strokeDash": channel([[4, 3], [1, 0]]),
        "tooltip": [
          ["field": "series"], ["field": "epoch"],
          ["field": "value", "type": "quantitative", "format": ".4f"],
        ],
      ],
    ]
  }

  private static func chosenLayers(_ history: TrainingHistory) -> [JSONValue] {
    guard let chosen = history.chosen else { return [] }
    return [
      [
        "data": ["values": [["epoch": .integer(chosen.number)]]],
        "encoding": ["x": ["field": "epoch", "type": "quantitative"]],
        "layer": [
          ["mark": ["type": "rule", "color": .color(.soft), "strokeDash": [2, 2]]],
          [
            "mark": [
              "type": "text", "text": .string("epoch \(chosen.number)"), "y": -3,
              "baseline": "bottom", "color": .color(.soft),
            ]
          ],
        ],
      ]
    ]
  }

  private static func trainingTable(_ history: TrainingHistory) -> DataTable {
    let isAge = history.model == .age
    let score = isAge ? "mean absolute error (years)" : "accuracy"
    func cell(_ value: Double?) -> DataTable.Cell {
      isAge ? .number(value, decimals: 2) : .share(value)
    }
    return DataTable(
      columns: [
        "epoch", "learning rate", "training loss", "validation loss", "training \(score)",
        "validation \(score)", "seconds",
      ],
      rows: history.epochs.map { epoch in
        [
          .count(epoch.number), .text(Format.learningRate(epoch.learningRate)),
          .number(epoch.trainLoss, decimals: 4), .number(epoch.validationLoss, decimals: 4),
          cell(epoch.trainScore), cell(epoch.validationScore), .number(epoch.seconds, decimals: 1),
        ]
      })
  }
}

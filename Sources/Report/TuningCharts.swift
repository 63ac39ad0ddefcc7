import Presentation
import Support

/// Charts of a search for settings: what the validation faces say of each setting's values.
public enum TuningCharts {
  /// A candidate's value of one setting, and what it reached.
  public struct Point: Sendable, Equatable {
    /// Of a range: the number.
    public var number: Double?
    /// As people write it.
    public var text: String
    /// Accuracy, or mean absolute error in years: the mean over folds.
    public var score: Double
    public var epochs: Int

    public init(number: Double?, text: String, score: Double, epochs: Int) {
      self.number = number
      self.text = text
      self.score = score
      self.epochs = epochs
    }
  }

  /// - Parameters:
  ///   - key: the setting's dotted name.
  ///   - choices: the values in order; nil for a range.
  ///   - isLogarithmic: whether a range is drawn by order of magnitude.
  ///   - scoreTitle: "Accuracy".
  ///   - faces: what the scores were measured on: "412 validation faces".
  public static func chart(
    key: String, points: [Point], choices: [String]?, isLogarithmic: Bool, scoreTitle: String,
    faces: String
  ) -> Chart {
    let isMixed = Set(points.map(\.epochs)).count > 1
    let values = points.map { point -> JSONValue in
      [
        "value": point.number.map { .number($0) } ?? .string(point.text),
        "score": .number(point.score), "epochs": .integer(point.epochs),
      ]
    }
    let axis: JSONValue =
      choices.map { ["type": "ordinal", "sort": .strings($0), "axis": ["labelAngle": 0]] }
      ?? [
        "type": "quantitative", "scale": ["type": isLogarithmic ? "log" : "linear", "zero": false],
      ]
    let x: JSONValue = ["field": "value", "title": .string(key)]
    let y: JSONValue = [
      "field": "score", "type": "quantitative", "title": .string(scoreTitle),
      // Room around the points, or the extreme ones lie on the frame.
      "scale": ["zero": false, "padding": 8],
    ]
    var encoding: JSONValue = ["x": x.merging(axis), "y": y]
    if isMixed {
      encoding = encoding.merging([
        "shape": ["field": "epochs", "type": "ordinal", "title": "Epochs"],
        "color": [
          "field": "epochs", "type": "ordinal", "title": "Epochs", "scale": ["scheme": "viridis"],
        ],
      ])
    }
    let body: JSONValue = [
      "data": ["values": .array(values)],
      "mark": [
        "type": "point", "filled": true, "opacity": 0.75, "size": .pointSize,
        "color": .color(.ink),
      ],
      "encoding": encoding,
    ]
    return Chart(
      name: "tuning-\(key)", title: "\(scoreTitle) by \(key)",
      caption: "Each point is one candidate, n = \(points.count), measured on \(faces) in its best "
        + "epoch. Other settings vary too, so that points at one value differ."
        + (isMixed ? " Shapes tell how long it was trained." : ""),
      summary: "\(scoreTitle) on \(faces) against \(key), \(points.count) candidates.",
      spec: .chart(body, pageHeight: 240, width: .oneColumn, height: 150),
      table: DataTable(
        columns: [key, "score", "epochs"],
        rows: points.map {
          [.text($0.text), .number($0.score, decimals: 4), .count($0.epochs)]
        }))
  }
}

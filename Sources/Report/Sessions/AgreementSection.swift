import Events
import Presentation

/// How well coders, the models among them, agree on the recordings of a page.
package struct AgreementSection {
  /// Of all codes together, and what there is of each code alone.
  private let rows: [Reliability.Row]
  /// At which tolerance the table has F1; the chart has all.
  private static let toleranceInSeconds = 0.5

  /// - Returns: nil where no two coders coded one recording.
  package init?(_ rows: [Reliability.Row]) {
    self.rows = rows.filter {
      $0.value != nil && ($0.code == nil || $0.measure.hasPrefix(Reliability.correlationPrefix))
    }
    if self.rows.isEmpty { return nil }
  }

  /// Agreement on onsets as the tolerance grows.
  package var chart: Chart? {
    let curve = rows.filter { $0.toleranceInSeconds != nil && $0.measure == "F1 of onsets" }
    guard !curve.isEmpty else { return nil }
    let values = curve.map { row -> JSONValue in
      [
        "tolerance": .number(row.toleranceInSeconds ?? 0), "f1": .number(row.value ?? 0),
        "lower": row.lower.map { .number($0) } ?? .null,
        "upper": row.upper.map { .number($0) } ?? .null,
        "coders": .string(row.coders.joined(separator: " – ")),
      ]
    }
    let x: JSONValue = [
      "field": "tolerance", "type": "quantitative",
      "axis": ["title": "Tolerance, seconds", "grid": false],
    ]
    func y(_ field: String, _ more: JSONValue = [:]) -> JSONValue {
      JSONValue.object([
        "field": .string(field), "type": "quantitative",
        "scale": ["domain": [0, 1]],
      ]).merging(more)
    }
    let body: JSONValue = [
      "data": ["values": .array(values)],
      "encoding": [
        "x": x,
        "color": [
          "field": "coders", "type": "nominal", "scale": ["range": .array(SessionCharts.colours)],
        ],
      ],
      "layer": [
        [
          "mark": ["type": "rule", "strokeWidth": .lineWidth],
          "encoding": [
            "y": y("lower", ["axis": ["title": "F1 of onsets"]]), "y2": ["field": "upper"],
          ],
        ],
        [
          "mark": ["type": "line", "point": true, "strokeWidth": .lineWidth],
          "encoding": ["y": y("f1")],
        ],
      ],
    ]
    return Chart(
      name: "agreement", title: "Agreement on onsets",
      caption:
        "F1 of events of one code whose onsets lie within the tolerance, with 95% CI that resample children.",
      summary: curve.map { row in
        "\(row.coders.joined(separator: " and ")) within \(EventTime.text(row.toleranceInSeconds ?? 0)) seconds: "
          + Format.number(row.value, decimals: 2)
      }.joined(separator: "; ") + ".",
      spec: .chart(body, pageHeight: 240, width: .oneColumn, height: 160), table: table(curve))
  }

  /// All numbers but F1 at other tolerances than half a second.
  var shortTable: DataTable {
    table(
      rows.filter {
        $0.toleranceInSeconds == nil || $0.toleranceInSeconds == Self.toleranceInSeconds
      })
  }

  private func table(_ rows: [Reliability.Row]) -> DataTable {
    DataTable(
      columns: [
        "measure", "code", "tolerance, s", "coders", "value", "95% CI, from", "to", "children",
        "recordings",
      ],
      rows: rows.map { row in
        [
          .text(row.measure), row.code.map { .text($0) } ?? .missing,
          .number(row.toleranceInSeconds, decimals: 1),
          .text(row.coders.joined(separator: " – ")), .number(row.value, decimals: 3),
          .number(row.lower, decimals: 3), .number(row.upper, decimals: 3), .count(row.children),
          .count(row.recordings),
        ]
      })
  }
}

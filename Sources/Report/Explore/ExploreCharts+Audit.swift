import Analysis
import Exploration
import Presentation
import Statistics

extension ExploreCharts {
  /// A table of counts, shaded by the share within the column; nil for more columns than fit.
  static func heat(_ table: CrossTable) -> Chart? {
    guard table.columns.count <= 12, table.rows.count <= 12 else { return nil }
    let totals = table.columns.indices.map { column in
      table.counts.reduce(0) { $0 + $1[column] }
    }
    let cells = zip(table.rows, table.counts).flatMap { row, counts in
      counts.enumerated().map { column, count in
        (
          row: row, column: table.columns[column], count: count,
          share: Double(count) / Double(max(1, totals[column]))
        )
      }
    }
    let values = cells.map { cell -> JSONValue in
      [
        "row": .string(cell.row), "column": .string(cell.column), "share": .number(cell.share),
        "text": .string(Format.count(cell.count)),
      ]
    }
    let body: JSONValue = [
      "data": ["values": .array(values)],
      "encoding": [
        "x": [
          "field": "column", "type": "ordinal", "scale": ["domain": .strings(table.columns)],
          "axis": [
            "title": nil, "ticks": false, "domain": false, "labelLimit": 90,
            "labelAngle": table.columns.count > 3 ? -35 : 0,
          ],
        ],
        "y": [
          "field": "row", "type": "ordinal", "scale": ["domain": .strings(table.rows)],
          "axis": ["title": nil, "ticks": false, "domain": false, "labelLimit": 110],
        ],
      ],
      "layer": ChartParts.heatLayers(largestShare: cells.map(\.share).max() ?? 1),
    ]
    let association = table.association.map { association in
      " Cramér’s V \(Format.number(association.cramersV.value, decimals: 2)) "
        + "(\(Format.confidence(association.cramersV)) "
        + "\(Format.interval(association.cramersV, decimals: 2)))."
    }
    let name = "\(table.rowLabel)-by-\(table.columnLabel)".replacing(" ", with: "-")
    return Chart(
      name: name, title: "\(table.rowLabel.sentenceCased) by \(table.columnLabel)",
      caption: "Number of faces; shading is the share within the column.\(association ?? "")",
      summary: zip(table.columns, totals).map { "\($0): \(Format.count($1)) faces." }
        .joined(separator: " "),
      spec: .chart(
        body, pageHeight: 80 + 32 * table.rows.count, width: .oneColumn,
        height: 40 + 16 * table.rows.count),
      table: dataTable(table))
  }

  static func dataTable(_ table: CrossTable) -> DataTable {
    DataTable(
      columns: [table.rowLabel] + table.columns,
      rows: zip(table.rows, table.counts).map { row, counts in
        [.text(row)] + counts.map { .count($0) }
      })
  }
}

import Cohort
import Exploration
import Statistics

extension ExploreCharts {
  /// A table of counts, shaded by the share within the column; nil for more columns than fit.
  static func heat(_ table: CrossTable, theme: ChartTheme) -> Chart? {
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
      "layer": ChartSpecs.heatLayers(largestShare: cells.map(\.share).max() ?? 1, theme: theme),
    ]
    let association = table.association.map { association in
      " Cramér’s V \(Format.number(association.cramersV.value, decimals: 2)) "
        + "(\(Format.level(association.cramersV)) interval "
        + "\(Format.interval(association.cramersV, decimals: 2)))."
    }
    let name = "\(table.rowLabel)-by-\(table.columnLabel)".replacing(" ", with: "-")
    return Chart(
      name: name, title: "\(table.rowLabel.sentenceCased) by \(table.columnLabel)",
      caption: "Number of faces; shading is the share within the column.\(association ?? "")",
      summary: zip(table.columns, totals).map { "\($0): \(Format.count($1)) faces." }
        .joined(separator: " "),
      spec: theme.spec(
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

  /// What each cue alone predicts, against always saying the most common emotion.
  static func shortcuts(_ predictions: [ShortcutPrediction], theme: ChartTheme) -> Chart? {
    guard !predictions.isEmpty else { return nil }
    let values = predictions.map { prediction -> JSONValue in
      let gain = prediction.gain?.estimate
      return [
        "cue": .string(prediction.cue.rawValue), "accuracy": .number(prediction.accuracy),
        "baseline": .number(prediction.baseline),
        "lower": .number(prediction.baseline + (gain?.lower ?? 0)),
        "upper": .number(prediction.baseline + (gain?.upper ?? 0)),
      ]
    }
    let y: JSONValue = [
      "field": "cue", "type": "nominal", "sort": .strings(predictions.map(\.cue.rawValue)),
      "axis": ["title": nil, "ticks": false, "domain": false],
    ]
    let x: JSONValue = [
      "type": "quantitative", "scale": ["zero": true],
      "axis": ["title": "Right answers", "format": ".0%", "tickCount": 5],
    ]
    let body: JSONValue = [
      "data": ["values": .array(values)], "encoding": ["y": y],
      "layer": [
        [
          "mark": ["type": "rule", "color": theme.color(.adult)],
          "encoding": [
            "x": x.merging(["field": "lower"]), "x2": ["field": "upper"],
          ],
        ],
        [
          "mark": [
            "type": "tick", "color": theme.color(.soft), "thickness": 2, "orient": "vertical",
          ],
          "encoding": ["x": x.merging(["field": "baseline"])],
        ],
        [
          "mark": [
            "type": "point", "filled": true, "opacity": 1, "size": theme.pointSize,
            "color": theme.color(.adult),
          ],
          "encoding": ["x": x.merging(["field": "accuracy"])],
        ],
      ],
    ]
    return Chart(
      name: "shortcuts", title: "What says nothing about expression, and predicts it",
      caption: "Share of faces whose emotion each cue alone predicts (points), cross-validated "
        + "with subjects and near duplicates kept together, beside always saying the most common "
        + "emotion (ticks). Lines are 95% intervals of the difference, laid at the tick.",
      summary: predictions.map {
        "\($0.cue.rawValue): \(Format.share($0.accuracy)) against \(Format.share($0.baseline))."
      }.joined(separator: " "),
      spec: theme.spec(
        body, pageHeight: 70 + 38 * predictions.count, width: .oneColumn,
        height: 34 + 18 * predictions.count),
      table: DataTable(
        columns: ["cue", "n", "right", "most common emotion", "gain", "lower", "upper", "p"],
        rows: predictions.map { prediction in
          [
            .text(prediction.cue.rawValue), .count(prediction.n), .share(prediction.accuracy),
            .share(prediction.baseline), .share(prediction.accuracy - prediction.baseline),
            .share(prediction.gain?.estimate.lower), .share(prediction.gain?.estimate.upper),
            .number(prediction.gain?.test.pValue, decimals: 3),
          ]
        }))
  }

  /// The curve of accuracy that the class mix alone makes.
  static func classMix(_ mix: ClassMix, theme: ChartTheme) -> Chart {
    let labels = mix.groups.map { ChartSpecs.groupLabel($0.ageGroup, n: $0.n) }
    let values = zip(mix.groups, labels).map { group, label -> JSONValue in
      ["group": .string(label), "accuracy": .number(group.accuracy)]
    }
    let body: JSONValue = [
      "data": ["values": .array(values)],
      "mark": [
        "type": "line",
        "point": ["filled": true, "size": theme.pointSize, "color": theme.color(.adult)],
        "color": theme.color(.adult), "strokeWidth": theme.lineWidth,
      ],
      "encoding": [
        "x": ChartSpecs.groupAxis(labels: labels, theme: theme),
        "y": [
          "field": "accuracy", "type": "quantitative", "scale": ["domain": [0.4, 0.9]],
          "axis": ["title": "Accuracy", "format": ".0%", "tickCount": 5],
        ],
      ],
    ]
    let spread = Format.number(100 * AuditThresholds.assumedRecallSpread, decimals: 0)
    return Chart(
      name: "class-mix", title: "What the mix of emotions alone would do to accuracy",
      caption: "Accuracy of an imagined model that reads every emotion equally well at every age: "
        + "50% of each emotion that is rarer in the group \(mix.better.displayName) than in the "
        + "group \(mix.worse.displayName), and \(spread) points more of the others. Such recalls "
        + "make the largest difference that they can.",
      summary: mix.groups.map { "\($0.ageGroup.displayName): \(Format.share($0.accuracy))." }
        .joined(separator: " "),
      spec: theme.spec(body, pageHeight: 300, width: .oneColumn, height: 150),
      table: DataTable(
        columns: ["age group", "n", "accuracy"] + Emotion.allCases.map(\.rawValue),
        rows: mix.groups.map { group in
          [.text(group.ageGroup.displayName), .count(group.n), .share(group.accuracy)]
            + group.shares.map { .share($0) }
        }))
  }
}

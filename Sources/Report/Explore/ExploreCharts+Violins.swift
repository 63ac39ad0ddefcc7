import Exploration
import Presentation

extension ExploreCharts {
  /// A violin and a box for each group, one below the other.
  static func violins(
    _ groups: [ValueDistribution], name: String, title: String, axis: JSONValue
  ) -> Chart? {
    guard groups.contains(where: { $0.n > 1 }) else { return nil }
    let highest = groups.flatMap(\.density).map(\.density).max() ?? 1
    let outline = groups.enumerated().flatMap { place, group in
      // What is too thin to see would only stretch the axis.
      group.density.filter { $0.density > 0.004 * highest }.map { point -> JSONValue in
        // All violins have the same scale, so that their areas can be compared.
        let half = 0.44 * point.density / highest
        return [
          "place": .integer(place), "value": .number(point.value),
          "top": .number(Double(place) - half), "bottom": .number(Double(place) + half),
        ]
      }
    }
    let boxes = groups.enumerated().map { place, group -> JSONValue in
      [
        "place": .integer(place), "group": .string(group.group), "n": .integer(group.n),
        "lowest": .number(group.quantiles[0]), "quarter": .number(group.quantiles[1]),
        "median": .number(group.quantiles[2]), "threeQuarters": .number(group.quantiles[3]),
        "highest": .number(group.quantiles[4]),
      ]
    }
    let body: JSONValue = [
      "layer": .array(
        [violinLayer(outline, rows: rowAxis(groups))]
          + boxLayers(boxes, axis: axis, rows: rowAxis(groups)))
    ]
    return Chart(
      name: name, title: title,
      caption: "Number of faces in brackets. Violins show the density (Gaussian kernel, "
        + "Silverman’s bandwidth, groups of ten faces or more), boxes the middle half with the "
        + "median, lines the middle 90%.",
      summary: groups.map {
        "\($0.group): median \(Format.number($0.quantiles[2], decimals: 1))."
      }.joined(separator: " "),
      spec: .chart(
        body, pageHeight: 60 + 46 * groups.count, width: .oneColumn,
        height: 34 + 22 * groups.count),
      table: table(groups))
  }

  private static func rowAxis(_ groups: [ValueDistribution]) -> JSONValue {
    // JSON texts are literals of the chart language too.
    let names = (try? JSONValue.strings(groups.map(label)).text()) ?? "[]"
    return [
      "field": "place", "type": "quantitative",
      "scale": [
        "domain": [-0.5, .number(Double(groups.count) - 0.5)], "reverse": true, "nice": false,
        "zero": false,
      ],
      "axis": [
        "title": nil, "values": .array(groups.indices.map(JSONValue.integer)), "grid": false,
        "ticks": false, "domain": false,
        "labelExpr": .string("\(names)[datum.value]"),
        "labelLimit": 150, "labelOverlap": false,
      ],
    ]
  }

  private static func label(_ group: ValueDistribution) -> String {
    "\(group.group) (\(Format.count(group.n)))"
  }

  private static func violinLayer(
    _ outline: [JSONValue], rows: JSONValue
  ) -> JSONValue {
    [
      "data": ["values": .array(outline)],
      "mark": [
        "type": "area", "orient": "vertical", "color": .color(.age), "opacity": 0.35,
        "line": false,
      ],
      "encoding": [
        "x": ["field": "value", "type": "quantitative"],
        "y": rows.merging(["field": "top"]), "y2": ["field": "bottom"],
        "detail": ["field": "place", "type": "nominal"],
      ],
    ]
  }

  private static func boxLayers(
    _ boxes: [JSONValue], axis: JSONValue, rows: JSONValue
  ) -> [JSONValue] {
    let data: JSONValue = ["values": .array(boxes)]
    func span(_ from: JSONValue, _ to: JSONValue, width: JSONValue) -> JSONValue {
      [
        "data": data, "mark": ["type": "rule", "strokeWidth": width, "color": .color(.ink)],
        "encoding": [
          "x": ["field": from, "type": "quantitative", "axis": ["title": axis, "tickCount": 6]],
          "x2": ["field": to], "y": rows,
        ],
      ]
    }
    return [
      span("lowest", "highest", width: 1),
      span("quarter", "threeQuarters", width: .onPage(7, inPapers: 4)),
      [
        "data": data,
        "mark": [
          "type": "point", "filled": true, "opacity": 1, "color": .color(.surface),
          "stroke": .color(.ink), "strokeWidth": 1, "size": .onPage(60, inPapers: 16),
        ],
        "encoding": [
          "x": ["field": "median", "type": "quantitative"], "y": rows,
          "tooltip": [
            ["field": "group"], ["field": "n", "format": ","],
            ["field": "median", "format": ".1f"],
          ],
        ],
      ],
    ]
  }

  private static func table(_ groups: [ValueDistribution]) -> DataTable {
    DataTable(
      columns: ["group", "n", "mean", "5%", "25%", "median", "75%", "95%"],
      rows: groups.map { group in
        [.text(group.group), .count(group.n), .number(group.mean, decimals: 1)]
          + group.quantiles.map { .number($0, decimals: 1) }
      })
  }
}

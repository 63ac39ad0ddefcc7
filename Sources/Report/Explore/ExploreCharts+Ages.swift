import Exploration
import Presentation

extension ExploreCharts {
  static func ageHistogram(_ years: [ExplorationSummary.Year]) -> Chart? {
    let mark: JSONValue = ["type": "bar", "color": .color(.age), "binSpacing": 0]
    return ages(
      years, name: "age-histogram", title: "Ages",
      caption: "Faces of each whole year of age.", field: "faces", axis: "Faces",
      format: ",d", mark: mark)
  }

  static func ageCurve(_ years: [ExplorationSummary.Year]) -> Chart? {
    let mark: JSONValue = [
      "type": "line", "interpolate": "step-after", "color": .color(.age),
      "strokeWidth": .lineWidth,
    ]
    return ages(
      years, name: "age-cumulative", title: "Ages, cumulative",
      caption: "Share of the faces that are of an age or younger.", field: "share",
      axis: "Share of faces", format: ".0%", mark: mark)
  }

  private static func ages(
    _ years: [ExplorationSummary.Year], name: String, title: String, caption: String,
    field: JSONValue, axis: JSONValue, format: JSONValue, mark: JSONValue
  ) -> Chart? {
    guard let last = years.last else { return nil }
    let total = years.reduce(0) { $0 + $1.faces }
    let values = years.map { year -> JSONValue in
      [
        "age": .integer(year.ageInYears), "next": .integer(year.ageInYears + 1),
        "faces": .integer(year.faces), "share": .number(year.cumulativeShare),
      ]
    }
    let isBar = field == "faces"
    var x: JSONValue = [
      "field": "age", "type": "quantitative",
      "axis": ["title": "Age, years", "tickCount": 8],
      "scale": ["domain": [0, .integer(last.ageInYears + 1)], "nice": false],
    ]
    if isBar { x = x.merging(["bin": ["binned": true, "step": 1]]) }
    var encoding: JSONValue = [
      "x": x,
      "y": [
        "field": field, "type": "quantitative",
        "axis": ["title": axis, "tickCount": 5, "format": format],
      ],
    ]
    if isBar { encoding = encoding.merging(["x2": ["field": "next"]]) }
    let body: JSONValue = [
      "data": ["values": .array(values)], "mark": mark, "encoding": encoding,
    ]
    return Chart(
      name: name, title: title, caption: "\(caption) n = \(Format.count(total)).",
      summary: "\(Format.count(total)) faces up to \(last.ageInYears) years of age.",
      spec: .chart(body, pageHeight: 260, width: .oneColumn, height: 140),
      table: DataTable(
        columns: ["age in years", "faces", "cumulative share"],
        rows: years.map {
          [.count($0.ageInYears), .count($0.faces), .share($0.cumulativeShare)]
        }))
  }
}

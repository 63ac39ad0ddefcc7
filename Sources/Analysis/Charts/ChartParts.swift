import Faces
import Presentation

/// Parts that several charts have: axes of age groups, cells of heat maps.
package enum ChartParts {
  /// An x axis of age groups, which fits a handful of labels of several lines side by side.
  package static func groupAxis(labels: [String]) -> JSONValue {
    [
      "field": "group", "type": "ordinal", "scale": ["domain": .strings(labels)],
      "axis": [
        "title": nil, "labelAngle": 0, "labelExpr": groupLabelExpression(),
        "labelFontSize": .onPage(["expr": "width < 420 ? 11 : 13"], inPapers: 8),
        "labelOverlap": false, "labelLimit": 0, "ticks": false, "domain": true,
        "labelPadding": .onPage(8, inPapers: 4), "labelLineHeight": .onPage(16, inPapers: 9.5),
      ],
    ]
  }

  /// An age group's name, ages and n as a label of three lines.
  package static func groupLabel(_ group: AgeGroup, of ages: AgeGrouping, n: Int?) -> String {
    var lines = [group.displayName, ages.rangeInYears(of: group) + " y"]
    if let n { lines.append("n = \(Format.count(n))") }
    return lines.joined(separator: "\n")
  }

  /// A label whose name is broken after its first word.
  package static let brokenName = "replace(datum.value, /^(\\S+) /, '$1\\n')"

  /// Breaks a label into lines; on a phone and in a paper's column also within the name.
  private static func groupLabelExpression() -> JSONValue {
    let broken = brokenName
    let short = "replace(replace(\(broken), ' y', ''), 'n = ', 'n=')"
    return .onPage(
      .string("split(width < 420 ? \(short) : datum.value, '\\n')"),
      inPapers: .string("split(\(broken), '\\n')"))
  }

  /// A quantitative x axis whose whole numbers bound the columns of age groups, each named in its middle.
  package static func columnAxis(labels: [String]) -> JSONValue {
    let names = labels.map { "'\($0.replacing("'", with: "\\'").replacing("\n", with: "\\n"))'" }
    let label = "[\(names.joined(separator: ", "))][floor(datum.value)]"
    let broken = "replace(\(label), /^(\\S+) /, '$1\\n')"
    return [
      "title": nil, "grid": false, "ticks": false, "domain": false, "labelAngle": 0,
      "values": .array(labels.indices.map { .number(Double($0) + 0.5) }),
      "labelOverlap": false, "labelLimit": 0,
      "labelExpr": .onPage(
        .string("split(width < 520 ? \(broken) : \(label), '\\n')"),
        inPapers: .string("split(\(broken), '\\n')")),
      "labelFontSize": .onPage(["expr": "width < 420 ? 11 : 13"], inPapers: 7),
      "labelLineHeight": .onPage(16, inPapers: 9),
    ]
  }

  /// An x axis of age groups for small panels: their ages in years.
  package static func shortGroupAxis(_ ages: AgeGrouping, ) -> JSONValue {
    [
      "field": "bounds", "type": "ordinal",
      "scale": ["domain": .strings(ages.groups.map(ages.rangeInYears))],
      "axis": [
        "title": "Age, years", "labelAngle": 0, "labelOverlap": false, "ticks": false,
        "labelFontSize": .onPage(11, inPapers: 6), "titleFontSize": .onPage(11, inPapers: 7),
        "titlePadding": 3,
      ],
    ]
  }

  /// Cells shaded by their field `share`, with their field `text` on top.
  /// - Parameter models: Whose cells these are, by their field `model`; empty for no model's.
  package static func heatLayers(
    largestShare: Double, models: [String] = []
  ) -> JSONValue {
    let opacity: JSONValue = [
      "fillOpacity": [
        "field": "share", "type": "quantitative", "legend": nil,
        "scale": ["domain": [0, .number(largestShare)], "range": [0.04, 0.7]],
      ]
    ]
    let color: JSONValue = [
      "fill": [
        "field": "model", "type": "nominal", "legend": nil,
        "scale": [
          "domain": .strings(models.map(StudyModel.displayName(of:))),
          "range": .array(models.map { JSONValue.color(ModelStyle(model: $0).heat) }),
        ],
      ]
    ]
    return [
      [
        "mark": ["type": "rect", "fill": .color(.heat), "stroke": .color(.surface)],
        "encoding": models.isEmpty ? opacity : opacity.merging(color),
      ],
      ["mark": ["type": "text"], "encoding": ["text": ["field": "text", "type": "nominal"]]],
    ]
  }
}

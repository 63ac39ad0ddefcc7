/// Points with their intervals: a line from bound to bound with caps, and a mark on it.
///
/// Data have the fields of `value`, `lower` and `upper`.
struct IntervalMarks {
  var theme: ChartTheme
  /// The channel of the value: its field, scale and axis.
  var value: JSONValue
  var isHorizontal = false
  /// Channels of all marks: colour, offset.
  var channels: JSONValue = [:]
  /// Channels of the points alone: shape, tooltip.
  var pointChannels: JSONValue = [:]
  /// The fields between which the rule is drawn; caps stand at "lower" and "upper" alone, which are
  /// null at an end that is open.
  var ruleFields: (lower: JSONValue, upper: JSONValue) = ("lower", "upper")
  /// Properties of all marks, where colour and shape are fixed.
  var properties: JSONValue = [:]
  /// Properties of the points alone.
  var pointProperties: JSONValue = [:]

  var layers: [JSONValue] {
    let axis = isHorizontal ? "x" : "y"
    func encoding(_ members: [String: JSONValue]) -> JSONValue {
      JSONValue.object(members).merging(channels)
    }
    func bound(_ field: JSONValue) -> JSONValue { ["field": field, "type": "quantitative"] }
    func mark(_ members: JSONValue) -> JSONValue { members.merging(properties) }
    func cap(_ field: JSONValue) -> JSONValue {
      [
        "mark": mark([
          "type": "tick", "orient": isHorizontal ? "vertical" : "horizontal",
          "size": theme.capSize, "thickness": 1,
        ]),
        "encoding": encoding([axis: bound(field)]),
      ]
    }
    return [
      [
        "mark": mark(["type": "rule", "strokeWidth": 1]),
        "encoding": encoding([
          axis: bound(ruleFields.lower), "\(axis)2": ["field": ruleFields.upper],
        ]),
      ],
      cap("lower"), cap("upper"),
      [
        "mark": mark(["type": "point", "filled": true, "opacity": 1, "size": theme.pointSize])
          .merging(pointProperties),
        "encoding": encoding([axis: value]).merging(pointChannels),
      ],
    ]
  }
}

extension JSONValue {
  /// A tooltip's line for a share, a number of years, a count.
  static func shareTooltip(_ field: String) -> JSONValue {
    ["field": .string(field), "type": "quantitative", "format": ".1%"]
  }

  static func numberTooltip(_ field: String, decimals: Int = 2) -> JSONValue {
    ["field": .string(field), "type": "quantitative", "format": .string(".\(decimals)f")]
  }

  static func countTooltip(_ field: String) -> JSONValue {
    ["field": .string(field), "type": "quantitative", "format": ","]
  }
}

/// Points with their intervals: a line from bound to bound with caps, and a mark on it.
///
/// Data have the fields of `value`, `lower` and `upper`.
package struct IntervalMarks {
  /// The channel of the value: its field, scale and axis.
  package var value: JSONValue
  package var isHorizontal = false
  /// Channels of all marks: colour, offset.
  package var channels: JSONValue = [:]
  /// Channels of the points alone: shape, tooltip.
  package var pointChannels: JSONValue = [:]
  /// The fields between which the rule is drawn; caps stand at "lower" and "upper" alone, which are
  /// null at an end that is open.
  package var ruleFields: (lower: JSONValue, upper: JSONValue) = ("lower", "upper")
  /// Properties of all marks, where colour and shape are fixed.
  package var properties: JSONValue = [:]
  /// Properties of the points alone.
  package var pointProperties: JSONValue = [:]

  package init(
    value: JSONValue, isHorizontal: Bool = false, channels: JSONValue = [:],
    pointChannels: JSONValue = [:],
    ruleFields: (lower: JSONValue, upper: JSONValue) = ("lower", "upper"),
    properties: JSONValue = [:], pointProperties: JSONValue = [:]
  ) {
    self.value = value
    self.isHorizontal = isHorizontal
    self.channels = channels
    self.pointChannels = pointChannels
    self.ruleFields = ruleFields
    self.properties = properties
    self.pointProperties = pointProperties
  }

  package var layers: [JSONValue] {
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
          "size": .capSize, "thickness": 1,
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
        "mark": mark(["type": "point", "filled": true, "opacity": 1, "size": .pointSize])
          .merging(pointProperties),
        "encoding": encoding([axis: value]).merging(pointChannels),
      ],
    ]
  }
}

extension JSONValue {
  /// A tooltip's line for a share, a number of years, a count.
  package static func shareTooltip(_ field: String) -> JSONValue {
    ["field": .string(field), "type": "quantitative", "format": ".1%"]
  }

  package static func numberTooltip(_ field: String, decimals: Int = 2) -> JSONValue {
    ["field": .string(field), "type": "quantitative", "format": .string(".\(decimals)f")]
  }

  package static func countTooltip(_ field: String) -> JSONValue {
    ["field": .string(field), "type": "quantitative", "format": ","]
  }
}

import Faces
import Presentation

/// A vertical line at the age at which expressions change in synthetic faces.
package struct PlantedLine {
  package var ageInYears: Double

  /// For captions.
  package var caption: String {
    " The solid vertical line is the age at which expressions change in these synthetic faces, "
      + "\(Format.number(ageInYears, decimals: 1)) years: it was planted."
  }

  /// - Parameters:
  ///   - x: The channel of ages; it needs a field "age".
  ///   - isNamedOnTheLeft: For panels too narrow for the name on the right.
  ///   - isNamedAbove: For charts without a legend above, whose marks reach the top.
  package func layer(
    x: JSONValue, isNamedOnTheLeft: Bool = false, isNamedAbove: Bool = false
  ) -> JSONValue {
    layer(
      x: x, datum: ["age": .number(ageInYears)], isNamedOnTheLeft: isNamedOnTheLeft,
      isNamedAbove: isNamedAbove)
  }

  /// The same over an axis of age groups, between or within their places.
  /// - Parameters:
  ///   - axis: The channel of age groups.
  ///   - labels: Each group's label on the axis.
  /// - Returns: nil in the oldest group, which has no end.
  package func layer(
    axis: JSONValue, ages: AgeGrouping, labels: [AgeGroup: String]
  ) -> JSONValue? {
    let group = ages.group(ofAgeInYears: ageInYears)
    let (above, upTo) = ages.ages(of: group)
    guard let upTo, let label = labels[group] else { return nil }
    let share = (ageInYears - above) / (upTo - above)
    // Between two places is a gap, of a quarter of a place.
    let x = axis.merging(["bandPosition": .number(share * 1.25 - 0.125)])
    return layer(x: x, datum: ["group": .string(label)])
  }

  private func layer(
    x: JSONValue, datum: JSONValue, isNamedOnTheLeft: Bool = false, isNamedAbove: Bool = false
  ) -> JSONValue {
    return [
      "data": ["values": .array([datum])],
      "encoding": ["x": x, "xOffset": nil, "y": nil, "yOffset": nil],
      "layer": [
        ["mark": ["type": "rule", "color": .color(.ink), "strokeWidth": .lineWidth]],
        [
          "mark": [
            "type": "text",
            "y": isNamedAbove ? .onPage(-9, inPapers: -6) : .onPage(10, inPapers: 5),
            "align": isNamedOnTheLeft ? "right" : "left",
            "dx": isNamedOnTheLeft ? .onPage(-5.0, inPapers: -3.0) : .onPage(5.0, inPapers: 3.0),
            "baseline": "middle",
            "color": .color(.ink),
            "text": .string("planted: \(Format.number(ageInYears, decimals: 1)) years"),
          ]
        ],
      ],
    ]
  }
}

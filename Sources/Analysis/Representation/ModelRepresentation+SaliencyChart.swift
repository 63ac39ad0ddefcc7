import Faces
import Foundation
import Presentation

extension ModelRepresentation {
  /// Where each model looks: a panel for each model, in it a map for each age group over the mean face of that
  /// group's test faces.
  /// - Parameter meanFaces: image files; without one a map stands on nothing.
  static func saliency(
    _ models: [ModelSaliency], ages: AgeGrouping, meanFaces: [AgeGroup: Data]
  ) -> Chart? {
    let mapped = models.filter { $0.cells.contains { $0.map != nil } }
    let maps = mapped.map { model in ages.groups.map { GroupMap(model, $0) } }
    guard let greatest = maps.flatMap(\.self).compactMap(\.?.greatestDensity).max() else {
      return nil
    }
    return Chart(
      name: "saliency", title: "Where each model looks",
      caption: caption(mapped, maps.flatMap(\.self).compactMap(\.self), full: greatest, meanFaces),
      summary: "Maps of \(ages.countInWords) age groups. " + summary(mapped, ages: ages),
      bodies: zip(mapped, maps).map { model, maps in
        (
          title: StudyModel.displayName(of: model.model).sentenceCased,
          body: body(
            model.model, Array(zip(ages.groups, maps)), ages: ages, full: greatest,
            meanFaces: meanFaces)
        )
      },
      pageHeight: 84, columns: 1, panelSize: (width: 440, height: 88), table: table(mapped))
  }

  private static func caption(
    _ models: [ModelSaliency], _ maps: [GroupMap], full: Double, _ meanFaces: [AgeGroup: Data]
  ) -> String {
    let sizes = maps.map(\.n)
    let leftOut = models.flatMap(\.cells).reduce(0) { $0 + $1.withoutMap }
    let layers = models.map {
      "\($0.layer ?? "") of the \(StudyModel.displayName(of: $0.model)) (\($0.sides))"
    }
    return [
      "Mean Grad-CAM maps of test faces by age group: how much each place of the image spoke for the "
        + "prediction that the model gave, right or wrong.",
      meanFaces.isEmpty ? nil : "Below the maps are the mean faces of the groups’ test faces.",
      "Each face’s map is divided by its sum first; stronger colour is more, full at "
        + "\(Format.number(full, decimals: 1)) times an even share.",
      "Maps are of \(Format.list(layers)), smoothed between places.",
      "Maps have n = \(Format.count(sizes.min() ?? 0)) to \(Format.count(sizes.max() ?? 0)) faces; the "
        + "table has each emotion’s.",
      leftOut == 0
        ? nil
        : "\(Format.count(leftOut)) further \(leftOut == 1 ? "face" : "faces") gave an empty map.",
      "A map shows where features lie that raised the prediction’s score. It does not show what is seen "
        + "there, nor that the prediction would change without it; and each place stands for the wider "
        + "part of the image that the network sees from it.",
    ].compactMap(\.self).joined(separator: " ")
  }

  /// "The lower half of the image holds 61.0% (toddlers) and 55.0% (adults) of the infant model’s
  /// maps."
  static func summary(_ models: [ModelSaliency], ages: AgeGrouping) -> String {
    models.compactMap { model -> String? in
      let shares = ages.groups.compactMap { group in
        model.lowerHalf(of: group).map { "\(Format.share($0)) (\(ages.plural(of: group)))" }
      }
      guard !shares.isEmpty else { return nil }
      return "The lower half of the image holds \(Format.list(shares)) of the "
        + "\(StudyModel.displayName(of: model.model))’s maps."
    }.joined(separator: " ")
  }

  /// The maps side by side in one plot, a gap between them.
  /// - Parameter full: the density, as a multiple of an even map's, at which colour is full.
  private static func body(
    _ model: String, _ maps: [(group: AgeGroup, map: GroupMap?)], ages: AgeGrouping, full: Double,
    meanFaces: [AgeGroup: Data]
  ) -> JSONValue {
    let side = GroupMap.side
    let places = JSONValue.array((0..<(side * side)).map(JSONValue.integer))
    // One entry for each map, whose places the chart works out: the page is to stay small.
    let values = maps.enumerated().compactMap { column, entry -> JSONValue? in
      entry.map.map { map in
        [
          "age group": .string(entry.group.displayName), "group": .integer(column),
          "n": .integer(map.n), "place": places,
          "density": .array(map.densities.map { .number(($0 * 1000).rounded() / 1000) }),
        ]
      }
    }
    let faces = maps.enumerated().compactMap { column, entry -> JSONValue? in
      guard entry.map != nil, let address = meanFaces[entry.group]?.imageAddress else { return nil }
      return ["middle": .number(Double(column) + 0.5), "image": .string(address)]
    }
    func edge(_ name: JSONValue, _ step: String, scale: Double, start: String) -> JSONValue {
      ["calculate": .string("\(start) + (\(step)) * \(scale / Double(side))"), "as": name]
    }
    let (column, row) = ("datum.place % \(side)", "floor(datum.place / \(side))")
    let names = maps.map { group, map in
      ChartParts.groupLabel(group, of: ages, n: map?.n)
    }
    let x: JSONValue = [
      "field": "left", "type": "quantitative",
      "scale": ["domain": [0, .integer(maps.count)], "nice": false],
      "axis": ChartParts.columnAxis(labels: names),
    ]
    let y: JSONValue = [
      "field": "top", "type": "quantitative", "axis": nil,
      "scale": ["domain": [0, 1], "reverse": true, "nice": false],
    ]
    let start = "datum.group + \((1 - fill) / 2)"
    return [
      "layer": [
        [
          "data": ["values": .array(faces)],
          "mark": [
            "type": "image", "aspect": false,
            "width": ["expr": .string("width * \(fill / Double(maps.count))")],
            "height": ["expr": "height"],
          ],
          "encoding": [
            "x": x.merging(["field": "middle"]),
            "y": ["datum": 0.5, "type": "quantitative", "axis": nil],
            "url": ["field": "image", "type": "nominal"],
          ],
        ],
        [
          "data": ["values": .array(values)],
          "transform": [
            ["flatten": ["place", "density"]],
            edge("left", column, scale: fill, start: start),
            edge("right", column + " + 1", scale: fill, start: start),
            edge("top", row, scale: 1, start: "0"),
            edge("bottom", row + " + 1", scale: 1, start: "0"),
          ],
          "mark": ["type": "rect", "color": .color(ModelStyle(model: model).heat)],
          "encoding": [
            "x": x, "x2": ["field": "right"], "y": y, "y2": ["field": "bottom"],
            "fillOpacity": [
              "field": "density", "type": "quantitative", "legend": nil,
              "scale": ["domain": [0, .number(full)], "range": [0, 0.85], "clamp": true],
            ],
            "tooltip": [
              ["field": "age group"], .countTooltip("n"),
              JSONValue.numberTooltip("density", decimals: 1)
                .merging(["title": "times an even share"]),
            ],
          ],
        ],
      ]
    ]
  }

  /// How much of its column a map fills.
  private static let fill = 0.92

  /// A row for each map: its places from the top left.
  private static func table(_ models: [ModelSaliency]) -> DataTable {
    let maps = models.flatMap(\.cells).compactMap(\.map)
    let (height, width) = (maps.map(\.count).max() ?? 0, maps.compactMap(\.first?.count).max() ?? 0)
    let places = (0..<height).flatMap { row in (0..<width).map { (row, $0) } }
    return DataTable(
      columns: ["model", "age group", "emotion", "n", "without a map", "in the lower half"]
        + places.map { "row \($0 + 1), column \($1 + 1)" },
      rows: models.flatMap { model in
        model.cells.map { cell in
          [
            .text(StudyModel.displayName(of: model.model)), .text(cell.ageGroup.displayName),
            .text(cell.emotion.rawValue), .count(cell.n), .count(cell.withoutMap),
            .share(cell.lowerHalf),
          ]
            + places.map { row, column in
              guard let map = cell.map, row < map.count, column < map[row].count else {
                return .missing
              }
              return .share(map[row][column])
            }
        }
      })
  }
}

extension ModelSaliency {
  /// "7 × 7 places".
  fileprivate var sides: String {
    let map = cells.lazy.compactMap(\.map).first ?? []
    return "\(map.count) × \(map.first?.count ?? 0) places"
  }

  /// The share of a group's maps in the lower half of the image, every face counting the same;
  /// nil where the group has no maps.
  fileprivate func lowerHalf(of group: AgeGroup) -> Double? {
    let shares = cells.filter { $0.ageGroup == group }.compactMap { cell in
      cell.lowerHalf.map { (n: Double(cell.n), share: $0) }
    }
    let n = shares.reduce(0) { $0 + $1.n }
    return n > 0 ? shares.reduce(0) { $0 + $1.n * $1.share } / n : nil
  }
}

extension SaliencyCell {
  /// The share of the map in the lower half of the image; a row across the middle counts half.
  fileprivate var lowerHalf: Double? {
    guard let map else { return nil }
    let height = Double(map.count)
    return map.enumerated().reduce(0) { sum, row in
      let below = min(max(Double(row.offset + 1) - height / 2, 0), 1)
      return sum + below * row.element.reduce(0, +)
    }
  }
}

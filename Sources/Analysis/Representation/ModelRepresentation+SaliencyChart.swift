import Faces
import Presentation

extension ModelRepresentation {
  /// Where each model looks: a panel for each model, in it a small map for each age group (columns)
  /// and emotion (rows).
  static func saliency(
    _ models: [ModelSaliency], labels: LabelScheme, ages: AgeGrouping
  ) -> Chart? {
    let mapped = models.filter { $0.cells.contains { $0.map != nil } }
    guard !mapped.isEmpty else { return nil }
    let full = fullDensity(mapped)
    return Chart(
      name: "saliency", title: "Where each model looks", caption: caption(mapped),
      summary: "Maps of \(ages.countInWords) age groups and \(labels.labelsInWords). "
        + summary(mapped, ages: ages),
      bodies: mapped.map { model in
        (
          title: StudyModel.displayName(of: model.model).sentenceCased,
          body: body(model, labels: labels, ages: ages, full: full)
        )
      },
      pageHeight: 600, columns: 2, panelSize: (width: 215, height: 300), table: table(mapped))
  }

  private static func caption(_ models: [ModelSaliency]) -> String {
    let cells = models.flatMap(\.cells)
    let sizes = cells.map(\.n).filter { $0 > 0 }
    let leftOut = cells.reduce(0) { $0 + $1.withoutMap }
    let layers = models.map {
      "\($0.layer ?? "") of the \(StudyModel.displayName(of: $0.model)) (\($0.sides))"
    }
    return [
      "Mean Grad-CAM maps of test faces by age group and labelled emotion: how much each place of the "
        + "image spoke for the prediction that the model gave, right or wrong.",
      "Each face’s map is divided by its sum first; stronger colour is more, "
        + "full at \(Format.number(fullDensity(models), decimals: 1)) times an even share and above.",
      "Maps are of \(Format.list(layers)).",
      "Maps have n = \(Format.count(sizes.min() ?? 0)) to \(Format.count(sizes.max() ?? 0)) faces; n "
        + "of each is in the table.",
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
  /// - Parameters:
  ///   - ages: the groups of its columns.
  ///   - full: the density, as a multiple of an even map's, from which colour is full.
  private static func body(
    _ model: ModelSaliency, labels: LabelScheme, ages: AgeGrouping, full: Double
  ) -> JSONValue {
    let maps = model.cells.compactMap(\.map)
    let (height, width) = (maps.first?.count ?? 1, maps.first?.first?.count ?? 1)
    let places = JSONValue.array((0..<(height * width)).map(JSONValue.integer))
    // One entry for each map, whose places the chart works out: the page is to stay small.
    let values = model.cells.filter { ages.contains($0.ageGroup) }.compactMap {
      cell -> JSONValue? in
      cell.map.map { map in
        [
          "age group": .string(cell.ageGroup.displayName),
          "group": .integer(ages.index(of: cell.ageGroup)),
          "emotion": .string(cell.emotion.rawValue),
          "row": .integer(labels.position(of: cell.emotion)),
          "n": .integer(cell.n), "place": places,
          // Five decimals are more than colours show.
          "share": .array(map.joined().map { .number(($0 * 1e5).rounded() / 1e5) }),
        ]
      }
    }
    func edge(_ name: JSONValue, _ start: String, _ step: String, of count: Int) -> JSONValue {
      let side = (1 - gap) / Double(count)
      return ["calculate": .string("\(start) + \(gap / 2) + (\(step)) * \(side)"), "as": name]
    }
    let (column, row) = ("datum.place % \(width)", "floor(datum.place / \(width))")
    func axis(_ field: JSONValue, _ names: [String], title: JSONValue) -> JSONValue {
      [
        "field": field, "type": "quantitative",
        "scale": ["domain": [0, .integer(names.count)], "nice": false, "zero": false],
        "axis": [
          "title": title, "values": .array(names.indices.map { .number(Double($0) + 0.5) }),
          "labelExpr": .string(
            "[\(names.map { "'\($0)'" }.joined(separator: ", "))][floor(datum.value)]"),
          "grid": false, "ticks": false, "domain": false, "labelAngle": 0, "labelOverlap": false,
          "labelFontSize": .onPage(11, inPapers: 7), "titleFontSize": .onPage(11, inPapers: 7),
        ],
      ]
    }
    let x = axis("left", ages.groups.map(ages.rangeInYears), title: "Age, years")
    let y = axis("top", labels.emotions.map(\.rawValue), title: nil)
      .merging(["scale": ["reverse": true]])
    return [
      "data": ["values": .array(values)],
      "transform": [
        ["flatten": ["place", "share"]],
        ["calculate": .string("datum.share * \(height * width)"), "as": "density"],
        edge("left", "datum.group", column, of: width),
        edge("right", "datum.group", column + " + 1", of: width),
        edge("top", "datum.row", row, of: height),
        edge("bottom", "datum.row", row + " + 1", of: height),
      ],
      "mark": ["type": "rect", "color": .color(ModelStyle(model: model.model).heat)],
      "encoding": [
        "x": x, "x2": ["field": "right"], "y": y, "y2": ["field": "bottom"],
        "fillOpacity": [
          "field": "density", "type": "quantitative", "legend": nil,
          "scale": ["domain": [0, .number(full)], "range": [0.03, 1], "clamp": true],
        ],
        "tooltip": [
          ["field": "age group"], ["field": "emotion"], .countTooltip("n"), .shareTooltip("share"),
        ],
      ],
    ]
  }

  /// The largest density of all models; at most 5, or a map of one face would pale all others.
  private static func fullDensity(_ models: [ModelSaliency]) -> Double {
    min(models.flatMap(\.cells).compactMap(\.greatestDensity).max() ?? 1, 5)
  }

  /// Between maps, as a share of a map's place.
  private static let gap = 0.12

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
  /// The largest share, as a multiple of what an even map has everywhere.
  fileprivate var greatestDensity: Double? {
    guard let places = map?.flatMap(\.self), let greatest = places.max() else { return nil }
    return greatest * Double(places.count)
  }

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

import Presentation
import Statistics

/// The charts of a prediction.
public enum PlanningCharts {
  public static func charts(_ prediction: StudyPrediction) -> [Chart] {
    [width(prediction), shares(prediction)]
      + (prediction.candidates.isEmpty ? [] : [candidates(prediction)])
  }

  /// The axis of numbers of children, marked where they were tried.
  private static func children(_ prediction: StudyPrediction) -> JSONValue {
    [
      "field": "children", "type": "quantitative",
      "scale": ["type": "log", "nice": false, "padding": 12],
      "axis": [
        "title": "Children", "grid": false, "format": ",d", "labelOverlap": true,
        "values": .array(prediction.curve.map { .integer($0.children) }),
      ],
    ]
  }

  /// A dashed line at what is aimed at.
  private static func aim(_ value: Double?) -> [JSONValue] {
    value.map { value in
      [
        [
          "data": ["values": [["aim": .number(value)]]],
          "mark": ["type": "rule", "strokeDash": [4, 4], "color": .color(.soft)],
          "encoding": ["y": ["field": "aim", "type": "quantitative"]],
        ]
      ]
    } ?? []
  }

  /// The width of the interval against the number of children.
  private static func width(_ prediction: StudyPrediction) -> Chart {
    let rows = prediction.curve.filter { $0.medianWidthInYears != nil }
    let values = rows.map { row -> JSONValue in
      [
        "children": .integer(row.children), "median": .optional(row.medianWidthInYears),
        "lower": .optional(row.lowerQuartileWidthInYears),
        "upper": .optional(row.upperQuartileWidthInYears),
      ]
    }
    let y: JSONValue = [
      "field": "median", "type": "quantitative", "scale": ["zero": true],
      "axis": ["title": "Width of the interval, years"],
    ]
    let marks = IntervalMarks(
      value: y, properties: ["color": .color(.ink)],
      pointProperties: ["tooltip": true])
    let body: JSONValue = [
      "data": ["values": .array(values)], "encoding": ["x": children(prediction)],
      "layer": .array(
        aim(prediction.target.widthInYears) + [
          [
            "mark": ["type": "line", "strokeWidth": .lineWidth, "color": .color(.ink)],
            "encoding": ["y": y],
          ]
        ] + marks.layers),
    ]
    let open = prediction.curve.filter { $0.medianWidthInYears == nil }.map(\.children)
    return Chart(
      name: "planning-width", title: "Width of the interval by number of children",
      caption:
        "Median width of the 95% CI of \(prediction.target.measure.inWords) in simulated "
        + "studies; bars reach from the lower to the upper quartile, without a cap where that interval is "
        + "open."
        + (open.isEmpty
          ? ""
          : " With \(Format.list(open.map(Format.count))) children more than half of the intervals are open.")
        + (prediction.target.widthInYears == nil ? "" : " Dashed: the width aimed at."),
      summary: rows.map {
        "\(Format.count($0.children)) children: \(Format.number($0.medianWidthInYears, decimals: 1)) years."
      }.joined(separator: " "),
      spec: .chart(body, pageHeight: 300, width: .oneColumn, height: 170),
      table: PlanningTables.curve(prediction))
  }

  /// Which studies find the age, and which narrowly enough.
  private static func shares(_ prediction: StudyPrediction) -> Chart {
    let values = prediction.curve.flatMap { row in
      series(row).map { name, share -> JSONValue in
        [
          "children": .integer(row.children), "what": .string(name),
          "share": .number(share.value), "lower": .number(share.lower),
          "upper": .number(share.upper),
        ]
      }
    }
    let y: JSONValue = [
      "field": "share", "type": "quantitative", "scale": ["domain": [0, 1]],
      "axis": ["title": "Share of studies", "format": ".0%"],
    ]
    let names = prediction.curve.first.map { series($0).map(\.0) } ?? []
    let colour: JSONValue = [
      "field": "what", "type": "nominal",
      "scale": [
        "domain": .strings(names),
        "range": .array([.color(.ink), .color(.secondRun)].prefix(names.count).map(\.self)),
      ],
    ]
    let shape: JSONValue = [
      "field": "what", "type": "nominal", "scale": ["domain": .strings(names)],
    ]
    let marks = IntervalMarks(
      value: y, channels: ["color": colour], pointChannels: ["shape": shape],
      pointProperties: ["tooltip": true])
    let aims = [
      prediction.target.widthInYears.map { _ in prediction.target.assurance },
      prediction.target.power,
    ]
    let body: JSONValue = [
      "data": ["values": .array(values)], "encoding": ["x": children(prediction)],
      "layer": .array(
        aims.flatMap(aim) + [
          [
            "mark": ["type": "line", "strokeWidth": .lineWidth],
            "encoding": ["y": y, "color": colour],
          ]
        ] + marks.layers),
    ]
    return Chart(
      name: "planning-shares", title: "Studies that find the age, by number of children",
      caption: "Age found: the interval has both bounds"
        + (prediction.target.measure == .crossing
          ? "." : ", and the test against no transition rejects.")
        + (prediction.target.widthInYears.map {
          " Narrow enough: it is at most \(AgeSpan.text($0)) years wide."
        } ?? "")
        + " Bars are 95% confidence intervals (CI) for the number of simulated studies."
        + (prediction.target.isStated ? " Dashed: what is aimed at." : ""),
      summary: prediction.curve.map { row in
        "\(Format.count(row.children)) children: "
          + series(row).map { "\($0.0) \(Format.share($0.1.value))" }.joined(separator: ", ") + "."
      }.joined(separator: " "),
      spec: .chart(body, pageHeight: 300, width: .oneColumn, height: 170),
      table: PlanningTables.curve(prediction))
  }

  private static func series(_ row: DesignPerformance) -> [(String, Estimate)] {
    (row.narrowEnough.map { [("narrow enough", $0)] } ?? []) + [("age found", row.found)]
  }

  /// The same children at other ages.
  private static func candidates(_ prediction: StudyPrediction) -> Chart {
    let rows = prediction.candidates
    let values = rows.map { row -> JSONValue in
      let share = row.narrowEnough ?? row.found
      return [
        "ages": .string(PlanningTables.ages(row)), "share": .number(share.value),
        "lower": .number(share.lower), "upper": .number(share.upper),
      ]
    }
    let marks = IntervalMarks(
      value: [
        "field": "share", "type": "quantitative", "scale": ["domain": [0, 1]],
        "axis": ["title": "Share of studies", "format": ".0%"],
      ], isHorizontal: true, properties: ["color": .color(.ink)],
      pointProperties: ["tooltip": true])
    let body: JSONValue = [
      "data": ["values": .array(values)],
      "encoding": [
        "y": [
          "field": "ages", "type": "nominal", "sort": .strings(rows.map(PlanningTables.ages)),
          "axis": ["title": nil, "labelLimit": 240],
        ]
      ], "layer": .array(marks.layers),
    ]
    let what =
      prediction.target.widthInYears.map {
        "whose interval is at most \(AgeSpan.text($0)) years wide"
      } ?? "that find an age to quote"
    return Chart(
      name: "planning-ages", title: "Ages of visits",
      caption: "Share of simulated studies \(what), by the ages (years) at which "
        + "\(Format.count(prediction.design.children)) children are first seen; 95% confidence intervals for the number of "
        + "simulated studies. Compared were only these ages.",
      summary: rows.map {
        "\(PlanningTables.ages($0)): \(Format.share(($0.narrowEnough ?? $0.found).value))."
      }.joined(separator: " "),
      spec: .chart(
        body, pageHeight: 70 + 34 * rows.count, width: .oneColumn, height: 50 + 20 * rows.count),
      table: PlanningTables.candidates(prediction))
  }
}

import Faces
import Presentation
import Statistics

extension TransitionAge {
  /// Each model's class-standardised accuracy over age in years with its fitted curve; below, the ages
  /// to report with their intervals.
  static func chart(
    _ analysis: TransitionAnalysis, reported: [ReportedAge], groups: AgeGrouping
  ) -> Chart? {
    let fitted = analysis.models.filter { $0.curve != nil && !$0.observed.isEmpty }
    let ages = fitted.flatMap(\.observed).map(\.age)
    guard let oldest = ages.max(), let youngest = ages.min() else { return nil }
    var style = ModelStyle.channels(
      models: fitted.map(\.model) + reported.filter { $0.model == nil }.map(\.series),
      name: AgeSeries.name)
    // One column of a paper is too narrow for three names in a row.
    let legend = JSONValue.themed(page: [:], column: ["legend": ["columns": 2]], twoColumns: [:])
    style.color = style.color.merging(legend)
    style.shape = style.shape.merging(legend)
    let x: JSONValue = [
      "field": "age", "type": "quantitative",
      // Childhood takes most of the width: half of it is below a quarter of the oldest age.
      "scale": ["type": "sqrt", "domain": [0, .number(oldest.rounded(.up))], "nice": false],
      "axis": [
        "title": "Age, years", "values": [1, 3, 5, 8, 12, 17, 25, 40, 60, 80], "grid": false,
      ],
    ]
    let y: JSONValue = [
      "field": "accuracy", "type": "quantitative",
      // Below zero is room for the intervals.
      "scale": ["domain": [-0.2, 1], "nice": false],
      "axis": [
        "title": "Class-standardised accuracy", "format": ".0%",
        "values": [0, 0.2, 0.4, 0.6, 0.8, 1],
      ],
    ]
    let layers =
      [boundaryLayer(groups, x: x), bandLayer(fitted, x: x, y: y, style: style)].compactMap(\.self)
      + observedLayers(fitted, x: x, y: y, style: style)
      + [curveLayer(fitted, from: youngest, to: oldest, x: x, y: y, style: style)]
      + [reportedLayer(reported, oldest: oldest.rounded(.up), x: x, style: style)]
    let planted = analysis.planted.map { PlantedLine(ageInYears: $0.ageInYears) }
    return Chart(
      name: "transition", title: "The transition age",
      caption: caption(fitted, reported) + (planted?.caption ?? ""),
      summary: summary(fitted, reported),
      spec: .chart(
        ["layer": .array(layers + [planted?.layer(x: x)].compactMap(\.self))], pageHeight: 420,
        width: .oneColumn, height: 210),
      table: table(fitted))
  }

  private typealias Style = (color: JSONValue, shape: JSONValue, dash: JSONValue)

  /// Thin lines at the bounds between age groups.
  private static func boundaryLayer(
    _ groups: AgeGrouping, x: JSONValue
  ) -> JSONValue {
    [
      "data": [
        "values": .array(groups.upperBoundsInYears.map { ["age": .number($0)] })
      ],
      "mark": ["type": "rule", "color": .color(.rule)], "encoding": ["x": x],
    ]
  }

  private static func identity(_ model: String) -> JSONValue {
    ["model": .string(StudyModel.displayName(of: model)), "key": .string(model)]
  }

  /// Accuracies of bins of age with their intervals; without intervals in metrics of earlier versions.
  private static func observedLayers(
    _ models: [ModelTransition], x: JSONValue, y: JSONValue, style: Style
  ) -> [JSONValue] {
    let values = models.flatMap { model in
      points(of: model).map { point in
        identity(model.model).merging([
          "age": .number(point.age), "accuracy": .number(point.accuracy), "n": .integer(point.n),
          "lower": .optional(point.interval?.lower), "upper": .optional(point.interval?.upper),
        ])
      }
    }
    let marks = IntervalMarks(
      value: y, channels: ["color": style.color],
      pointChannels: [
        "shape": style.shape,
        "tooltip": [
          ["field": "model"], .numberTooltip("age", decimals: 1), .shareTooltip("accuracy"),
          .shareTooltip("lower"), .shareTooltip("upper"), .countTooltip("n"),
        ],
      ], pointProperties: ["size": .onPage(50, inPapers: 14)])
    return [
      [
        "data": ["values": .array(values)], "encoding": ["x": x], "layer": .array(marks.layers),
      ]
    ]
  }

  private static func points(
    of model: ModelTransition
  ) -> [(age: Double, n: Int, accuracy: Double, interval: Estimate?)] {
    model.binned?.map { ($0.age, $0.n, $0.accuracy.value, $0.accuracy) }
      ?? model.observed.map { ($0.age, $0.n, $0.accuracy, nil) }
  }

  /// Where the curves of resampled subjects lie.
  private static func bandLayer(
    _ models: [ModelTransition], x: JSONValue, y: JSONValue, style: Style
  ) -> JSONValue? {
    let values = models.flatMap { model in
      (model.curve?.drawnBand ?? []).map { bound in
        identity(model.model).merging([
          "age": .number(bound.age), "low": .number(bound.lower), "high": .number(bound.upper),
        ])
      }
    }
    guard !values.isEmpty else { return nil }
    return [
      "data": ["values": .array(values)], "mark": ["type": "area", "opacity": 0.15],
      "encoding": [
        "x": x, "y": y.merging(["field": "low"]), "y2": ["field": "high"],
        "color": style.color,
      ],
    ]
  }

  private static func curveLayer(
    _ models: [ModelTransition], from youngest: Double, to oldest: Double, x: JSONValue,
    y: JSONValue, style: Style
  ) -> JSONValue {
    let steps = 160
    let values = models.flatMap { model -> [JSONValue] in
      guard let fitted = model.curve else { return [] }
      if let points = fitted.shapes?.curve {
        return points.map {
          identity(model.model).merging(["age": .number($0.age), "accuracy": .number($0.accuracy)])
        }
      }
      let curve = fitted.logistic
      return (0...steps).map { step in
        // Even steps on the axis as it is drawn.
        let root =
          youngest.squareRoot()
          + (oldest.squareRoot() - youngest.squareRoot()) * Double(step) / Double(steps)
        let age = root * root
        return identity(model.model).merging([
          "age": .number(age), "accuracy": .number(curve.accuracy(at: age)),
        ])
      }
    }
    return [
      "data": ["values": .array(values)],
      "mark": ["type": "line", "strokeWidth": .lineWidth],
      "encoding": ["x": x, "y": y, "color": style.color, "strokeDash": style.dash],
    ]
  }

  /// Below the curves, the ages to report with their intervals; without a cap where one is open, and
  /// without a mark where there is no age to report.
  private static func reportedLayer(
    _ ages: [ReportedAge], oldest: Double, x: JSONValue, style: Style
  ) -> JSONValue {
    let values = ages.enumerated().map { position, reported -> JSONValue in
      let interval = reported.age.interval
      return [
        "model": .string(reported.name), "key": .string(reported.series),
        "age": .optional(reported.age.ageInYears), "lower": .optional(interval.lower),
        "upper": .optional(interval.upper), "from": .number(interval.lower ?? 0),
        "to": .number(interval.upper ?? oldest),
        "level": .number(-0.055 - 0.05 * Double(position)),
      ]
    }
    let marks = IntervalMarks(
      value: x, isHorizontal: true, channels: ["color": style.color],
      pointChannels: [
        "shape": style.shape,
        "tooltip": [
          ["field": "model"], .numberTooltip("age", decimals: 1),
          .numberTooltip("lower", decimals: 1), .numberTooltip("upper", decimals: 1),
        ],
      ], ruleFields: ("from", "to"))
    return [
      "data": ["values": .array(values)],
      "encoding": ["y": ["field": "level", "type": "quantitative"]],
      "layer": .array(marks.layers),
    ]
  }

  private static func caption(_ models: [ModelTransition], _ reported: [ReportedAge]) -> String {
    let sizes = models.map {
      "\(StudyModel.displayName(of: $0.model)) \(Format.count($0.n)) faces of "
        + "\(Format.count($0.subjects)) subjects"
    }
    let below =
      reported.first.map {
        " Below: the ages to report with their \(Format.confidenceIntervals($0.age.interval.level)), the age midway between each curve’s "
          + "two levels and the age at which the curves cross. "
          + (reported.areCorrected
            ? "They are corrected for the error of the ages by multiple imputation, so they need not lie "
              + "where the drawn curves have them. " : "")
          + "Without a cap the data set no bound on that side; without a mark there is no age to report."
      } ?? ""
    let intervals = models.lazy.compactMap(\.binned?.first?.accuracy).first.map {
      " of equally many faces with \(Format.confidenceIntervals($0)) (\($0.method))"
    }
    let band =
      models.contains { $0.curve?.drawnBand.isEmpty == false }
      ? "; its band holds the middle of the curves of resampled subjects, age by age" : ""
    let others = models.compactMap { model -> String? in
      guard let shapes = model.curve?.shapes, shapes.whyNoAge != nil else { return nil }
      return "; the curve of the \(StudyModel.displayName(of: model.model)) is another: "
        + "\(shapes.chosen.inWords)"
    }.joined()
    return
      "Share of correct predictions by age as given, each emotion counting the same, in bins of "
      + "age\(intervals ?? ""), and the four-parameter logistic curve fitted to the single "
      + "faces\(others)\(band).\(below) n: \(sizes.joined(separator: "; ")). Thin lines are the bounds of "
      + "the age groups; the axis is stretched towards the young."
  }

  private static func summary(_ models: [ModelTransition], _ reported: [ReportedAge]) -> String {
    let levels = models.compactMap { model in
      model.curve.map { curve in
        let name = StudyModel.displayName(of: model.model).sentenceCased
        if let shapes = curve.shapes, shapes.whyNoAge != nil {
          return "\(name): \(shapes.chosen.inWords)."
        }
        let (young, old) = (curve.logistic.infantAsymptote, curve.logistic.adultAsymptote)
        return "\(name): from \(Format.share(young)) to \(Format.share(old))."
      }
    }
    let ages = reported.map {
      $0.years("\($0.name.sentenceCased):") ?? "\($0.name.sentenceCased): no age"
    }
    return (levels + ages.map { "\($0)." }).joined(separator: " ")
  }

  private static func table(_ models: [ModelTransition]) -> DataTable {
    DataTable(
      columns: ["model", "mean age (years)", "n", "accuracy", "fitted accuracy"],
      rows: models.flatMap { model in
        model.observed.map { bin in
          [
            .text(StudyModel.displayName(of: model.model)), .number(bin.age, decimals: 2),
            .count(bin.n), .share(bin.accuracy),
            .share(
              model.curve?.shapes?.whyNoAge == nil
                ? model.curve?.logistic.accuracy(at: bin.age) : nil),
          ]
        }
      })
  }
}

extension FittedTransition {
  /// Where the drawn curves of resampled subjects lie, those of the chosen form; empty where there are none.
  fileprivate var drawnBand: [CurveBound] {
    guard let points = shapes?.curve else { return band ?? [] }
    return points.compactMap { point in
      point.lower.flatMap { lower in
        point.upper.map { CurveBound(age: point.age, lower: lower, upper: $0) }
      }
    }
  }
}

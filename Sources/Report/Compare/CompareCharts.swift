import Analysis
import Faces
import Presentation
import Statistics

/// The charts of several runs side by side as pure functions of their numbers.
public enum CompareCharts {
  public static func charts(for input: CompareInput) -> [Chart] {
    [accuracy(input), differences(input)].compactMap(\.self)
  }

  /// Each run's accuracy by age group: a panel for each model.
  private static func accuracy(_ input: CompareInput) -> Chart? {
    let names = input.runs.map(\.runName)
    let points = zip(names, input.runs).flatMap { name, run in
      (run.results.metrics?.models ?? []).flatMap { model in
        model.groups.compactMap { group in
          group.accuracy.map {
            ComparedPoint(
              run: name, model: model.model, ageGroup: group.ageGroup, n: group.n, estimate: $0)
          }
        }
      }
    }
    return chart(
      points, input: input, shown: names, joinsGroups: true, name: "runs-accuracy",
      title: "Accuracy across ages",
      caption: "Share of test faces whose perceived emotion each run’s model named, by age group.",
      axis: ["title": "Accuracy", "format": ".0%", "tickCount": 5],
      scale: ["domain": [0, 1]])
  }

  /// Each other run minus the first.
  private static func differences(_ input: CompareInput) -> Chart? {
    let points = input.comparisons.flatMap { comparison in
      comparison.differences.compactMap { difference -> ComparedPoint? in
        guard let group = difference.ageGroup, let estimate = difference.difference else {
          return nil
        }
        return ComparedPoint(
          run: comparison.second, model: difference.model, ageGroup: group,
          n: difference.pairs ?? difference.secondN, estimate: estimate)
      }
    }
    let first = input.runs.first?.runName ?? ""
    return chart(
      points, input: input, shown: input.runs.dropFirst().map(\.runName), joinsGroups: false,
      name: "runs-differences", title: "Differences from “\(first)”",
      caption: "Accuracy of each run minus that of “\(first)”, by age group; above zero it is "
        + "better. All panels have one scale.",
      axis: [
        "title": "Difference, points",
        "labelExpr": "datum.value ? format(100 * datum.value, '+.0f') : '0'",
        "tickCount": 5,
      ], scale: ["domain": .array(domain(of: points).map { .number($0) })])
  }

  /// What holds zero, 5 points on either side of it, and every interval, in steps of 5 points.
  private static func domain(of points: [ComparedPoint]) -> [Double] {
    let lowest = min(-0.05, points.map(\.estimate.lower).min() ?? 0)
    let highest = max(0.05, points.map(\.estimate.upper).max() ?? 0)
    return [(20 * lowest).rounded(.down) / 20, (20 * highest).rounded(.up) / 20]
  }

  /// - Parameters:
  ///   - shown: the runs that have points.
  ///   - joinsGroups: whether lines join a run's age groups; else a line marks zero.
  private static func chart(
    _ points: [ComparedPoint], input: CompareInput, shown: [String], joinsGroups: Bool,
    name: String, title: String, caption: String, axis: JSONValue, scale: JSONValue
  ) -> Chart? {
    guard let first = points.first else { return nil }
    let models = input.models.filter { model in points.contains { $0.model == model } }
    let value: JSONValue = [
      "field": "value", "type": "quantitative", "axis": axis, "scale": scale,
    ]
    let bodies = models.map { model in
      (
        title: StudyModel.displayName(of: model).sentenceCased,
        body: body(
          points.filter { $0.model == model }, ages: input.ages,
          styles: RunStyle.styles(of: shown, in: input), value: value, joinsGroups: joinsGroups)
      )
    }
    let methods = Set(points.map(\.estimate.method)).sorted()
    return Chart(
      name: name, title: title,
      caption: "\(caption) Error bars are \(Format.confidenceIntervals(first.estimate)) "
        + "(\(methods.joined(separator: "; "))). n is in the table.",
      summary: "\(title) for \(Format.list(shown)).", bodies: bodies, pageHeight: 300, columns: 2,
      panelSize: (width: 200, height: 150),
      table: DataTable(
        columns: ["run", "model", "age group", "n", "value", "lower", "upper"],
        rows: points.map { point in
          [
            .text(point.run), .text(StudyModel.displayName(of: point.model)),
            .text(point.ageGroup.displayName), .count(point.n),
          ]
            + [point.estimate.value, point.estimate.lower, point.estimate.upper].map {
              joinsGroups ? .share($0) : .points($0)
            }
        }))
  }

  private static func body(
    _ points: [ComparedPoint], ages: AgeGrouping, styles: [(run: String, style: RunStyle)],
    value: JSONValue, joinsGroups: Bool
  ) -> JSONValue {
    let runs = styles.map(\.run)
    let legend: JSONValue = .onPage(["legend": nil], inPapers: [:])
    func channel(_ range: [JSONValue]) -> JSONValue {
      [
        "field": "run", "type": "nominal",
        "scale": ["domain": .strings(runs), "range": .array(range)],
      ]
    }
    let color = channel(styles.map { JSONValue.color($0.style.role) }).merging(legend)
    let marks = IntervalMarks(
      value: value, channels: ["color": color],
      pointChannels: [
        "shape": channel(styles.map(\.style.shape)).merging(legend),
        "tooltip": [
          ["field": "run"], ["field": "age group"], .shareTooltip("value"), .shareTooltip("lower"),
          .shareTooltip("upper"), .countTooltip("n"),
        ],
      ])
    let line: JSONValue = [
      "mark": ["type": "line", "strokeWidth": .lineWidth],
      "encoding": [
        "y": value, "color": color,
        "strokeDash": channel(styles.map(\.style.dash)).merging(["legend": nil]),
      ],
    ]
    let zero: JSONValue = [
      "data": ["values": [[:]]],
      "mark": ["type": "rule", "color": .color(.soft), "strokeDash": [2, 3]],
      "encoding": ["x": nil, "xOffset": nil, "y": ["datum": 0, "type": "quantitative"]],
    ]
    return [
      "data": ["values": .array(points.map { $0.value(ages) })],
      "encoding": [
        "x": ChartParts.shortGroupAxis(ages, ),
        "xOffset": [
          "field": "run", "type": "nominal",
          "scale": ["domain": .strings(runs), "paddingOuter": 2],
        ],
      ],
      "layer": .array([joinsGroups ? line : zero] + marks.layers),
    ]
  }
}

/// One run's number for one model and age group.
private struct ComparedPoint {
  var run: String
  var model: String
  var ageGroup: AgeGroup
  var n: Int
  var estimate: Estimate

  func value(_ ages: AgeGrouping) -> JSONValue {
    [
      "run": .string(run), "bounds": .string(ages.rangeInYears(of: ageGroup)),
      "age group": .string(ageGroup.displayName), "n": .integer(n),
      "value": .number(estimate.value), "lower": .number(estimate.lower),
      "upper": .number(estimate.upper),
    ]
  }
}

/// How a run is drawn in every figure of a page: by colour, shape and dash, which begin again after
/// the last. The colours are no model's.
struct RunStyle {
  var role: ChartTheme.Role
  var shape: JSONValue
  var dash: JSONValue

  init(position: Int) {
    let roles: [ChartTheme.Role] = [.ink, .secondRun, .thirdRun, .fourthRun]
    let shapes: [JSONValue] = ["circle", "square", "triangle-up", "diamond", "cross"]
    let dashes: [JSONValue] = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]]
    role = roles[position % roles.count]
    shape = shapes[position % shapes.count]
    dash = dashes[position % dashes.count]
  }

  /// The styles of some runs, each by the run's place among all.
  static func styles(of shown: [String], in input: CompareInput) -> [(run: String, style: RunStyle)]
  {
    input.runs.enumerated().filter { shown.contains($1.runName) }.map {
      (run: $1.runName, style: RunStyle(position: $0))
    }
  }
}

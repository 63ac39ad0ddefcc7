import Presentation
import Statistics

extension RepeatedTrainings {
  package static let heading: SectionHeading? = SectionHeading(
    "Trained again: what another training makes of the transition ages", short: "Trained again")

  package static let missing = HTML.missing(
    "Each model was trained once: no interval of this page holds what another training would give.",
    remedy: """
      Run <code>smilestone study --trainings 3</code> into another folder. Between trainings on synthetic faces, \
      transition ages had standard deviations of 0.4 to 1.4 years.
      """)

  package static func section(of run: RunResults) -> [Section.Part]? {
    guard let result = run[RepeatedTrainings.self] else { return nil }
    let readings = result.ages.map { "<li>\(HTML.data(words($0)))</li>" as HTML }
    let subjects: HTML =
      run.resamplesTrainingSubjects
      ? " Trainings after the first learnt from as many subjects drawn with replacement, so that their differences also hold who was there to learn from."
      : ""
    return [
      """
      <p>A model that learns again from other random numbers is another model, with a curve of its own. Both were \
      trained <b>\(result.trainings) times</b> and judged on the same test faces.\(subjects) Elsewhere on this page the first training \
      alone speaks; the pooled ages here hold both sources of variance.</p>
      """,
      .figure(
        chart(result),
        else: .missing(
          "No training gives a transition age.",
          remedy: "The section on the transition age says why, of the first.")),
      .markup("<ul>\(readings)</ul>"),
    ]
  }

  private static func chart(_ result: TrainingVariation) -> Chart? {
    let located = result.ages.filter { !$0.located.isEmpty }
    guard !located.isEmpty else { return nil }
    let level = located.first.map { Format.confidenceIntervals($0.interval.level) } ?? ""
    return Chart(
      name: chartName, title: "Transition ages of each training",
      caption:
        "Each training’s age with its \(level), which sampling of subjects alone makes, and all pooled (filled), whose "
        + "interval is for one more training. Trainings without an age to quote have no mark; an end without a cap is open.",
      summary: located.map(words).joined(separator: " "),
      bodies: located.map { (name($0), body($0, of: located)) },
      pageHeight: 60 + 26 * result.trainings, columns: located.count,
      panelSize: (width: located.count > 2 ? 110 : 180, height: 40 + 12 * result.trainings),
      table: table(located))
  }

  private static func name(_ age: PooledTrainingAge) -> String {
    age.model.map(StudyModel.displayName(of:)) ?? "Crossing of the curves"
  }

  /// What is drawn and tabulated: the trainings, then all together.
  private static func rows(
    _ age: PooledTrainingAge
  ) -> [(label: String, years: Double?, interval: OpenInterval)] {
    age.single.enumerated().map { ("training \($0 + 1)", $1.ageInYears, $1.interval) }
      + [("pooled", age.ageInYears, age.interval)]
  }

  private static func body(_ age: PooledTrainingAge, of all: [PooledTrainingAge]) -> JSONValue {
    let drawn = all.flatMap(rows).filter { $0.years != nil }
    let oldest = drawn.compactMap { $0.interval.upper ?? $0.years }.max() ?? 25
    let values = rows(age).compactMap { row -> JSONValue? in
      row.years.map { years in
        [
          "training": .string(row.label), "age": .number(years),
          "lower": .optional(row.interval.lower), "upper": .optional(row.interval.upper),
          "from": .number(row.interval.lower ?? 0), "to": .number(row.interval.upper ?? oldest),
          "pooled": .bool(row.label == "pooled"),
        ]
      }
    }
    let style = ModelStyle(model: age.model ?? AgeErrorQuantity.crossing.rawValue)
    let marks = IntervalMarks(
      value: [
        "field": "age", "type": "quantitative",
        "scale": ["domain": [0, .number(oldest.rounded(.up))], "nice": false],
        "axis": ["title": "Age, years", "tickCount": 5],
      ],
      isHorizontal: true,
      pointChannels: [
        "fill": [
          "condition": ["test": "datum.pooled", "value": .color(style.role)],
          "value": .color(.surface),
        ],
        "tooltip": [
          ["field": "training"], .numberTooltip("age", decimals: 1),
          .numberTooltip("lower", decimals: 1), .numberTooltip("upper", decimals: 1),
        ],
      ],
      ruleFields: ("from", "to"), properties: ["color": .color(style.role)],
      pointProperties: ["stroke": .color(style.role)])
    return [
      "data": ["values": .array(values)],
      "encoding": [
        "y": [
          "field": "training", "type": "nominal", "sort": .strings(rows(age).map(\.label)),
          "scale": ["domain": .strings(rows(age).map(\.label))],
          "axis": ["title": nil, "ticks": false, "domain": false],
        ]
      ],
      "layer": .array(marks.layers),
    ]
  }

  private static func table(_ ages: [PooledTrainingAge]) -> DataTable {
    DataTable(
      columns: ["age of", "training", "age (years)", "lower", "upper"],
      rows: ages.flatMap { age in
        rows(age).map { row in
          [
            .text(name(age)), .text(row.label), .number(row.years, decimals: 2),
            .number(row.interval.lower, decimals: 2), .number(row.interval.upper, decimals: 2),
          ]
        }
      })
  }
}

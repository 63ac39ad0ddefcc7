import Presentation
import Statistics

extension ChildrenSeenAgain {
  package static let heading: SectionHeading? = SectionHeading(
    "Children, not faces: what changes within a child", short: "Within children")

  package static func section(of run: RunResults) -> [Section.Part]? {
    guard let models = run[ChildrenSeenAgain.self], !models.isEmpty else { return nil }
    let readings = models.flatMap { model in
      [
        model.trend.map { words(model, $0) }, model.change.map { words(model, $0) },
      ].compactMap(\.self)
    }.map { "<li>\(HTML.data($0))</li>" as HTML }
    return [
      """
      <p>Faces of many children of different ages say how children <b>differ</b> by age; faces of one child at several \
      ages say how it <b>changes</b>. A curve through all of them is flatter than each child’s where \
      children change at different ages.</p>
      """,
      .markup("<ul>\(readings)</ul>"),
    ] + [chart(models).map { .figure($0) }].compactMap(\.self) + [.markup(table(models))]
  }

  private static func table(_ models: [ChildLevelChange]) -> HTML {
    DataTable(
      columns: [
        "model", "faces", "subjects", "seen again", "within: odds a year", "lower", "upper",
        "between: odds a year", "lower", "upper", "p, same", "correlation within a child",
      ],
      rows: models.map { model in
        [
          .text(StudyModel.displayName(of: model.model)), .count(model.n), .count(model.subjects),
          .count(model.seenAgain),
        ]
          + [model.trend?.within, model.trend?.between].flatMap { odds in
            [odds?.value, odds?.lower, odds?.upper].map { .number($0, decimals: 2) }
          } + [
            model.trend?.difference.map { .pValue($0.pValue) } ?? .missing,
            .number(model.trend?.intraclassCorrelation, decimals: 2),
          ]
      }
    ).html(
      caption:
        "Children by logistic regression with a random level for each child; odds of a right prediction for a year "
        + "more of age. Faces and subjects are all of the test set with known ages, seen again are children with faces a "
        + "year or more apart")
  }

  /// The age of change of each child seen again, from the youngest on.
  private static func chart(_ models: [ChildLevelChange]) -> Chart? {
    let located = models.compactMap { model in
      model.change.flatMap { change in
        change.meanAge.boundedAgeInYears == nil ? nil : (model: model.model, change: change)
      }
    }
    guard !located.isEmpty else { return nil }
    return Chart(
      name: chartName, title: "The age at which each child changes",
      caption:
        "Children with faces a year or more apart, from the earliest change on: the mean of what the child’s faces and all "
        + "others’ leave open, with one standard deviation either way. Ages of children with few faces are drawn towards the "
        + "mean (dashed), so that they differ less than children do.",
      summary: located.map { words($0.model, $0.change) }.joined(separator: " "),
      bodies: located.map { (StudyModel.displayName(of: $0.model), ages($0.model, $0.change)) },
      pageHeight: 240, columns: located.count,
      panelSize: (width: located.count > 1 ? 180 : 360, height: 130),
      table: DataTable(
        columns: ["model", "rank", "age (years)", "standard deviation (years)"],
        rows: located.flatMap { model, change in
          change.ages.enumerated().map { place, age in
            [
              .text(StudyModel.displayName(of: model)), .count(place + 1),
              .number(age.ageInYears, decimals: 2),
              .number(age.standardDeviationInYears, decimals: 2),
            ]
          }
        }))
  }

  private static func words(
    _ model: String, _ change: ChildLevelChange.ChangeOfSubjects
  ) -> String {
    "\(StudyModel.displayName(of: model)): \(change.ages.count) children, mean "
      + "\(Format.number(change.curve.midpoint, decimals: 1)) years, standard deviation "
      + "\(Format.number(change.standardDeviation, decimals: 1)) years."
  }

  private static func ages(
    _ model: String, _ change: ChildLevelChange.ChangeOfSubjects
  ) -> JSONValue {
    let values = change.ages.enumerated().map { place, age -> JSONValue in
      [
        "rank": .integer(place + 1), "age": .number(age.ageInYears),
        "lower": .number(age.ageInYears - age.standardDeviationInYears),
        "upper": .number(age.ageInYears + age.standardDeviationInYears),
      ]
    }
    let color: JSONValue = .color(ModelStyle(model: model).role)
    let y: JSONValue = [
      "field": "age", "type": "quantitative", "scale": ["zero": false],
      "axis": ["title": "Age of change, years", "tickCount": 5],
    ]
    return [
      "data": ["values": .array(values)],
      "encoding": [
        "x": [
          "field": "rank", "type": "quantitative",
          "scale": ["domain": [0, .integer(change.ages.count + 1)], "nice": false],
          "axis": ["title": "Children, by age of change", "tickCount": 4, "grid": false],
        ]
      ],
      "layer": [
        [
          "mark": ["type": "rule", "color": color, "opacity": 0.35],
          "encoding": ["y": y.merging(["field": "lower"]), "y2": ["field": "upper"]],
        ],
        [
          "mark": ["type": "point", "filled": true, "size": 14, "color": color],
          "encoding": [
            "y": y,
            "tooltip": [.numberTooltip("age", decimals: 1), .countTooltip("rank")],
          ],
        ],
        [
          "mark": ["type": "rule", "strokeDash": [4, 3], "color": .color(.ink)],
          "encoding": ["y": ["datum": .number(change.curve.midpoint)], "x": nil],
        ],
      ],
    ]
  }
}

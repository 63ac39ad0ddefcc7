import Faces
import Presentation
import Statistics

extension ModelRepresentation {
  /// How alike two models see the faces of each age group.
  static func similarity(
    _ models: ModelSimilarity, ages: AgeGrouping
  ) -> Chart? {
    let defined = models.groups.compactMap { group in
      group.similarity.map { (group: group, estimate: $0) }
    }
    guard let first = defined.first else { return nil }
    let isComplete = defined.count == models.groups.count
    let labels = models.groups.map { ChartParts.groupLabel($0.ageGroup, of: ages, n: $0.n) }
    let lowest = defined.map(\.estimate.lower).min() ?? 0
    let value: JSONValue = [
      "field": "similarity", "type": "quantitative",
      "scale": ["domain": [.number(min(0, lowest)), 1]],
      "axis": ["title": "Similarity (CKA)", "tickCount": 5],
    ]
    let marks = IntervalMarks(
      value: value,
      pointChannels: [
        "tooltip": [
          ["field": "age group"], .numberTooltip("similarity"), .numberTooltip("lower"),
          .numberTooltip("upper"), .countTooltip("n"),
        ]
      ], properties: ["color": .color(.ink)])
    let body: JSONValue = [
      "data": [
        "values": .array(
          defined.map { group, estimate in
            [
              "group": .string(ChartParts.groupLabel(group.ageGroup, of: ages, n: group.n)),
              "age group": .string(group.ageGroup.displayName), "n": .integer(group.n),
              "similarity": .number(estimate.value), "lower": .number(estimate.lower),
              "upper": .number(estimate.upper),
            ]
          })
      ],
      "encoding": ["x": ChartParts.groupAxis(labels: labels)],
      "layer": .array(marks.layers),
    ]
    let names = [models.first, models.second].map(StudyModel.displayName(of:))
    return Chart(
      name: "similarity", title: "How alike the models see faces",
      caption: "Debiased linear centred kernel alignment (CKA) of the features of the "
        + "\(Format.list(names)) on the same test faces, by age group: 1 = identical up to rotation "
        + "and scaling, about 0 = nothing in common. Error bars "
        + "are \(Format.confidenceIntervals(first.estimate)) (\(first.estimate.method)); n counts the "
        + "faces.\(isComplete ? "" : " Groups without a mark have too few faces or subjects.")",
      summary: defined.map { group, estimate in
        "\(ages.plural(of: group.ageGroup).sentenceCased) \(Format.number(estimate.value, decimals: 2))."
      }.joined(separator: " "),
      spec: .chart(body, pageHeight: 300, width: .oneColumn, height: 150),
      table: DataTable(
        columns: ["age group", "n", "subjects", "similarity", "lower", "upper"],
        rows: models.groups.map { group in
          [
            .text(group.ageGroup.displayName), .count(group.n), .count(group.subjects),
            .number(group.similarity?.value, decimals: 3),
            .number(group.similarity?.lower, decimals: 3),
            .number(group.similarity?.upper, decimals: 3),
          ]
        }))
  }
}

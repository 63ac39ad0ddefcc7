import Faces
import Presentation

/// Tables behind the accuracy curves: age groups, sex and ethnicity.
extension AccuracyByAge {
  static func pairwise(_ models: [ModelMetrics], _ ages: AgeGrouping) -> Card? {
    let rows = models.flatMap { model in
      (model.crossAge?.pairwise ?? []).map { pair -> [DataTable.Cell] in
        [
          .text(StudyModel.displayName(of: model.model)),
          .text("\(ages.plural(of: pair.first)) − \(ages.plural(of: pair.second))"),
          .points(pair.difference?.estimate.value), .points(pair.difference?.estimate.lower),
          .points(pair.difference?.estimate.upper),
          .pValue(pair.difference?.test), .pValue(pair.adjustedPValue),
          pair.family.map { .text($0) } ?? .missing, .points(pair.detectableDifference),
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    let test = models.lazy.compactMap(\.crossAge).flatMap(\.pairwise)
      .compactMap(\.difference?.test.name).first
    return Card(
      "Pairwise comparisons of age groups", id: pairsTable,
      body: """
        <p>Differences of accuracy in points.\(test.map { " Test: \($0)." } ?? "") The last column \
        is the smallest difference that is detectable with 80% power.</p>
        \(DataTable(
          columns: [
            "model", "groups", "difference", "lower", "upper", "p", "p (Holm)", "corrected as",
            "detectable",
          ], rows: rows
        ).html(caption: "Pairs of age groups"))
        """)
  }

  static func subgroups(_ models: [ModelMetrics]) -> Card? {
    let rows = models.flatMap { model in
      (model.subgroups ?? []).map { cell -> [DataTable.Cell] in
        [
          .text(StudyModel.displayName(of: model.model)), .text(cell.value),
          .text(cell.ageGroup?.displayName ?? "all ages"), .count(cell.n),
          .share(cell.accuracy?.value), .share(cell.accuracy?.lower),
          .share(cell.accuracy?.upper), .share(cell.macroRecall),
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    return Card(
      "By sex and ethnicity", id: subgroupTable,
      body: """
        <p>Cells of fewer than \(SubgroupMetrics.minimumFaces) faces or \
        \(SubgroupMetrics.minimumSubjects) subjects are not given.</p>
        \(DataTable(
          columns: [
            "model", "group", "age group", "n", "accuracy", "lower", "upper", "macro recall",
          ], rows: rows
        ).html(caption: "Accuracy by sex and ethnicity, as the manifest names them"))
        """)
  }
}

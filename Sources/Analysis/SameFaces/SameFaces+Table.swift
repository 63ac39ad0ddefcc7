import Faces
import Presentation

extension SameFaces {
  /// Two models on the same faces, by age group; folded away.
  static func table(_ comparison: ModelComparison) -> Card {
    let (first, second) = (
      StudyModel.displayName(of: comparison.first), StudyModel.displayName(of: comparison.second)
    )
    let table = DataTable(
      columns: [
        "age group", "n", "only \(first) right", "only \(second) right", "difference",
        "lower", "upper", "p", "p (Holm)", "corrected as",
      ],
      rows: comparison.groups.map { group in
        [
          .text(group.ageGroup?.displayName ?? "all ages"), .count(group.n),
          .count(group.onlyFirst), .count(group.onlySecond), .points(group.difference?.value),
          .points(group.difference?.lower), .points(group.difference?.upper),
          .pValue(group.test), .pValue(group.adjustedPValue),
          group.family.map { .text($0) } ?? .missing,
        ]
      })
    let test = comparison.groups.lazy.compactMap(\.test?.name).first
    return Card(
      "Both models on the same faces", id: comparison.findingId,
      body: """
        <p>Accuracy of the \(first) minus that of the \(second), in points, on the test faces that \
        both judged.\(test.map { " Test: \($0)." } ?? "")</p>
        \(table.html(caption: "The \(first) against the \(second)"))
        """)
  }
}

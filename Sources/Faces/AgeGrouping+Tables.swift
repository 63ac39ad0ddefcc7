import Support

/// In tables every row says by what age groups it was sorted, unless these are the study's.
extension AgeGrouping {
  package static let column = "age_groups"
  /// What earlier versions wrote: other bounds of the study's groups.
  package static let earlierColumn = "age_bounds"

  /// The manifest's columns of how probable each group is, youngest first: "p_toddler".
  package var membershipColumns: [String] { groups.map { "p_\($0.rawValue)" } }

  /// What a table's columns say; the study's groups where they say nothing.
  /// - Throws: `SmilestoneError.badInput` that names the file and line, for what is no age groups, or
  ///   several.
  package init(_ reader: CSVReader) throws {
    var found: (text: String, ages: AgeGrouping)?
    for column in [AgeGrouping.column, AgeGrouping.earlierColumn] {
      guard let position = try reader.index(of: column), found == nil else { continue }
      try reader.forEachUsableRow(ragged: { _, _ in }) { row in
        let text = Cell.trimmed(row.fields[position])
        guard !text.isEmpty, text != found?.text else { return }
        func refusal(_ problem: String) -> SmilestoneError {
          .badInput(
            "\(reader.name), line \(row.line), column \(column): \(problem)",
            remedy: "Sort the faces again with `smilestone stratify`.")
        }
        if let found { throw refusal("“\(text)” differs from “\(found.text)” above.") }
        do {
          let ages = try AgeGrouping(text: text)
          found = (
            text,
            column == AgeGrouping.column
              ? ages : try AgeGrouping(studyNamesWithBounds: ages.upperBoundsInYears)
          )
        } catch let error as SmilestoneError {
          throw refusal(error.message)
        }
      }
    }
    self = found?.ages ?? .study
  }
}

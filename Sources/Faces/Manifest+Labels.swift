import Support

extension Manifest {
  /// The column that names the scheme of the labels; a manifest of the study's seven emotions has none.
  package static let labelSchemeColumn = "label_scheme"
}

extension LabelScheme {
  /// How the column of a manifest or of predictions names the scheme: by the id of a known one, else with all labels in
  /// order, "pleasure: unpleasant; calm; pleasant".
  package var cell: String {
    LabelScheme.known.contains(self)
      ? id : "\(id): \(emotions.map(\.rawValue).joined(separator: "; "))"
  }

  /// The same; nil for the study's seven emotions, which need no column.
  package var cellUnlessDefault: String? { agrees(with: .emotions7) ? nil : cell }

  /// - Returns: nil for a text that names no scheme.
  init?(cell: String) {
    if let known = LabelScheme.known.first(where: { $0.id == cell }) {
      self = known
      return
    }
    let parts = cell.split(separator: ":", maxSplits: 1).map { Cell.trimmed(String($0)) }
    guard parts.count == 2 else { return nil }
    let names = parts[1].split(separator: ";", omittingEmptySubsequences: false)
    self.init(
      id: parts[0],
      labels: names.enumerated().map { place, name in
        Label(
          emotion: Emotion(rawValue: Cell.trimmed(String(name))),
          colour: Label.colours[place % Label.colours.count])
      })
    guard problem == nil else { return nil }
  }
}

/// The scheme of a table's rows, which all name the same.
package struct LabelSchemeCells {
  private let position: Int?
  private var cell: String?
  package private(set) var scheme = LabelScheme.emotions7

  /// - Parameter position: of the column; nil where there is none.
  package init(position: Int?) { self.position = position }

  /// Takes a row's cell.
  /// - Throws: `SmilestoneError.badInput` for a cell that names no scheme, or another than the rows
  ///   before.
  package mutating func take(_ row: CSVRow, of name: String) throws {
    guard let position else { return }
    let text = Cell.trimmed(row.fields[position])
    guard text != cell else { return }
    let problem: String
    if cell != nil {
      problem = "“\(text)” is not the scheme of the rows above"
    } else if text.isEmpty {
      cell = text
      return
    } else if let named = LabelScheme(cell: text) {
      (cell, scheme) = (text, named)
      return
    } else {
      problem = "“\(text)” is no label scheme"
    }
    throw SmilestoneError.badInput(
      "\(name), line \(row.line), column \(Manifest.labelSchemeColumn): \(problem).",
      remedy:
        "Give every row the same: \(LabelScheme.known.map(\.id).joined(separator: ", ")), or a "
        + "name and its labels in order, such as “pleasure: unpleasant; pleasant”.")
  }
}

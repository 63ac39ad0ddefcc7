extension LabelScheme {
  /// Why the scheme cannot be used; nil where it can.
  package var problem: String? {
    let names = emotions.map(\.rawValue)
    if let wrong = ([id] + names).first(where: { $0.wholeMatch(of: LabelScheme.name) == nil }) {
      return "“\(wrong)” is no name: use lower-case letters, digits, “_” and “-”, a letter first"
    }
    guard count > 1 else { return "a scheme needs at least two labels" }
    let called = names + labels.flatMap(\.synonyms)
    if let twice = called.first(where: { name in called.count { $0 == name } > 1 }) {
      return "“\(twice)” stands there twice, as a label or a synonym"
    }
    if let label = labels.first(where: { $0.colour.wholeMatch(of: LabelScheme.colour) == nil }) {
      return "“\(label.colour)” is no colour: write #rrggbb"
    }
    if let known = LabelScheme.known.first(where: { $0.id == id }), !agrees(with: known) {
      return "“\(id)” is the id of a scheme with other labels: choose another id"
    }
    return origin.flatMap(problem)
  }

  private func problem(of origin: Origin) -> String? {
    guard let source = LabelScheme.known.first(where: { $0.id == origin.scheme }) else {
      let names = LabelScheme.known.map(\.id).joined(separator: ", ")
      return "from.scheme: there is no “\(origin.scheme)”; there are \(names)"
    }
    if let missing = source.emotions.first(where: { origin.map[$0] == nil }) {
      return "from.map does not say what “\(missing.rawValue)” becomes (null leaves it out)"
    }
    let ordered = origin.map.sorted { $0.key.rawValue < $1.key.rawValue }
    if let wrong = ordered.first(where: { source.index(of: $0.key) == nil }) {
      return "from.map: “\(wrong.key.rawValue)” is no label of \(source.id)"
    }
    if let wrong = ordered.compactMap(\.value).first(where: { index(of: $0) == nil }) {
      return "from.map: “\(wrong.rawValue)” is none of the labels"
    }
    return nil
  }

  // Computed, for a regular expression is no Sendable value.
  private static var name: Regex<Substring> { /[a-z][a-z0-9_-]{0,39}/ }
  private static var colour: Regex<Substring> { /#[0-9a-fA-F]{6}/ }
}

import Support

/// Which rater named which label of a face: a cell of a manifest's extra column `rater_labels`, "anna:anger;ben:sad".
///
/// Names count within their source, as subjects' do, and blanks and case do not count. Labels outside of the scheme
/// are not kept, as in `votes`: what the named raters said is all or part of these.
public struct RaterLabels: Sendable, Hashable {
  public static let column = "rater_labels"

  /// What one rater said.
  public struct Choice: Sendable, Hashable {
    public let rater: String
    public let label: Emotion
  }

  /// In the order in which they were told, each of another rater.
  public private(set) var choices: [Choice] = []

  package init() {}

  /// Adds what a rater said.
  /// - Throws: `UnusableImageError` for a name that a cell cannot hold, or a rater who has said something before.
  package mutating func add(_ label: Emotion, by rater: String) throws {
    let name = Cell.trimmed(rater)
    if let problem = RaterLabels.problem(ofName: name) { throw UnusableImageError(problem) }
    guard !choices.contains(where: { SubjectName.key($0.rater) == SubjectName.key(name) }) else {
      throw UnusableImageError("the rater “\(name)” is named twice")
    }
    choices.append(Choice(rater: name, label: label))
  }

  /// Why a rater cannot be called so; nil where it can.
  package static func problem(ofName name: String) -> String? {
    if SubjectName(name) == nil { return "“\(name)” is no name of a rater" }
    return name.contains(";") ? "the rater “\(name)” has a semicolon in the name" : nil
  }

  /// - Returns: nil for an empty cell.
  /// - Throws: `UnusableImageError` that says what is no rater or no label.
  package init?(cell: String, labels: LabelScheme) throws {
    guard !Cell.trimmed(cell).isEmpty else { return nil }
    for part in cell.split(separator: ";", omittingEmptySubsequences: false) {
      guard let colon = part.lastIndex(of: ":") else {
        throw UnusableImageError(
          "“\(Cell.trimmed(String(part)))” is no rater and label, such as "
            + "“anna:\(labels.example.rawValue)”")
      }
      let text = Cell.trimmed(String(part[part.index(after: colon)...]))
      guard let label = labels.emotion(named: text) else {
        throw UnusableImageError("“\(text)” is none of \(labels.namesInWords)")
      }
      try add(label, by: String(part[..<colon]))
    }
  }

  /// What the cell holds; "" where nobody said anything.
  package var cell: String {
    choices.map { "\($0.rater):\($0.label.rawValue)" }.joined(separator: ";")
  }

  /// How many named raters chose each label of a scheme, in its order.
  package func votes(_ labels: LabelScheme) -> [Double] {
    var votes = Array(repeating: 0.0, count: labels.count)
    for choice in choices {
      if let place = labels.index(of: choice.label) { votes[place] += 1 }
    }
    return votes
  }

  /// Whether these raters can be among those who voted so.
  package func areAmong(_ votes: [Double], labels: LabelScheme) -> Bool {
    zip(self.votes(labels), votes).allSatisfy { $0 <= $1 }
  }

  /// The same in another scheme or under other names; what becomes nil is left out.
  package func mapped(
    rater: (String) -> String = { $0 }, label: (Emotion) -> Emotion? = { $0 }
  ) -> RaterLabels {
    var mapped = RaterLabels()
    mapped.choices = choices.compactMap { choice in
      label(choice.label).map { Choice(rater: rater(choice.rater), label: $0) }
    }
    return mapped
  }
}

extension Manifest {
  /// What each record's named raters said; nil for a record without any, and for a cell that reading would have refused.
  package var raterLabels: [RaterLabels?] {
    guard let cells = values(ofExtraColumn: RaterLabels.column) else {
      return records.map { _ in nil }
    }
    return cells.map { try? RaterLabels(cell: $0, labels: vocabulary.labels) }
  }

  /// Whether some face has named raters.
  package var namesRaters: Bool {
    values(ofExtraColumn: RaterLabels.column)?.contains { !$0.isEmpty } ?? false
  }
}

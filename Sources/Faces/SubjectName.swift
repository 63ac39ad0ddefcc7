import Support

/// Who is shown, by a name as tables spell it.
package struct SubjectName {
  /// Without blanks around it.
  package let text: String

  private static let nobody: Set<String> = ["", "na", "n/a", "none", "unknown", "-", "?"]

  /// - Returns: nil for cells that stand for nobody in particular: NA, N/A, none, unknown, -, ? and
  ///   empty ones, in any case.
  package init?(_ cell: String) {
    text = Cell.trimmed(cell)
    guard text.utf8.count > 7 || !Self.nobody.contains(text.lowercased()) else { return nil }
  }

  /// What names are compared by: “S1” and “s1 ” are one person.
  package static func key(_ name: String) -> String { Cell.trimmed(name).lowercased() }
}

extension FaceRecord {
  /// What the subject is compared by: its name without blanks around it, in lower case.
  public var subjectKey: String? { subject.map(SubjectName.key) }

  /// A subject's name within all sources: two may use the same name for different people. Blanks and
  /// case do not count.
  public static func uniqueSubject(_ subject: String?, source: String?) -> String? {
    subject.map { "\(source ?? "")\u{0}\(SubjectName.key($0))" }
  }
}

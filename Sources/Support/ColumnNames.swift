/// The names of a table's columns, looked up as people write them: a name as it stands comes first,
/// then one that differs in blanks around it and in case alone (“ Emotion” for “emotion”).
public struct ColumnNames: Sendable {
  /// As the table has them.
  public let names: [String]
  private let exact: [String: Int]
  private let folded: [String: [Int]]

  public init(_ names: [String]) {
    self.names = names
    exact = Dictionary(zip(names, names.indices)) { first, _ in first }
    folded = Dictionary(grouping: names.indices) { ColumnNames.key(names[$0]) }
  }

  /// What a name is compared by: without blanks around it and a byte-order mark, in lower case.
  public static func key(_ name: String) -> String {
    var name = name[...]
    while let first = name.first, first.isWhitespace || first == "\u{FEFF}" { name.removeFirst() }
    while name.last?.isWhitespace == true { name.removeLast() }
    return name.lowercased()
  }

  /// Where a column stands; nil where there is none of that name.
  /// - Throws: `AmbiguousColumnError` when several columns have the name but for blanks and case, and none
  ///   exactly.
  public func index(of name: String) throws(AmbiguousColumnError) -> Int? {
    if let index = exact[name] { return index }
    let matches = folded[ColumnNames.key(name)] ?? []
    guard matches.count < 2 else {
      throw AmbiguousColumnError(name: name, matches: matches.map { names[$0] })
    }
    return matches.first
  }

  /// Whether any column has this name, but for blanks and case.
  public func contains(_ name: String) -> Bool { folded[ColumnNames.key(name)] != nil }
}

/// Several columns match a name equally well.
public struct AmbiguousColumnError: Error, Sendable {
  public let name: String
  public let matches: [String]
}

/// Finds the name that was meant where one was mistyped.
public enum Misspelling {
  /// The known name nearest to one that was written: one letter left out, put in, changed or
  /// swapped with its neighbour; two in words of six letters and more. Case does not count.
  /// - Returns: nil where no known name is so near; the first of equally near ones.
  public static func meant(by written: String, among known: [String]) -> String? {
    let word = Array(ColumnNames.key(written))
    let limit = word.count < 3 ? 0 : word.count < 6 ? 1 : 2
    let distances = known.map {
      (name: $0, edits: edits(from: word, to: Array(ColumnNames.key($0))))
    }
    guard let nearest = distances.min(by: { $0.edits < $1.edits }), nearest.edits <= limit else {
      return nil
    }
    return nearest.name
  }

  /// Names that are not known, for people, at most 12 of them, each with the one that may have been
  /// meant: "relFCs, Emotoin (did you mean emotion?)"; nil where there are none.
  /// - Parameter others: what others call the known ones, in lower case: “gender” is “sex”.
  public static func inWords(
    _ unknown: [String], among known: [String], others: [String: String] = [:]
  ) -> String? {
    guard !unknown.isEmpty else { return nil }
    let shown = unknown.prefix(12).map { name in
      let meant = others[ColumnNames.key(name)] ?? meant(by: name, among: known)
      return name + (meant.map { " (did you mean \($0)?)" } ?? "")
    }
    let more = unknown.count - shown.count
    return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }

  /// The optimal string alignment distance (Damerau 1964): insertions, deletions, substitutions and
  /// swaps of neighbours.
  static func edits(from first: [Character], to second: [Character]) -> Int {
    var before: [Int] = []
    var above = Array(0...second.count)
    for (row, letter) in first.enumerated() {
      var line = [row + 1]
      for (column, other) in second.enumerated() {
        var least = min(
          line[column] + 1, above[column + 1] + 1, above[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
          least = min(least, before[column - 1] + 1)
        }
        line.append(least)
      }
      (before, above) = (above, line)
    }
    return above[second.count]
  }
}

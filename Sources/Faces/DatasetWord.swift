import Support

/// Words of data sets, as they are compared.
package enum DatasetWord {
  /// Without blanks around it, in lower case, “_” for blanks and hyphens within, and without the
  /// number that orders folders: “0_angry” and “Angry ” are one.
  package static func key(_ word: String) -> String {
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    if word.utf8.allSatisfy(letters.contains) { return word }
    let plain = Cell.trimmed(word).lowercased().replacing(/[ _-]+/, with: "_")
    guard let numbered = plain.wholeMatch(of: /[0-9]+[_.)]+(?<word>[a-z].*)/) else { return plain }
    return String(numbered.word)
  }

  /// Whether a cell says that something is not known: an empty one, NA, N/A, NaN, null, - or ?.
  package static func isUnknown(_ cell: String) -> Bool {
    guard cell.utf8.count < 8 else { return false }
    return unknown.contains(Cell.trimmed(cell).lowercased())
  }

  /// The same of cells whose words are no labels: none, unknown and missing, too.
  package static func isNoValue(_ cell: String) -> Bool {
    isUnknown(cell) || withoutValue.contains(key(cell))
  }

  private static let unknown: Set<String> = ["", "na", "n/a", "nan", "null", "-", "–", "?", "."]
  private static let withoutValue: Set<String> = [
    "n.a.", "n.k.", "none", "unknown", "missing", "not_known", "not_available",
  ]
}

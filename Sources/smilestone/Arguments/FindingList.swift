import Support

/// Findings below a command's tables: the first three, and all where that is asked for.
struct FindingList {
  static let option = Option.flag("--verbose", "Print all findings, not the first three.")

  private static let briefCount = 3

  let text: String

  /// - Parameters:
  ///   - findings: what is to be read first comes first.
  ///   - minimumCount: how many are printed at least, as those that warn.
  ///   - place: where all of them are, besides.
  init(_ findings: [String], minimumCount: Int = 0, in place: String, _ arguments: Arguments) {
    let shown = arguments.has("--verbose") ? findings.count : max(Self.briefCount, minimumCount)
    let rest = findings.count - shown
    text =
      (findings.prefix(shown)
      + (rest > 0
        ? ["… and \(counted(rest, "finding")) more: --verbose prints them, \(place) has them."]
        : []))
      .joined(separator: "\n")
  }
}

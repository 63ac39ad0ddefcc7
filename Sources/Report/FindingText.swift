/// A finding's text taken apart: what is said, and the statistics that stand in brackets.
struct FindingText: Equatable {
  /// The text without its brackets.
  var claim: String
  /// What stood in brackets, in order, without them.
  var statistics: [String]

  init(_ text: String) {
    var claim = ""
    var statistics: [String] = []
    var bracket = ""
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if depth > 0 { bracket.append(character) } else { claim.append(character) }
      guard character == ")", depth > 0 else { continue }
      depth -= 1
      if depth == 0 {
        statistics.append(String(bracket.dropFirst().dropLast()))
        bracket = ""
        // One of the two spaces around a bracket, and the one before a comma.
        if claim.last == " " { claim.removeLast() }
      }
    }
    self.claim = claim
    // A bracket that is never closed is no bracket.
    self.statistics = statistics
    if depth > 0 { self.claim += bracket }
  }
}

/// The name that differs least from a mistyped one; nil where none is near.
public func closest(to word: String, among names: [String]) -> String? {
  let near = names.map { (name: $0, distance: editDistance(word, $0)) }
    .min { $0.distance < $1.distance }
  guard let near, near.distance <= max(2, word.count / 3) else { return nil }
  return near.name
}

/// Levenshtein's distance: insertions, deletions and replacements between two words.
private func editDistance(_ first: String, _ second: String) -> Int {
  let second = Array(second)
  var row = Array(0...second.count)
  for (i, letter) in first.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in second.enumerated() {
      let replaced = diagonal + (letter == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[second.count]
}

/// "Did you mean “imageSize”? There are: …", for messages about a name that does not exist.
/// - Parameter all: where all the names are, as a sentence; nil for a list of them.
public func suggestion(for word: String, among names: [String], all: String? = nil) -> String {
  let all = all ?? "There are: \(names.joined(separator: ", "))."
  return closest(to: word, among: names).map { "Did you mean “\($0)”? \(all)" } ?? all
}

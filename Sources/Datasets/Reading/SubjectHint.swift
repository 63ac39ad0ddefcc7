import Faces

extension ImportedDataset {
  /// A line that says how subjects may be found in the names of files, where none are known; nil where
  /// the names do not look like it.
  public var subjectHint: String? {
    let records = manifest.records
    guard records.count > 1, records.allSatisfy({ $0.subject == nil }) else { return nil }
    let paths = records.map(\.image)
    for set in DatasetAdapters.all.compactMap({ $0 as? any NamedFaces.Type }) {
      guard let pattern = try? set.pattern(), set.expression.contains("?<subject>"),
        paths.count(where: pattern.matches) * 2 > paths.count
      else { continue }
      return
        "The names look like those of \(set.source): --pattern \(set.name) reads subjects from them."
    }
    let starts = paths.compactMap { path -> Substring? in
      let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
      let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
      return stem.prefixMatch(of: /([A-Za-z]{0,12}[0-9]{1,6})[-_. ]./)?.1
    }
    let counts = Dictionary(starts.map { ($0, 1) }, uniquingKeysWith: +)
    guard starts.count * 10 > paths.count * 8, counts.count > 1, counts.count * 2 <= paths.count,
      let most = counts.min(by: { ($1.value, $0.key) < ($0.value, $1.key) })
    else { return nil }
    return
      "Names begin alike (\(most.value) with “\(most.key)”): where that is the person, a --pattern "
      + "such as (?:^|/)(?<subject>[A-Za-z]*[0-9]+)[-_.] keeps each person's faces in one split."
  }
}

extension ImportedDataset {
  /// What was read, for people: faces by emotion, other labels, ages and splits, and what was left
  /// out by reason; one line each.
  public var summary: [String] {
    let records = manifest.records
    var lines = ["\(records.count) faces"]
    for emotion in Emotion.allCases {
      let count = records.count { $0.emotion == emotion }
      if count > 0 { lines.append("  \(emotion.rawValue): \(count)") }
    }
    let others = (manifest.values(ofExtraColumn: "source_label") ?? []).filter { !$0.isEmpty }
    for (label, count) in Self.counts(others.map { ($0, 1) }) {
      lines.append("  \(label) (kept): \(count)")
    }
    for (name, count) in [
      ("with votes", records.count { $0.votes != nil }),
      ("with an age", records.count { $0.ageInYears != nil }),
      ("with a subject", records.count { $0.subject != nil }),
    ] where count > 0 {
      lines.append("  \(name): \(count)")
    }
    for split in Split.allCases {
      let count = records.count { $0.split == split }
      if count > 0 { lines.append("  for \(split.rawValue): \(count)") }
    }
    for (stage, title) in [("manifest", "left out"), ("label", "rows of labels not used")] {
      let reasons = Self.counts(skipped.filter { $0.stage == stage }.map { ($0.reason, 1) })
      guard !reasons.isEmpty else { continue }
      lines.append("\(title): \(reasons.reduce(0) { $0 + $1.count })")
      let kinds = Self.counts(reasons.map { (Self.kind(of: $0.text), $0.count) })
      for (reason, count) in kinds { lines.append("  \(reason): \(count)") }
    }
    return lines
  }

  /// Adds up the counts of equal texts; most frequent first.
  private static func counts(_ texts: [(text: String, count: Int)]) -> [(text: String, count: Int)]
  {
    Dictionary(texts.map { ($0.text, $0.count) }, uniquingKeysWith: +)
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { ($0.key, $0.value) }
  }

  /// A reason without what it says of one image alone: names in quotes, numbers, paths.
  private static func kind(of reason: String) -> String {
    if reason.hasPrefix("its label “") { return reason }
    return reason.replacing(/“[^”]*”/, with: "“…”")
      .replacing(/(line) \d+( on .*| does)?/, with: { "\($0.1) …" })
      .replacing(/\d+_(\w+\.npy)/, with: { "…_\($0.1)" })
  }
}

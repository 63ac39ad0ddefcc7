import Faces
import Support

extension ImportedDataset {
  /// What was read, for people: faces by emotion, other labels, ages and splits, and what was left
  /// out by reason; one line each.
  public var summary: [String] {
    let records = manifest.records
    var lines = [counted(records.count, "face")]
    for emotion in manifest.vocabulary.labels.emotions {
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
    let withoutSplit = records.count { $0.split == nil }
    if withoutSplit > 0, withoutSplit < records.count {
      lines.append("  without a split, beside others that have one: \(withoutSplit)")
    }
    lines += notes
    let stages = [
      ("label", "rows of labels not used"), ("cell", "cells left empty, their faces stay"),
      ("manifest", "left out"), (SkippedImage.otherFile, "other files, not used"),
    ]
    for (stage, title) in stages {
      let images = skipped.filter { $0.stage == stage }
      guard !images.isEmpty else { continue }
      lines.append("\(title): \(images.count)")
      for reason in Self.reasons(of: images) { lines.append("  \(reason.text): \(reason.count)") }
    }
    return lines
  }

  /// The reasons of a list, without what they say of one image alone; most frequent first, with the
  /// first image of each.
  package static func reasons(
    of skipped: [SkippedImage]
  ) -> [(text: String, count: Int, example: String)] {
    // Many images share a reason word for word, and finding its kind is slow.
    let same = Dictionary(skipped.map { ($0.reason, (1, $0.image)) }) { ($0.0 + $1.0, $0.1) }
    let kinds = Dictionary(same.map { (kind(of: $0), $1) }) {
      ($0.0 + $1.0, min($0.1, $1.1))
    }
    return kinds.map { (text: $0.key, count: $0.value.0, example: $0.value.1) }
      .sorted { ($1.count, $0.text) < ($0.count, $1.text) }
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
    if let colon = reason.range(of: "” cannot be used: ") {
      return "“…” cannot be used: \(reason[colon.upperBound...])"
    }
    return reason.replacing(/“[^”]*”/, with: "“…”")
      .replacing(/--value "?(\w+):.*=(\w+)"?/, with: { "--value \($0.1):…=\($0.2)" })
      .replacing(/(line) \d+( on .*| does)?/, with: { "\($0.1) …" })
      .replacing(/\d+_(\w+\.npy)/, with: { "…_\($0.1)" })
  }
}

import Faces

/// Data sets that come without splits, beside others that have theirs.
extension Splitter {
  /// Divides the faces of each source of which none has a split, where others have one; faces of a
  /// subject or photograph that has a split follow it. All other faces stay as they are.
  /// - Returns: each record's split, and how many faces of which source were divided.
  /// - Throws: `SmilestoneError` (usage) when a fraction is not positive.
  public func dividingSources(
    of records: [FaceRecord], contentHashes: [String?], duplicateClusters: [String?]
  ) throws -> (splits: [Split?], divided: [(source: String, count: Int)]) {
    var splits = records.map(\.split)
    let rowsOfSource = Dictionary(grouping: records.indices) { records[$0].source }
    let undivided = rowsOfSource.compactMap { source, rows in
      source.flatMap { name in rows.allSatisfy { splits[$0] == nil } ? (name, rows) : nil }
    }.sorted { $0.0 < $1.0 }
    guard !undivided.isEmpty, splits.contains(where: { $0 != nil }) else { return (splits, []) }
    for (_, rows) in undivided {
      let own = try self.splits(
        of: rows.map { records[$0] }, contentHashes: rows.map { contentHashes[$0] },
        duplicateClusters: rows.map { duplicateClusters[$0] })
      for (row, split) in zip(rows, own) { splits[row] = split }
    }
    let divided = Set(undivided.flatMap(\.1))
    let clusters = FaceClusters(
      records, contentHashes: contentHashes, duplicateClusters: duplicateClusters)
    for members in clusters.members where members.contains(where: divided.contains) {
      let leader = members.first { !divided.contains($0) && splits[$0] != nil } ?? members[0]
      for row in members where divided.contains(row) { splits[row] = splits[leader] }
    }
    return (splits, undivided.map { ($0.0, $0.1.count) })
  }
}

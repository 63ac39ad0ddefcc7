import Faces

/// Splits that a data set does not have: many come with training and test faces alone.
extension Splitter {
  /// The splits of records where each of `missing` gets its share of the training faces, divided as
  /// `splits(of:contentHashes:duplicateClusters:)` divides; all others stay as they are.
  /// - Parameter missing: splits that no record has; not train.
  /// - Throws: `SmilestoneError` (usage) when a fraction is not positive.
  public func filling(
    _ missing: [Split], of records: [FaceRecord], contentHashes: [String?],
    duplicateClusters: [String?]
  ) throws -> [Split?] {
    let fractions = try fractions.normalised()
    let parts = [.train] + missing
    let sum = parts.reduce(0) { $0 + fractions[$1.index] }
    let rows = records.indices.filter { records[$0].split == .train }
    let chosen = rows.map { records[$0] }
    let clusters = FaceClusters(
      chosen, contentHashes: rows.map { contentHashes[$0] },
      duplicateClusters: rows.map { duplicateClusters[$0] }, bySource: bySource
    ).members
    let places = self.parts(
      chosen, clusters: clusters, shares: parts.map { fractions[$0.index] / sum },
      stream: "missing splits")
    var splits = records.map(\.split)
    for (row, place) in zip(rows, places) { splits[row] = parts[place] }
    return splits
  }
}

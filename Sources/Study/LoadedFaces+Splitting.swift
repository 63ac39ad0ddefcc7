import Cohort

extension LoadedFaces {
  /// Divides the faces where the manifest has no split at all.
  public mutating func splitIfNeeded(_ fractions: SplitFractions, seed: UInt64) throws {
    guard manifest.records.allSatisfy({ $0.split == nil }) else { return }
    let splits = try Splitter(fractions: fractions, seed: seed)
      .splits(of: manifest.records, contentHashes: contentHashes)
    for (row, split) in splits.enumerated() { manifest.records[row].split = split }
  }
}

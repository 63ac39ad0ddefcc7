import Cohort
import Support

extension LoadedFaces {
  /// Divides the faces where the manifest has no split at all, and fills their duplicate clusters;
  /// splits that are there must be sound.
  /// - Throws: `SmilestoneError.badInput` when something crosses splits.
  public mutating func splitIfNeeded(_ fractions: SplitFractions, seed: UInt64) throws {
    guard manifest.records.allSatisfy({ $0.split == nil }) else { return try requireSoundSplits() }
    let clusters = try duplicateClusters()
    let splits = try Splitter(fractions: fractions, seed: seed)
      .splits(
        of: manifest.records, contentHashes: contentHashes, duplicateClusters: clusters)
    for (row, split) in splits.enumerated() { manifest.records[row].split = split }
    manifest.setDuplicateClusters(clusters)
  }

  /// Refuses splits that a subject, a file's bytes or a photograph crosses.
  /// - Throws: `SmilestoneError.badInput` that names the first crossings.
  public func requireSoundSplits() throws {
    let violations = manifest.splitViolations(
      contentHashes: contentHashes, duplicateClusters: try duplicateClusters())
    guard !violations.isEmpty else { return }
    let shown = violations.prefix(3).map(\.description).joined(separator: "; ")
    throw SmilestoneError.badInput(
      "The splits leak in \(violations.count) places: \(shown)"
        + (violations.count > 3 ? "; …" : "."),
      remedy: "`smilestone manifest check` lists them all; `smilestone stratify --split` divides "
        + "the faces anew.")
  }

  /// The faces that a search for settings may see, never the test split: one manifest with the
  /// training and validation faces, or one for each of `count` folds, whose validation faces are
  /// that fold's. Subjects and photographs stay together.
  /// - Throws: `SmilestoneError` when there are fewer independent faces than folds.
  public func manifestsForSearching(
    folds count: Int?, seed: UInt64, where isIncluded: (FaceRecord) -> Bool
  ) throws -> [Manifest] {
    let rows = manifest.records.indices.filter { row in
      let record = manifest.records[row]
      return record.split != .test && record.split != nil && isIncluded(record)
    }
    var chosen = manifest
    chosen.records = rows.map { manifest.records[$0] }
    let clusters = try duplicateClusters()
    chosen.setDuplicateClusters(rows.map { clusters[$0] })
    guard let count else { return [chosen] }
    let hashes = contentHashes
    let folds = try Splitter(seed: seed).folds(
      count, of: chosen.records, contentHashes: rows.map { hashes[$0] },
      duplicateClusters: rows.map { clusters[$0] })
    return (1...count).map { fold in
      var manifest = chosen
      for (row, own) in folds.enumerated() {
        manifest.records[row].split = own == fold ? .validation : .train
      }
      return manifest
    }
  }

  /// The clusters of near duplicates: those that the manifest has written down, or else found among
  /// the decoded pictures.
  private func duplicateClusters() throws -> [String?] {
    if let known = manifest.duplicateClusters { return known }
    return try DuplicateClusters(fingerprints: fingerprints(), contentHashes: contentHashes).names
  }

  /// What near duplicates are found by, one for each row; nil for drawn faces.
  func fingerprints() throws -> [FaceFingerprint?] {
    let (store, places, isDrawn) = (store, storeIndices, manifest.isDrawn)
    return try parallelMap(count: places.count) { row in
      isDrawn[row] ? nil : store.image(at: places[row]).map { FaceFingerprint($0) }
    }
  }
}

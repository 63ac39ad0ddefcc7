extension Manifest {
  /// The extra column that holds the clusters of near duplicates.
  public static let duplicateClusterColumn = "duplicate_cluster"

  /// The cluster of near duplicates of each record, as the manifest says; nil where it has no such
  /// column. Records without duplicates have none.
  public var duplicateClusters: [String?]? {
    values(ofExtraColumn: Manifest.duplicateClusterColumn)?.map { $0.isEmpty ? nil : $0 }
  }

  /// Writes the clusters down in their column.
  public mutating func setDuplicateClusters(_ names: [String?]) {
    setExtraColumn(Manifest.duplicateClusterColumn, to: names.map { $0 ?? "" })
  }

  /// What the copies and near duplicates of one photograph share, one for each record: the cluster
  /// that the manifest's column says, else a name of the bytes that several files hold; nil for other
  /// records.
  /// - Parameter contentHashes: one for each record; nil where unknown.
  public func photographs(contentHashes: [String?]) -> [String?] {
    precondition(contentHashes.count == records.count, "a hash is needed for every record")
    let clusters = duplicateClusters ?? records.map { _ in nil }
    var names: [String: String] = [:]
    var counts: [String: Int] = [:]
    for (hash, cluster) in zip(contentHashes, clusters) {
      guard let hash else { continue }
      counts[hash, default: 0] += 1
      if names[hash] == nil { names[hash] = cluster }
    }
    return zip(contentHashes, clusters).map { hash, cluster in
      if let cluster { return cluster }
      guard let hash, counts[hash, default: 0] > 1 else { return nil }
      return names[hash] ?? String(hash.prefix(16))
    }
  }
}

import Support

/// Faces that show the same photograph, joined into clusters: where a resembles b and b resembles
/// c, all three belong together.
public struct DuplicateClusters: Sendable {
  /// The near duplicates that were found, identical pictures among them.
  public let pairs: [NearDuplicatePair]
  /// The positions of each cluster's faces, two at least; in the faces' order.
  public let members: [[Int]]
  /// The name of each face's cluster, made of the smallest hash of its files so that the same
  /// files have the same name everywhere; nil for faces without duplicates.
  public let names: [String?]

  /// - Parameters:
  ///   - fingerprints: nil for pictures that cannot be read.
  ///   - contentHashes: SHA-256 of each file.
  public init(
    fingerprints: [FaceFingerprint?], contentHashes: [String?], workers: Int? = nil,
    observer: any ProgressObserver = SilentObserver()
  ) throws {
    precondition(fingerprints.count == contentHashes.count, "a hash is needed for every face")
    pairs = try NearDuplicateSearch.pairs(
      among: fingerprints, workers: workers, observer: observer)
    var forest = DisjointSets(count: fingerprints.count)
    for pair in pairs { forest.join(pair.first, pair.second) }
    members = forest.sets().filter { $0.count > 1 }
    var names = [String?](repeating: nil, count: fingerprints.count)
    for cluster in members {
      guard let smallest = cluster.compactMap({ contentHashes[$0] }).min() else { continue }
      for index in cluster { names[index] = String(smallest.prefix(16)) }
    }
    self.names = names
  }
}

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

import Faces
import Support

/// Faces that show the same photograph, joined into clusters: where a resembles b and b resembles
/// c, all three belong together.
public struct DuplicateClusters: Sendable {
  /// The near duplicates that were found, identical images among them.
  public let pairs: [NearDuplicatePair]
  /// The positions of each cluster's faces, two at least; in the faces' order.
  public let members: [[Int]]
  /// The name of each face's cluster, made of the smallest hash of its files so that the same
  /// files have the same name everywhere; nil for faces without duplicates.
  public let names: [String?]

  /// - Parameters:
  ///   - fingerprints: nil for images that cannot be read.
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

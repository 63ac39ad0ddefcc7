import Faces
import Foundation
import Support

/// Faces that must share a split: those of one subject, byte-identical images, near duplicates
/// and, where asked, those of one source. Faces of different clusters are taken as independent.
public struct FaceClusters: Sendable {
  /// The records' positions, by cluster; clusters and members in the records' order.
  public let members: [[Int]]

  /// - Parameters:
  ///   - contentHashes: one for each record, nil where unknown.
  ///   - duplicateClusters: one for each record, nil for faces without near duplicates; nil as a
  ///     whole where near duplicates are not known.
  public init(
    _ records: [FaceRecord], contentHashes: [String?], duplicateClusters: [String?]?,
    bySource: Bool = false
  ) {
    precondition(contentHashes.count == records.count, "a hash is needed for every record")
    var forest = DisjointSets(count: records.count)
    forest.join(by: records.map(\.subjectKey))
    forest.join(by: contentHashes)
    if let duplicateClusters { forest.join(by: duplicateClusters) }
    if bySource { forest.join(by: records.map(\.source)) }
    members = forest.sets()
  }

  /// The number of each record's cluster, from 0.
  public var clusterOfRecord: [Int] {
    var clusters = Array(repeating: 0, count: members.reduce(0) { $0 + $1.count })
    for (cluster, indices) in members.enumerated() {
      for index in indices { clusters[index] = cluster }
    }
    return clusters
  }
}

extension Manifest {
  /// The SHA-256 of each image file's bytes, computed on all cores; nil where a file cannot be
  /// read (decoding will say why).
  public func contentHashes(
    workers: Int? = nil, observer: any ProgressObserver = SilentObserver()
  ) throws -> [String?] {
    try FileCopies.contentHashes(
      of: imagePaths, workers: workers, task: "Comparing files", observer)
  }
}

import Foundation
import Support

/// Faces that must share a split: those of one subject, and byte-identical images.
struct FaceClusters {
  /// The records' positions, by cluster; clusters and members in the records' order.
  let members: [[Int]]

  /// - Parameter contentHashes: one for each record, nil where unknown.
  init(_ records: [FaceRecord], contentHashes: [String?]) {
    precondition(contentHashes.count == records.count, "a hash is needed for every record")
    var forest = DisjointSets(count: records.count)
    var firstOfSubject: [String: Int] = [:]
    var firstOfHash: [String: Int] = [:]
    for (index, record) in records.enumerated() {
      if let subject = record.subject {
        forest.join(index, firstOfSubject[subject, default: index])
        firstOfSubject[subject] = index
      }
      if let hash = contentHashes[index] {
        forest.join(index, firstOfHash[hash, default: index])
        firstOfHash[hash] = index
      }
    }
    var clusterOfRoot: [Int: Int] = [:]
    var members: [[Int]] = []
    for index in records.indices {
      let root = forest.root(of: index)
      if let cluster = clusterOfRoot[root] {
        members[cluster].append(index)
      } else {
        clusterOfRoot[root] = members.count
        members.append([index])
      }
    }
    self.members = members
  }
}

/// Union-find with path halving (Tarjan 1975).
private struct DisjointSets {
  private var parent: [Int]

  init(count: Int) { parent = Array(0..<count) }

  mutating func root(of element: Int) -> Int {
    var element = element
    while parent[element] != element {
      parent[element] = parent[parent[element]]
      element = parent[element]
    }
    return element
  }

  mutating func join(_ first: Int, _ second: Int) {
    let firstRoot = root(of: first)
    parent[root(of: second)] = firstRoot
  }
}

extension Manifest {
  /// The SHA-256 of each image file's bytes, computed on all cores; nil where a file cannot be
  /// read (decoding will say why).
  public func contentHashes(
    workers: Int? = nil, observer: any ProgressObserver = SilentObserver()
  ) throws -> [String?] {
    let paths = imagePaths
    let counter = ProgressCounter(
      task: "Hashing", total: paths.count, unit: "images", observer: observer)
    return try parallelMap(count: paths.count, workers: workers) { index in
      defer { counter.advance() }
      guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: paths[index])) else {
        return nil
      }
      return try ContentHash.sha256(of: bytes)
    }
  }
}

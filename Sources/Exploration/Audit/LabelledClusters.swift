import Faces
import Support

/// Faces with known emotions, and the folds in which predictors are tested on faces that they were
/// not fitted to: clusters (subjects, near duplicates) stay whole.
struct LabelledClusters: Sendable {
  /// The faces' positions among all faces.
  let faces: [Int]
  /// Each face's class, below `classCount`.
  let classes: [Int]
  let classCount: Int
  let clusters: [Int]
  /// Each face's fold, 0 to 4.
  let folds: [Int]

  static let foldCount = 5

  init(_ explored: ExploredFaces, seed: UInt64) {
    faces = explored.records.indices.filter { explored.records[$0].emotion != nil }
    let labels = explored.vocabulary.labels
    classes = faces.map { explored.records[$0].emotion.flatMap(labels.index(of:)) ?? 0 }
    classCount = labels.count
    clusters = faces.map { explored.clusters[$0] }
    folds = LabelledClusters.folds(clusters, seed: seed)
  }

  /// Clusters in random order, each to the fold with the fewest faces so far.
  private static func folds(_ clusters: [Int], seed: UInt64) -> [Int] {
    var sizes: [Int: Int] = [:]
    for cluster in clusters { sizes[cluster, default: 0] += 1 }
    var generator = SeededGenerator(seed: seed, stream: "audit folds")
    var faces = Array(repeating: 0, count: foldCount)
    var foldOfCluster: [Int: Int] = [:]
    for cluster in sizes.keys.sorted().shuffled(using: &generator) {
      let fold = faces.indices.min { faces[$0] < faces[$1] } ?? 0
      foldOfCluster[cluster] = fold
      faces[fold] += sizes[cluster] ?? 0
    }
    return clusters.map { foldOfCluster[$0] ?? 0 }
  }
}

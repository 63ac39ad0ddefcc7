/// Hands clusters of faces to the three splits so that each stratum is divided in proportion.
///
/// Strata are nested: all faces, each age group, each emotion, each emotion × age group. The cost
/// of an allocation is the sum over strata and splits of (assigned − wanted)² / wanted, so that
/// small strata count as much as large ones; clusters are placed greedily, the largest first.
struct SplitAllocation {
  private let members: [[Int]]
  /// For each cluster, how many of its faces lie in which strata.
  private let content: [[(stratum: Int, count: Double)]]
  /// Faces wanted and assigned, by stratum and split.
  private let wanted: [[Double]]
  private var assigned: [[Double]]
  private var chosen: [Split?]
  private let clustersOfStratum: [[Int]]
  private let strataToCover: [(stratum: Int, always: Bool)]

  /// A group reaches all three splits only if it has this many clusters.
  private static let enoughClusters = 3

  init(records: [FaceRecord], clusters: [[Int]], shares: [Double]) {
    let strata = Strata()
    var totals = Array(repeating: 0.0, count: strata.count)
    var clustersOfStratum = Array(repeating: [Int](), count: strata.count)
    content = clusters.enumerated().map { cluster, faces in
      var counts: [Int: Double] = [:]
      for face in faces {
        for stratum in strata.containing(records[face]) { counts[stratum, default: 0] += 1 }
      }
      for (stratum, count) in counts {
        totals[stratum] += count
        clustersOfStratum[stratum].append(cluster)
      }
      return counts.sorted { $0.key < $1.key }.map { (stratum: $0.key, count: $0.value) }
    }
    members = clusters
    wanted = totals.map { total in shares.map { $0 * total } }
    assigned = Array(repeating: [0, 0, 0], count: strata.count)
    chosen = Array(repeating: nil, count: clusters.count)
    self.clustersOfStratum = clustersOfStratum
    strataToCover =
      strata.ageGroups.map { ($0, true) } + strata.cells.map { ($0, false) }
  }

  func split(ofCluster cluster: Int) -> Split { chosen[cluster] ?? .train }

  /// Gives each split a cluster of every stratum that has enough of them.
  /// - Parameter order: all clusters, shuffled.
  mutating func cover(_ order: [Int]) {
    var rank = Array(repeating: 0, count: order.count)
    for (position, cluster) in order.enumerated() { rank[cluster] = position }
    for (stratum, always) in strataToCover {
      let candidates = clustersOfStratum[stratum]
      guard candidates.count >= SplitAllocation.enoughClusters else { continue }
      // Small clusters first: they disturb the proportions least.
      let ordered = candidates.sorted {
        (members[$0].count, rank[$0]) < (members[$1].count, rank[$1])
      }
      for split in [Split.test, .validation, .train]
      where assigned[stratum][split.index] == 0 {
        guard let cluster = ordered.first(where: { chosen[$0] == nil }) else { break }
        if always || hasRoom(split, for: cluster) { place(cluster, in: split) }
      }
    }
  }

  /// Places all clusters that are left where they mend the proportions most.
  mutating func fill(_ order: [Int]) {
    let left = order.enumerated().filter { chosen[$0.element] == nil }
    let ordered = left.sorted {
      (-members[$0.element].count, $0.offset) < (-members[$1.element].count, $1.offset)
    }
    for (_, cluster) in ordered {
      let costs = Split.allCases.map { cost(of: cluster, in: $0) }
      let least = costs.indices.min { costs[$0] < costs[$1] } ?? 0
      place(cluster, in: Split.allCases[least])
    }
  }

  private func hasRoom(_ split: Split, for cluster: Int) -> Bool {
    let count = Double(members[cluster].count)
    return assigned[Strata.all][split.index] + count <= wanted[Strata.all][split.index]
  }

  /// By how much placing the cluster changes the cost of the allocation.
  private func cost(of cluster: Int, in split: Split) -> Double {
    content[cluster].reduce(0) { sum, part in
      let target = wanted[part.stratum][split.index]
      let before = assigned[part.stratum][split.index] - target
      return sum + part.count * (2 * before + part.count) / target
    }
  }

  private mutating func place(_ cluster: Int, in split: Split) {
    chosen[cluster] = split
    for part in content[cluster] { assigned[part.stratum][split.index] += part.count }
  }
}

/// Numbers the strata that a face belongs to.
private struct Strata {
  static let all = 0
  private let groupCount = AgeGroup.allCases.count + 1
  private let emotionCount = Emotion.allCases.count + 1

  var count: Int { 1 + groupCount + emotionCount + groupCount * emotionCount }

  /// The strata of the five age groups.
  var ageGroups: Range<Int> { 1..<groupCount }

  /// The strata of emotion × age group.
  var cells: Range<Int> { (1 + groupCount + emotionCount)..<count }

  func containing(_ record: FaceRecord) -> [Int] {
    // Unknown is the last of each.
    let group = record.ageGroup?.index ?? groupCount - 1
    let emotion = record.emotion?.index ?? emotionCount - 1
    return [
      Strata.all, 1 + group, 1 + groupCount + emotion,
      1 + groupCount + emotionCount + group * emotionCount + emotion,
    ]
  }
}

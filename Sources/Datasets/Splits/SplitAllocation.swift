import Faces

/// Hands clusters of faces to parts (splits or folds) so that each stratum is divided in proportion.
///
/// Strata are nested: all faces, each age group, each emotion, each emotion × age group. The cost
/// of an allocation is the sum over strata and parts of (assigned − wanted)² / wanted, so that
/// small strata count as much as large ones; clusters are placed greedily, the largest first.
struct SplitAllocation {
  private let members: [[Int]]
  /// For each cluster, how many of its faces lie in which strata.
  private let content: [[(stratum: Int, count: Double)]]
  /// Faces wanted and assigned, by stratum and part.
  private let wanted: [[Double]]
  private var assigned: [[Double]]
  private var chosen: [Int?]
  private let parts: Range<Int>
  private let clustersOfStratum: [[Int]]
  private let strataToCover: [(stratum: Int, always: Bool)]

  /// - Parameters:
  ///   - ages: what the records' age groups are.
  ///   - shares: each part's share of the faces; their sum is one.
  init(records: [FaceRecord], ages: AgeGrouping, clusters: [[Int]], shares: [Double]) {
    let strata = Strata(records, ages: ages)
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
    assigned = Array(repeating: shares.map { _ in 0 }, count: strata.count)
    parts = shares.indices
    chosen = Array(repeating: nil, count: clusters.count)
    self.clustersOfStratum = clustersOfStratum
    // Last, whatever part has no face at all.
    strataToCover =
      strata.ageGroups.map { ($0, true) } + strata.cells.map { ($0, false) }
      + [(Strata.all, true)]
  }

  /// Each cluster's part.
  /// - Parameter order: all clusters, shuffled.
  static func parts(
    records: [FaceRecord], ages: AgeGrouping, clusters: [[Int]], shares: [Double], order: [Int]
  ) -> [Int] {
    var allocation = SplitAllocation(
      records: records, ages: ages, clusters: clusters, shares: shares)
    allocation.cover(order)
    allocation.fill(order)
    return allocation.chosen.map { $0 ?? 0 }
  }

  /// Gives each part a cluster of every stratum that has as many clusters as there are parts.
  /// - Parameter order: all clusters, shuffled.
  private mutating func cover(_ order: [Int]) {
    var rank = Array(repeating: 0, count: order.count)
    for (position, cluster) in order.enumerated() { rank[cluster] = position }
    for (stratum, always) in strataToCover {
      let candidates = clustersOfStratum[stratum]
      guard candidates.count >= parts.count else { continue }
      // Small clusters first: they disturb the proportions least.
      let ordered = candidates.sorted {
        (members[$0].count, rank[$0]) < (members[$1].count, rank[$1])
      }
      for part in parts.reversed() where assigned[stratum][part] == 0 {
        guard let cluster = ordered.first(where: { chosen[$0] == nil }) else { break }
        if always || hasRoom(part, for: cluster) { place(cluster, in: part) }
      }
    }
  }

  /// Places all clusters that are left where they repair the proportions most.
  private mutating func fill(_ order: [Int]) {
    let left = order.enumerated().filter { chosen[$0.element] == nil }
    let ordered = left.sorted {
      (-members[$0.element].count, $0.offset) < (-members[$1.element].count, $1.offset)
    }
    for (_, cluster) in ordered {
      let costs = parts.map { cost(of: cluster, in: $0) }
      place(cluster, in: parts.min { costs[$0] < costs[$1] } ?? 0)
    }
  }

  private func hasRoom(_ part: Int, for cluster: Int) -> Bool {
    let count = Double(members[cluster].count)
    return assigned[Strata.all][part] + count <= wanted[Strata.all][part]
  }

  /// By how much placing the cluster changes the cost of the allocation.
  private func cost(of cluster: Int, in part: Int) -> Double {
    content[cluster].reduce(0) { sum, cell in
      let target = wanted[cell.stratum][part]
      let before = assigned[cell.stratum][part] - target
      return sum + cell.count * (2 * before + cell.count) / target
    }
  }

  private mutating func place(_ cluster: Int, in part: Int) {
    chosen[cluster] = part
    for cell in content[cluster] { assigned[cell.stratum][part] += cell.count }
  }
}

/// Numbers the strata that a face belongs to.
private struct Strata {
  static let all = 0
  let ages: AgeGrouping
  private var groupCount: Int { ages.count + 1 }
  private let placeOfEmotion: [Emotion: Int]
  private var emotionCount: Int { placeOfEmotion.count + 1 }

  /// - Parameter records: whose emotions count, by name.
  init(_ records: [FaceRecord], ages: AgeGrouping) {
    self.ages = ages
    let emotions = Set(records.compactMap(\.emotion)).sorted { $0.rawValue < $1.rawValue }
    placeOfEmotion = Dictionary(
      uniqueKeysWithValues: emotions.enumerated().map { ($0.element, $0.offset) })
  }

  var count: Int { 1 + groupCount + emotionCount + groupCount * emotionCount }

  /// The strata of the age groups.
  var ageGroups: Range<Int> { 1..<groupCount }

  /// The strata of emotion × age group.
  var cells: Range<Int> { (1 + groupCount + emotionCount)..<count }

  func containing(_ record: FaceRecord) -> [Int] {
    // Unknown is the last of each.
    let group = record.ageGroup.map(ages.index) ?? groupCount - 1
    let emotion = record.emotion.flatMap { placeOfEmotion[$0] } ?? emotionCount - 1
    return [
      Strata.all, 1 + group, 1 + groupCount + emotion,
      1 + groupCount + emotionCount + group * emotionCount + emotion,
    ]
  }
}

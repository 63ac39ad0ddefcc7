import Faces
import Statistics

/// How the distribution of emotions differs between age groups, and what that alone could do to a curve of
/// accuracy over age.
///
/// A model that reads each emotion equally well at every age has in a group with shares p the
/// accuracy Σ p·r, r the recalls. Between groups with shares p and q it differs by Σ (p − q)·r,
/// which for recalls within a band of width d is d · ½ Σ |p − q| at most, and just that where the
/// emotions that are more common in one group are the well read ones.
public struct ClassDistribution: Codable, Sendable, Equatable {
  public struct Group: Codable, Sendable, Equatable {
    public var ageGroup: AgeGroup
    /// Faces with an emotion.
    public var n: Int
    /// Each emotion's share, in the scheme's order.
    public var shares: [Double]
    /// The accuracy that the class distribution alone gives a model with the recalls below.
    public var accuracy: Double
  }

  /// Groups with at least `AuditThresholds.minimumFaces` faces, youngest first.
  public var groups: [Group]
  /// The two groups whose distributions differ most: the one in which the model seems worse, and better.
  public var worse: AgeGroup
  public var better: AgeGroup
  /// ½ Σ |p − q| between them, 0 (equal) to 1 (no emotion in common).
  public var distance: Double
  /// The largest difference in accuracy that the distribution alone makes for recalls of 50 to 80 %.
  public var accuracyDifference: Double
  /// Recall of each emotion that makes that difference: the same at every age.
  public var recalls: [Double]
  /// Emotion against age group, over these groups.
  public var association: Association
  public var isFlagged: Bool

  private static let lowestRecall = 0.5

  /// - Returns: nil where fewer than two groups have enough faces.
  init?(_ explored: ExploredFaces, labelled: LabelledClusters) throws {
    let ages = explored.vocabulary.ages
    var counts = ages.groups.map { _ in
      Array(repeating: 0, count: labelled.classCount)
    }
    var positions: [(group: Int, face: Int)] = []
    for (position, face) in labelled.faces.enumerated() {
      guard let group = explored.records[face].ageGroup else { continue }
      counts[ages.index(of: group)][labelled.classes[position]] += 1
      positions.append((ages.index(of: group), position))
    }
    let used = ages.groups.indices.filter {
      counts[$0].reduce(0, +) >= AuditThresholds.minimumFaces
    }
    let shares = counts.map { row in
      row.map { Double($0) / Double(max(1, row.reduce(0, +))) }
    }
    let pairs = used.flatMap { first in
      used.filter { $0 > first }.map { second in
        (first, second, ClassDistribution.distance(shares[first], shares[second]))
      }
    }
    positions.removeAll { !used.contains($0.group) }
    guard let most = pairs.max(by: { $0.2 < $1.2 }),
      let association = try cramersV(
        rows: positions.map(\.group), columns: positions.map { labelled.classes[$0.face] },
        clusters: positions.map { labelled.clusters[$0.face] })
    else { return nil }
    // The older group is taken for the one with the easy emotions.
    (worse, better, distance) = (ages.groups[most.0], ages.groups[most.1], most.2)
    let (worst, best) = (shares[most.0], shares[most.1])
    let recalls = zip(worst, best).map {
      ClassDistribution.lowestRecall + ($1 > $0 ? AuditThresholds.assumedRecallSpread : 0)
    }
    self.recalls = recalls
    accuracyDifference = AuditThresholds.assumedRecallSpread * distance
    groups = used.map { group in
      Group(
        ageGroup: ages.groups[group], n: counts[group].reduce(0, +), shares: shares[group],
        accuracy: zip(shares[group], recalls).reduce(0) { $0 + $1.0 * $1.1 })
    }
    self.association = association
    isFlagged =
      accuracyDifference >= AuditThresholds.classDistributionDifference
      && association.cramersV.lower > 0
  }

  private static func distance(_ p: [Double], _ q: [Double]) -> Double {
    zip(p, q).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
  }
}

import Faces
import Statistics
import Support

/// Faces and correct predictions by age group and stratum, per subject, with their resamples.
struct StratifiedCounts: Sendable {
  let groups: [AgeGroup]
  /// Where each of them stands among all groups.
  let ranks: [Double]
  let stratumCount: Int
  let repeats: Bool
  /// Each subject's faces in each cell of group and stratum, then its correct predictions.
  let sums: ClusterSums
  let bootstrap: ClusterBootstrap
  /// Sums over all subjects.
  let totals: [Double]
  /// Group against stratum; nil for fewer than two of either.
  let association: Association?

  /// - Parameters:
  ///   - groups: The age groups to compare; faces of others are left out.
  ///   - stratum: A face's stratum, below `stratumCount`; nil leaves the face out.
  init(
    _ faces: [LabelledFace], groups: [AgeGroup], stratumCount: Int, settings: EvaluationSettings,
    stream: String, stratum: (LabelledFace) -> Int?
  ) throws {
    self.groups = groups
    ranks = groups.map { Double(settings.ages.index(of: $0)) }
    self.stratumCount = stratumCount
    let placed = faces.compactMap { face -> (LabelledFace, Int)? in
      guard let group = face.ageGroup.flatMap(groups.firstIndex), let stratum = stratum(face) else {
        return nil
      }
      return (face, group * stratumCount + stratum)
    }
    let index = SubjectIndex(placed.map(\.0.unit))
    repeats = index.repeats
    let cells = groups.count * stratumCount
    var sums = ClusterSums(count: index.count, width: max(1, 2 * cells))
    for ((face, cell), subject) in zip(placed, index.subjectOfFace) {
      sums[subject, cell] += 1
      if face.isCorrect { sums[subject, cells + cell] += 1 }
    }
    var generator = SeededGenerator(seed: settings.seed, stream: stream)
    bootstrap = ClusterBootstrap(
      resampling: sums, replicates: settings.replicates, generator: &generator)
    self.sums = sums
    totals = sums.totals
    association = try cramersV(
      rows: placed.map { $0.1 / stratumCount }, columns: placed.map { $0.1 % stratumCount },
      clusters: index.subjectOfFace, level: settings.level)
  }

  var label: String { repeats ? "subject-cluster bootstrap" : "bootstrap" }

  /// One group's counts in some strata.
  func shares(_ sums: [Double], group: Int, strata: [Int]) -> StratifiedShare {
    let cells = groups.count * stratumCount
    return StratifiedShare(
      trials: strata.map { sums[group * stratumCount + $0] },
      successes: strata.map { sums[cells + group * stratumCount + $0] })
  }

  /// How many faces a group has in some strata.
  func faces(group: Int, strata: [Int]) -> Int {
    Int(shares(totals, group: group, strata: strata).trials.reduce(0, +))
  }

  /// Each group's accuracy over all strata; nil where a group has no faces.
  func rawCurve(_ sums: [Double]) -> [Double]? {
    let curve = groups.indices.compactMap {
      shares(sums, group: $0, strata: Array(0..<stratumCount)).raw
    }
    return curve.count == groups.count ? curve : nil
  }

  /// Each group's accuracy at one distribution of strata; nil where a group lacks one of them.
  func standardisedCurve(_ sums: [Double], strata: [Int], weights: [Double]) -> [Double]? {
    guard !strata.isEmpty else { return nil }
    let curve = groups.indices.compactMap {
      shares(sums, group: $0, strata: strata).standardised(to: weights)
    }
    return curve.count == groups.count ? curve : nil
  }

  /// How many subjects a group's accuracy at one distribution of strata is worth.
  func size(group: Int, strata: [Int], weights: [Double]) -> Double {
    sums.size(ofMeanOver: strata.map { [group * stratumCount + $0] }, weights: weights)
  }

  /// The strata with at least `fewest` faces in every group.
  func strata(withAtLeast fewest: Int) -> [Int] {
    (0..<stratumCount).filter { stratum in
      groups.indices.allSatisfy { totals[$0 * stratumCount + stratum] >= Double(fewest) }
    }
  }
}

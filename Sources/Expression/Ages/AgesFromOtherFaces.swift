import Foundation

/// The age of each face by the *other* faces of its subject.
///
/// An age estimator sees the expression. Where expressions change with age it reads ages from them, and
/// faces with a more adult-like expression than others of their age are taken for older: averaged over
/// likely ages, the change then seems earlier or later than it is. What another face of the same person
/// says has no part in that, and three other faces say more than one. The densities of the other faces,
/// over the density of all faces, are multiplied, each to the power 1 / (1 + (n − 1)·r), where r is the
/// correlation of the errors of n faces of one person (a logarithmic opinion pool; Genest & Zidek 1986,
/// doi 10.1214/ss/1177013825).
///
/// It takes a subject's faces to have one age, as they have when they come from one sitting.
package struct AgesFromOtherFaces {
  /// The faces with the ages that their subjects' other faces give.
  package let faces: ExpressionFaces
  /// How many faces' ages were found so. Known ages stay, and so do those of faces without another.
  package let count: Int
  /// How many faces keep an unsure estimate of their own.
  private let alone: Int
  /// Whether subjects' estimated ages differ by more than they are unsure, so that subjects seem to be
  /// shown at several ages; nothing is changed then.
  package let differsWithinSubjects: Bool

  package init(_ data: ExpressionFaces, errorCorrelation: Double) {
    // An estimate that is sure is as good as known.
    let estimated = data.likelyAgesInYears.indices.filter {
      data.likelyAgesInYears[$0].first != data.likelyAgesInYears[$0].last
    }
    let groups = Dictionary(grouping: estimated.indices) { data.subjects[estimated[$0]] }
      .sorted { $0.key < $1.key }.map(\.value).filter { $0.count > 1 }
    let likely = estimated.map { data.likelyAgesInYears[$0] }
    differsWithinSubjects = Self.differ(groups, likelyAges: likely)
    guard !groups.isEmpty, !differsWithinSubjects else {
      (faces, count, alone) = (data, 0, estimated.count)
      return
    }
    let densities = AgeDensities(likely)
    let quantiles = likely.first?.count ?? 0
    var ages = data.agesInYears
    var likelyAges = data.likelyAgesInYears
    for group in groups {
      let power = 1 / (1 + Double(group.count - 2) * errorCorrelation)
      let said = group.map { face in
        zip(densities.ofFaces[face], densities.ofAll).map { log($0 / $1) }
      }
      let all = densities.ofAll.indices.map { place in said.reduce(0) { $0 + $1[place] } }
      for (member, face) in group.enumerated() {
        let logarithms = all.indices.map {
          log(densities.ofAll[$0]) + power * (all[$0] - said[member][$0])
        }
        let largest = logarithms.max() ?? 0
        let density = AgeDensities.normalised(logarithms.map { exp($0 - largest) })
        ages[estimated[face]] = zip(density, AgeDensities.ages).reduce(0) { $0 + $1.0 * $1.1 }
        likelyAges[estimated[face]] = Self.quantiles(of: density, count: quantiles)
      }
    }
    faces = data.replacing(agesInYears: ages, likelyAgesInYears: likelyAges)
    count = groups.reduce(0) { $0 + $1.count }
    alone = estimated.count - count
  }

  /// Ages between which the density has equal shares.
  private static func quantiles(of density: [Double], count: Int) -> [Double] {
    var (place, below) = (0, 0.0)
    return (0..<count).map { number in
      let level = (Double(number) + 0.5) / Double(count)
      while place < density.count - 1, below + density[place] < level {
        below += density[place]
        place += 1
      }
      return AgeDensities.ages[place]
    }
  }

  /// Whether the likely ages' means vary more within subjects than likely ages vary within faces, both on
  /// the scale √(age + ½).
  private static func differ(_ groups: [[Int]], likelyAges: [[Double]]) -> Bool {
    var (between, within) = (0.0, 0.0)
    for group in groups {
      let moments = group.map { face -> (mean: Double, variance: Double) in
        let roots = likelyAges[face].map { (max($0, 0) + 0.5).squareRoot() }
        let mean = roots.reduce(0, +) / Double(roots.count)
        return (
          mean, roots.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(roots.count)
        )
      }
      let mean = moments.reduce(0) { $0 + $1.mean } / Double(group.count)
      between += moments.reduce(0) { $0 + ($1.mean - mean) * ($1.mean - mean) }
      within +=
        moments.reduce(0) { $0 + $1.variance } * Double(group.count - 1) / Double(group.count)
    }
    return between > within
  }
}

extension AgesFromOtherFaces {
  /// What weakens the result, for people.
  package var warnings: [String] {
    guard alone > 0 else { return [] }
    return [
      (differsWithinSubjects
        ? "The estimated ages of one subject's faces differ by more than they are unsure, so that subjects "
          + "seem to be shown at several ages. " : "")
        + "\(alone) ages were estimated from the image that shows the expression itself. An estimator "
        + "that reads ages from expressions moves the age half way, by half a year and more."
    ]
  }
}

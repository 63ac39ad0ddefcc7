import Faces
import Foundation
import Statistics
import Support

/// One model's predictions, ready for fitting: sorted by subject, binned by age and weighted so that
/// every class counts the same in every age group.
package struct TransitionSample: Sendable {
  let predictions: [AgedPrediction]
  let distribution: StandardDistribution
  /// Faces that were left out for their group or class.
  let facesLeftOut: Int
  let bins: AgeBins
  let outcomes: StratifiedOutcomes
  package let fitter: TransitionFitter
  package let settings: TransitionSettings

  /// - Returns: nil where fewer than two age groups or no class have enough faces, or no age has
  ///   enough subjects on both sides.
  package init?(
    _ all: [AgedPrediction], ages: AgeGrouping, settings: TransitionSettings
  ) throws {
    try self.init(
      all, distribution: StandardDistribution(all, ages: ages, settings: settings),
      settings: settings)
  }

  init?(_ all: [AgedPrediction], distribution: StandardDistribution, settings: TransitionSettings)
    throws
  {
    guard distribution.groups.count > 1, !distribution.emotions.isEmpty else { return nil }
    let kept = all.filter(distribution.holds).enumerated()
      .sorted { ($0.element.subject, $0.offset) < ($1.element.subject, $1.offset) }
      .map(\.element)
    let clusters = TransitionSample.clusters(kept)
    let bins = AgeBins(kept.map(\.ageInYears), groups: distribution.ages)
    guard
      let midpoints = TransitionSample.midpoints(kept, clusters: clusters, settings: settings),
      bins.ages.count > 3
    else { return nil }
    predictions = kept
    self.distribution = distribution
    facesLeftOut = all.count - kept.count
    self.bins = bins
    self.settings = settings
    fitter = try TransitionFitter(ages: bins.ages, midpoints: midpoints)
    let (labels, classes) = (distribution.labels, distribution.labels.count)
    let cells = zip(kept, bins.binOfFace).map { prediction, bin in
      bins.groupOfBin[bin] * classes + labels.position(of: prediction.emotion)
    }
    let strata = cells.map { $0 / classes }
    let votes =
      settings.givesSubjectsOneVote
      ? TransitionSample.votes(strata: strata, clusters: clusters) : cells.map { _ in 1 }
    outcomes = StratifiedOutcomes(
      ages: kept.map(\.ageInYears),
      weights: TransitionSample.weights(
        cells, votes: votes, classes: classes, groups: distribution.ages.count),
      votes: votes, isSuccess: kept.map(\.isCorrect), strata: strata, cells: cells,
      clusters: clusters)
  }

  /// Successive faces of one subject each.
  static func clusters(_ predictions: [AgedPrediction]) -> [Range<Int>] {
    var clusters: [Range<Int>] = []
    var start = 0
    for index in predictions.indices
    where index + 1 == predictions.count
      || predictions[index + 1].subject != predictions[index].subject
    {
      clusters.append(start..<index + 1)
      start = index + 1
    }
    return clusters
  }

  /// The ages with enough subjects on both sides.
  private static func midpoints(
    _ predictions: [AgedPrediction], clusters: [Range<Int>], settings: TransitionSettings
  ) -> ClosedRange<Double>? {
    let side = settings.minimumSubjectsOnASide
    let youngest = clusters.compactMap { $0.map { predictions[$0].ageInYears }.min() }.sorted()
    let oldest = clusters.compactMap { $0.map { predictions[$0].ageInYears }.max() }.sorted()
    guard clusters.count >= 2 * side else { return nil }
    let lower = youngest[side - 1]
    let upper = min(oldest[oldest.count - side], settings.oldestMidpoint)
    return lower < upper ? lower...upper : nil
  }

  /// What each face counts where every subject counts the same in an age group: 1 over its faces there, in such a unit
  /// that all faces together count as many as they are.
  private static func votes(strata: [Int], clusters: [Range<Int>]) -> [Double] {
    var votes = [Double](repeating: 0, count: strata.count)
    for faces in clusters {
      let counts = Dictionary(grouping: faces) { strata[$0] }.mapValues { Double($0.count) }
      for face in faces { votes[face] = 1 / (counts[strata[face]] ?? 1) }
    }
    let unit = Double(votes.count) / votes.reduce(0, +)
    return votes.map { unit * $0 }
  }

  /// The weight of each face for a uniform distribution of classes within its group.
  /// - Parameter votes: What each face counts before.
  static func weights(
    _ cells: [Int], votes: [Double], classes: Int, groups: Int
  ) -> [Double] {
    var counts = [Double](repeating: 0, count: groups * classes)
    for (cell, vote) in zip(cells, votes) { counts[cell] += vote }
    let weights = cellWeights(counts, classes: classes)
    return zip(cells, votes).map { weights[$0] * $1 }
  }

  /// By what a face's votes in each cell (group × class) are multiplied, given the votes in each.
  static func cellWeights(_ counts: [Double], classes: Int) -> [Double] {
    counts.indices.map { cell in
      let group = cell / classes * classes..<(cell / classes + 1) * classes
      let present = Double(group.count { counts[$0] > 0 })
      let total = group.reduce(0) { $0 + counts[$1] }
      return counts[cell] > 0 ? total / present / counts[cell] : 0
    }
  }

  var subjects: Int { outcomes.clusters.count }

  /// Weighted trials of each bin.
  var trials: [Double] {
    var trials = [Double](repeating: 0, count: bins.ages.count)
    for (face, bin) in bins.binOfFace.enumerated() { trials[bin] += outcomes.weights[face] }
    return trials
  }

  /// Weighted successes of each bin.
  var successes: [Double] {
    var successes = [Double](repeating: 0, count: bins.ages.count)
    for (face, bin) in bins.binOfFace.enumerated() where outcomes.isSuccess[face] {
      successes[bin] += outcomes.weights[face]
    }
    return successes
  }

  /// The oldest child's age in years: the oldest face that is younger than the adult model's group.
  var oldestChild: Double? {
    let adults = distribution.ages.index(of: distribution.ages.adult)
    return predictions.lazy.map(\.ageInYears).filter {
      distribution.ages.index(ofAgeInYears: $0) < adults
    }.max()
  }

  package func fit() -> TransitionFit? { fitter.fit(trials: trials, successes: successes) }
}

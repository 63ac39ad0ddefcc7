import Analysis
import Faces
import Statistics

/// Where children's own ages of change lie in the distributions that their faces leave of them: ranks, uniform in
/// 0 ... 1 where the likelihood is right (simulation-based calibration: Talts et al. 2018, arXiv:1804.06788).
struct ChildRanks: Sendable {
  /// Ranks of all children of a cohort, by the parameters that it was drawn with.
  let known: [Double]
  /// Their ranks in the normal distributions that the program states of each, with parameters estimated from the cohort;
  /// nil where they were not estimated.
  let estimated: [Double]?

  /// - Parameters:
  ///   - faces: Sorted by child.
  ///   - ages: Each child's own age of change.
  ///   - estimates: Whether to estimate the parameters, too.
  init(
    _ faces: [AgedPrediction], ages: [Double], truth: IndividualChange, estimates: Bool
  ) throws {
    let labels = LabelScheme.emotions7.emotions
    var children: [Range<Int>] = []
    for (row, face) in faces.enumerated() {
      if let last = children.last, faces[last.lowerBound].subject == face.subject {
        children[children.count - 1] = last.lowerBound..<row + 1
      } else {
        children.append(row..<row + 1)
      }
    }
    let individuals = IndividualFaces(
      agesInYears: faces.map(\.ageInYears),
      classes: faces.map { labels.firstIndex(of: $0.emotion) ?? 0 },
      isSuccess: faces.map(\.isCorrect), individuals: children)
    known = truth.shares(of: individuals, below: ages)
    guard estimates,
      let fit = try IndividualChangeFitter(midpoints: 0.5...24).fit(individuals, from: truth.curve)
    else {
      estimated = nil
      return
    }
    estimated = try zip(fit.ages, ages).map { age, own in
      try NormalDistribution.cumulative((own - age.ageInYears) / age.standardDeviationInYears)
    }
  }

  /// How many of some ranks lie in the middle share of the distribution.
  static func count(_ ranks: [Double], inMiddle share: Double) -> Int {
    ranks.count { abs($0 - 0.5) <= share / 2 }
  }

  /// The p-value of Pearson's test that independent ranks are uniform, over 20 bins.
  static func uniformity(of ranks: [Double]) throws -> Double {
    let bins = 20
    var counts = [Int](repeating: 0, count: bins)
    for rank in ranks { counts[min(bins - 1, Int(rank * Double(bins)))] += 1 }
    let expected = Double(ranks.count) / Double(bins)
    let statistic = counts.reduce(0.0) { sum, count in
      let distance = Double(count) - expected
      return sum + distance * distance / expected
    }
    return try ChiSquaredDistribution(degreesOfFreedom: Double(bins - 1))
      .cumulative(statistic, tail: .upper)
  }
}

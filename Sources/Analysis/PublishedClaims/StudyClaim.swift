import Faces
import Statistics

/// A statement about one model's curve over the age groups.
public enum StudyClaim: String, CaseIterable, Codable, Sendable {
  case linearDecline = "linear decline"
  case monotoneDecline = "monotone decline"
  case peakAtOlderChild = "peak at older child"
  case aboveChance = "above chance"

  /// Whether the study makes the claim of this model.
  public func isMade(of model: String) -> Bool {
    switch self {
    case .linearDecline, .monotoneDecline: model == "infant"
    case .peakAtOlderChild: model == "adult"
    case .aboveChance: model == "infant" || model == "adult"
    }
  }

  /// What the claim takes, for people.
  public var meaning: String {
    switch self {
    case .linearDecline:
      "shown where accuracy falls over the groups' ranks (Cochran-Armitage) and does not leave the "
        + "line (chi-squared), which few faces cannot tell from a bend; contradicted where it rises "
        + "or leaves the line"
    case .monotoneDecline:
      "shown where every step to the next group is down (largest one-sided p of the two-proportion "
        + "tests); contradicted where some older group is higher than a younger one (Holm)"
    case .peakAtOlderChild:
      "shown where older child is above every other group (largest p of the two-proportion tests); "
        + "contradicted where some other group is above it (Holm)"
    case .aboveChance:
      "shown where every group is above chance (largest p of the exact binomial tests); contradicted "
        + "where some group is below it (Holm)"
    }
  }
}

/// What a number of faces allows to be said of a claim.
public enum ClaimVerdict: String, Codable, Sendable, CaseIterable {
  case shown
  case notShown = "not shown"
  case contradicted
}

/// One model's accuracies with the sizes at which they are judged, youngest group first.
struct AssumedCurve {
  let ages: AgeGrouping
  let groups: [AgeGroup]
  let shares: [Double]
  let sizes: [Double]
  let significance: Double
  let chance: Double

  /// - Returns: nil where the claim cannot be judged from these groups.
  func verdict(_ claim: StudyClaim) throws -> ClaimVerdict? {
    switch claim {
    case .linearDecline: try linearDecline()
    case .monotoneDecline: try monotoneDecline()
    case .peakAtOlderChild: try peak(at: .olderChild)
    case .aboveChance: try aboveChance()
    }
  }

  private func linearDecline() throws -> ClaimVerdict? {
    guard groups.count > 2 else { return nil }
    let ranks = groups.map { Double(ages.index(of: $0)) }
    guard let line = try TrendWithDeparture(shares: shares, sizes: sizes, scores: ranks) else {
      return .notShown
    }
    let hasTrend = line.trend.pValue < significance
    if line.departure.pValue < significance || (hasTrend && line.trend.statistic > 0) {
      return .contradicted
    }
    return hasTrend ? .shown : .notShown
  }

  private func monotoneDecline() throws -> ClaimVerdict? {
    guard groups.count > 1 else { return nil }
    let steps = try shares.indices.dropLast().map { try oneSidedP($0, above: $0 + 1) }
    if steps.allSatisfy({ $0 < significance }) { return .shown }
    let rises = try shares.indices.flatMap { younger in
      try shares.indices.dropFirst(younger + 1).map { try oneSidedP($0, above: younger) }
    }
    return anyHolds(rises) ? .contradicted : .notShown
  }

  private func peak(at group: AgeGroup) throws -> ClaimVerdict? {
    guard let peak = groups.firstIndex(of: group), groups.count > 1 else { return nil }
    let rivals = shares.indices.filter { $0 != peak }
    let tests = try rivals.map { try difference(peak, $0) }
    let isAbove = zip(rivals, tests).allSatisfy { rival, p in
      shares[peak] > shares[rival] && p < significance
    }
    if isAbove { return .shown }
    let below = zip(rivals, tests).map { rival, p in shares[peak] < shares[rival] ? p : 1 }
    return anyHolds(below) ? .contradicted : .notShown
  }

  private func aboveChance() throws -> ClaimVerdict? {
    var above: [Double] = []
    var below: [Double] = []
    for (share, size) in zip(shares, sizes) {
      let trials = Int(size)
      let expected = share * size
      let distribution = BinomialDistribution(trials: trials, successProbability: chance)
      // Whole counts, rounded against either claim.
      above.append(try distribution.cumulative(Int(expected.rounded(.down)) - 1, tail: .upper))
      below.append(try distribution.cumulative(Int(expected.rounded(.up))))
    }
    if above.allSatisfy({ $0 < significance }) { return .shown }
    return anyHolds(below) ? .contradicted : .notShown
  }

  /// The two-sided p-value of a difference; 1 where none can be tested.
  private func difference(_ first: Int, _ second: Int) throws -> Double {
    try twoProportionTest(
      share: shares[first], trials: sizes[first], against: shares[second], trials: sizes[second]
    )?.pValue ?? 1
  }

  private func oneSidedP(_ first: Int, above second: Int) throws -> Double {
    let half = try difference(first, second) / 2
    return shares[first] > shares[second] ? half : 1 - half
  }

  private func anyHolds(_ pValues: [Double]) -> Bool {
    holmAdjusted(pValues).contains { $0 < significance }
  }
}

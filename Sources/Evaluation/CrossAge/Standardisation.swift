import Cohort
import Statistics

/// Accuracy by age group as it is and as it would be at one mix of strata, which are emotions or
/// quarters of a picture quality.
public struct Standardisation: Codable, Sendable, Equatable {
  /// Fewest test faces of a stratum in every compared group; with fewer it is left out everywhere.
  public static let fewestFaces = 5

  public struct Stratum: Codable, Sendable, Equatable {
    public var name: String
    /// Its share of the mix; the shares sum to 1.
    public var weight: Double
  }

  public struct Group: Codable, Sendable, Equatable {
    public var ageGroup: AgeGroup
    /// Faces of the group whose stratum is known.
    public var rawN: Int
    /// Accuracy over these.
    public var raw: Estimate?
    /// Faces in the strata that are kept.
    public var n: Int
    /// Accuracy at the common mix of strata.
    public var standardised: Estimate?
  }

  /// The difference of two groups' accuracies over the kept strata, first minus second, and its
  /// two parts.
  public struct Difference: Codable, Sendable, Equatable {
    public var first: AgeGroup
    public var second: AgeGroup
    public var total: Estimate?
    /// What the different mix of strata makes of it.
    public var mix: Estimate?
    /// What different accuracies within strata make of it.
    public var within: Estimate?
  }

  /// "emotion", "sharpness" or "size".
  public var variable: String
  public var strata: [Stratum]
  /// Names of the strata with too few faces in some compared group.
  public var leftOut: [String]
  public var groups: [Group]
  /// Every two compared groups, the older first.
  public var differences: [Difference]
  /// Least-squares change of accuracy from one age group to the next, each group counting the same.
  public var rawSlope: Estimate?
  public var standardisedSlope: Estimate?
  /// Raw minus standardised.
  public var slopeDifference: Estimate?

  /// Pairs of groups that the two curves put in opposite order.
  public var reversedPairs: [(AgeGroup, AgeGroup)] {
    groups.indices.flatMap { second in
      groups.indices.dropFirst(second + 1).compactMap { first in
        guard let raw = step(\.raw, second, first),
          let standardised = step(\.standardised, second, first), raw * standardised < 0
        else { return nil }
        return (groups[second].ageGroup, groups[first].ageGroup)
      }
    }
  }

  /// Whether the two curves lean in opposite directions, or their slopes differ by more than
  /// resampling explains.
  public var slopesDisagree: Bool {
    guard let rawSlope, let standardisedSlope else { return false }
    if rawSlope.value * standardisedSlope.value < 0 { return true }
    return slopeDifference.map { $0.lower > 0 || $0.upper < 0 } ?? false
  }

  private func step(_ curve: KeyPath<Group, Estimate?>, _ from: Int, _ to: Int) -> Double? {
    guard let first = groups[from][keyPath: curve], let second = groups[to][keyPath: curve] else {
      return nil
    }
    return second.value - first.value
  }
}

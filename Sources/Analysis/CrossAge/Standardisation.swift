import Faces
import Statistics

/// Accuracy by age group as it is and as it would be at one distribution of strata, which are emotions or
/// quarters of an image quality.
public struct Standardisation: Codable, Sendable, Equatable {
  /// Fewest test faces of a stratum in every compared group; with fewer it is left out everywhere.
  public static let minimumFaces = 5

  public struct Stratum: Codable, Sendable, Equatable {
    public var name: String
    /// Its share of the distribution; the shares sum to 1.
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
    /// Accuracy at the common distribution of strata.
    public var standardised: Estimate?
  }

  /// The difference of two groups' accuracies over the kept strata, first minus second, and its
  /// two parts.
  public struct Difference: Codable, Sendable, Equatable {
    public var first: AgeGroup
    public var second: AgeGroup
    public var total: Estimate?
    /// What the different distribution of strata makes of it.
    public var distribution: Estimate?
    /// What different accuracies within strata make of it.
    public var within: Estimate?
  }

  /// "emotion", "sharpness" or "size".
  public var variable: String
  public var strata: [Stratum]
  /// Names of the strata with too few faces in some compared group.
  public var leftOut: [String]
  public var groups: [Group]
  /// The test that the distribution of strata is the same in all compared groups; nil for a single stratum, and
  /// in files of earlier versions.
  public var association: TestResult?
  /// Every two compared groups, the older first.
  public var differences: [Difference]
  /// Least-squares change of accuracy from one age group to the next, each group counting the same.
  public var rawSlope: Estimate?
  public var standardisedSlope: Estimate?
  /// Raw minus standardised.
  public var slopeDifference: Estimate?

  /// Whether the distribution decides how the curve looks: it is shown to differ between the groups (p < 0.05),
  /// and it changes the slope of the curve, or the order of two groups, by more than resampling explains.
  public var changesTheCurve: Bool {
    guard let association, association.pValue < 0.05 else { return false }
    return changesTheSlope || !reversedPairs.isEmpty
  }

  /// Whether the slopes of the raw and the standardised curve differ by more than resampling explains.
  public var changesTheSlope: Bool {
    slopeDifference.map { $0.lower > 0 || $0.upper < 0 } ?? false
  }

  /// Pairs of groups that the two curves put in opposite order, where the part of their difference that
  /// the distribution makes is more than resampling explains.
  public var reversedPairs: [(AgeGroup, AgeGroup)] {
    groups.indices.flatMap { second in
      groups.indices.dropFirst(second + 1).compactMap { first in
        guard let raw = step(\.raw, second, first),
          let standardised = step(\.standardised, second, first), raw * standardised < 0,
          let distribution = differences.first(where: {
            $0.first == groups[first].ageGroup && $0.second == groups[second].ageGroup
          })?.distribution, distribution.lower > 0 || distribution.upper < 0
        else { return nil }
        return (groups[second].ageGroup, groups[first].ageGroup)
      }
    }
  }

  private func step(_ curve: KeyPath<Group, Estimate?>, _ from: Int, _ to: Int) -> Double? {
    guard let first = groups[from][keyPath: curve], let second = groups[to][keyPath: curve] else {
      return nil
    }
    return second.value - first.value
  }
}

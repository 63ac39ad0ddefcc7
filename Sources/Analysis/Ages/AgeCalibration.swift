import Faces
import Presentation
import Statistics

/// Whether what an estimator says of its certainty is right: `ageEstimator.calibration` in
/// metrics.json.
///
/// Its promises are made by *estimated* age, for that is what is known of a new face.
public struct AgeCalibration: Codable, Sendable, Equatable {
  /// One entry for each group of the estimated age that has faces, youngest first.
  public var byEstimatedGroup: [EstimatedGroup]
  /// The promises that are not kept, and how many were looked at: with `checked` of them at once, a
  /// promise counts as broken where the interval of level 1 − 0.05 / `checked` excludes it.
  public var broken: [BrokenPromise]
  public var checked: Int
  /// The correlation of one subject's errors, in standard deviations of what was predicted: 0 where
  /// a subject's faces err independently, 1 where all err alike; nil where fewer than five subjects
  /// have several faces.
  public var withinSubjectCorrelation: Estimate?

  /// The faces whose estimated age falls into one group.
  public struct EstimatedGroup: Codable, Sendable, Equatable {
    public var ageGroup: AgeGroup
    public var n: Int
    /// nil where a face's subject is unknown.
    public var subjects: Int?
    /// How often intervals hold the known age; nil for fewer than two subjects.
    public var coverage: [AgeCoverage]?
    /// One entry for each group of the known age, youngest first; empty likewise.
    public var memberships: [Membership]
  }

  /// What was said of one true age group, and what is so.
  public struct Membership: Codable, Sendable, Equatable {
    /// The group of the known age.
    public var ageGroup: AgeGroup
    /// The faces' mean probability of it.
    public var probability: Estimate
    /// The share of the faces that are in it.
    public var share: Estimate
  }

  /// A promise that the test faces contradict.
  public struct BrokenPromise: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
      /// The probability of the group `of`, for faces whose estimated age falls into `among`.
      case membership
      /// The 90 % interval of faces whose estimated age falls into `among`.
      case coverageByEstimatedAge
      /// The same of faces whose known age falls into `among`: no interval promises it, and curves
      /// over age lean on it.
      case coverageByKnownAge
    }

    public var kind: Kind
    public var among: AgeGroup
    /// nil for coverage.
    public var of: AgeGroup?
    public var n: Int
    /// The mean probability, or 0.9.
    public var promised: Double
    /// The share found, with the interval of the level that allows for all promises looked at.
    public var found: Estimate

    /// "of 90 faces estimated as adults, 23% are teenagers (15 to 33%) where 12% were said".
    public var text: String {
      let bounds =
        "\(Format.number(100 * self.found.lower, decimals: 0)) to "
        + Format.wholePercent(self.found.upper)
      let found = "\(Format.wholePercent(self.found.value)) (\(bounds))"
      let promised = Format.wholePercent(promised)
      switch kind {
      case .membership:
        return "of \(n) faces estimated as \(among.displayName), \(found) are "
          + "\(of?.displayName ?? "") where \(promised) were said"
      case .coverageByEstimatedAge:
        return "of \(n) faces estimated as \(among.displayName), \(found) lie in their "
          + "\(promised) interval"
      case .coverageByKnownAge:
        return "of \(n) faces known as \(among.displayName), \(found) lie in their "
          + "\(promised) interval"
      }
    }
  }
}

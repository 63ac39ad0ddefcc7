import Cohort
import Statistics

/// How one model's accuracy changes with age, corrected for what else changes with it.
public struct CrossAgeAnalysis: Codable, Sendable, Equatable {
  /// The age groups with enough faces for statements about them (30 faces, 10 subjects), youngest
  /// first; all comparisons below are of these.
  public var comparedGroups: [AgeGroup]
  /// Change of accuracy from one age group to the next, over all groups with faces; nil for fewer
  /// than three, or answers without any spread.
  public var trend: TestedEstimate?
  /// The trend test with Rao & Scott's effective sizes, where subjects repeat and none is in two
  /// age groups.
  public var adjustedTrend: TestResult?
  /// Accuracy at one mix of emotions; nil for fewer than two compared groups.
  public var emotionMix: Standardisation?
  /// Accuracy at one mix of picture qualities, one entry per quality that the manifest holds.
  public var qualityMix: [Standardisation]
  /// Qualities that the manifest has no column for.
  public var missingQualities: [ImageQuality]
  /// Accuracy as a function of age in years; nil where no fit could be made.
  public var ageRegression: AgeRegression?
  /// Whether the curve rises or falls throughout, raw and standardised.
  public var monotonicity: [Monotonicity]
  /// How sure it is which group is highest; empty for fewer than two compared groups.
  public var peak: [PeakProbability]
  /// Every two compared groups.
  public var pairwise: [PairwiseComparison]
}

/// A test of a curve's direction over the compared groups.
public struct Monotonicity: Codable, Sendable, Equatable {
  public enum Curve: String, CaseIterable, Codable, Sendable { case raw, standardised }
  public enum Direction: String, CaseIterable, Codable, Sendable { case rising, falling }

  public var curve: Curve
  public var direction: Direction
  /// The nearest curve of this direction, weighted by faces.
  public var fit: [Double]
  /// Against this direction: a small p says that the curve turns somewhere.
  public var test: TestResult?
  /// For this direction, raw curve only: the largest one-sided p-value of the steps between
  /// neighbouring groups. A small one says that every step goes this way.
  public var everyStep: TestResult?
}

/// How often a group has the highest accuracy when subjects are resampled; ties are shared.
public struct PeakProbability: Codable, Sendable, Equatable {
  public var ageGroup: AgeGroup
  public var raw: Double
  /// nil where no standardised curve could be made.
  public var standardised: Double?
}

/// The accuracy of two age groups compared.
public struct PairwiseComparison: Codable, Sendable, Equatable {
  public var first: AgeGroup
  public var second: AgeGroup
  /// First minus second, with the test that it is zero; nil where that is undefined.
  public var difference: TestedEstimate?
  /// After Holm's correction for all pairs of this list.
  public var adjustedPValue: Double?
  /// The smallest difference that the faces at hand would have shown with 80 % probability at the
  /// 5 % level, before correction; nil where even the largest would not.
  public var detectableDifference: Double?
}

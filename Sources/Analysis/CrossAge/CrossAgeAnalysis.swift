import Faces
import Statistics

/// How one model's accuracy changes with age, corrected for what else changes with it.
public struct CrossAgeAnalysis: Codable, Sendable, Equatable {
  /// The age groups with enough faces for statements about them (30 faces, 10 subjects), youngest
  /// first; all comparisons below are of these.
  public var comparedGroups: [AgeGroup]
  /// Change of accuracy from one age group to the next, over all groups with faces; nil for fewer
  /// than three, or predictions without any spread.
  public var trend: TestedEstimate?
  /// The trend test with Rao & Scott's effective sizes, where subjects repeat and none is in two
  /// age groups.
  public var adjustedTrend: TestResult?
  /// Accuracy at one distribution of emotions; nil for fewer than two compared groups.
  public var emotionStandardisation: Standardisation?
  /// Accuracy at one distribution of image qualities, one entry per quality that the manifest holds.
  public var qualityStandardisation: [Standardisation]
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
  /// The p-values of both after Holm's correction for the tests of `family`; claims go by these.
  public var adjustedPValue: Double?
  public var everyStepAdjustedPValue: Double?
  /// "Holm over 6 tests of the adult model's shape".
  public var family: String?
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
  /// After Holm's correction for the tests of `family`.
  public var adjustedPValue: Double?
  /// The tests among which the p-value is corrected: "Holm over 8 other pairs of the adult model", or
  /// those of the findings where `finding` decides the pair.
  public var family: String?
  /// The id of the finding that states this comparison; nil where none does.
  public var finding: String?
  /// The smallest difference that the faces at hand detect with 80 % power at the 5 % level, before
  /// correction; nil where they do not detect even the largest.
  public var detectableDifference: Double?
}

import Foundation
import Support

/// When the *expression*, not the head, becomes adult-like: the whole of `expression.json`.
///
/// docs/expression.md says what is estimated, under which assumptions, and what cannot be seen.
public struct ExpressionAnalysis: Codable, Sendable, Equatable {
  public var settings: ExpressionSettings
  public var faces: Int
  public var subjects: Int
  public var facesByEmotion: [EmotionCount]
  public var registration: RegistrationResult
  public var gate: GateResult
  /// nil where too few ages show every emotion.
  public var timing: TimingResult?
  /// Whether an age can be said: the gate is open, and the step in the curve is clear.
  public var isClaimed: Bool
  /// The answer in plain words.
  public var answer: String
  public var warnings: [String]

  /// How many faces show an emotion at either end and in all.
  public struct EmotionCount: Codable, Sendable, Equatable {
    public var emotion: String
    public var toddlers: Int
    public var adults: Int
    public var all: Int
  }
}

/// How faces were brought to adults' head shape.
public struct RegistrationResult: Codable, Sendable, Equatable {
  /// false where toddlers' mean face is hardly further from adults' than two halves of adults are.
  public var isApplied: Bool
  /// Mean squared differences of mean faces' local contrasts: toddlers to adults, before and after the
  /// warp (nil where there is none), and one half of adults to the other.
  public var toddlersToAdults: Double
  public var toddlersToAdultsAfter: Double?
  public var betweenHalvesOfAdults: Double
  /// How far the warp moves a pixel on average, by age.
  public var warp: [WarpAtAge]

  public struct WarpAtAge: Codable, Sendable, Equatable {
    public var ageInYears: Double
    public var meanDisplacementInPixels: Double
    /// The mean face's distance to adults' before and after.
    public var distanceBefore: Double
    public var distanceAfter: Double
  }
}

/// Whether the emotions' configuration differs between toddlers and adults.
public struct GateResult: Codable, Sendable, Equatable {
  /// Open where the correlation, with 1.645 standard errors added, is below the threshold and no
  /// control is below its own.
  public var isOpen: Bool
  /// The correlation of toddlers' and adults' distances, corrected for noise; nil where the distances
  /// are too noisy for one.
  public var correlation: Double?
  public var standardError: Double?
  public var toddlersReliability: Double?
  public var adultsReliability: Double?
  /// Parts of the adults whose heads differ and whose expressions should not.
  public var controls: [Control]
  public var distances: [Distance]

  public struct Control: Codable, Sendable, Equatable {
    public var name: String
    public var correlation: Double?
    public var standardError: Double?
    /// Whether the measure is fit for these faces, as far as this control can say.
    public var isPassed: Bool
  }

  /// The squared distance of two emotions' mean features in units of the variance within emotions,
  /// without the noise in the means; it can be below 0.
  public struct Distance: Codable, Sendable, Equatable {
    public var first: String
    public var second: String
    public var toddlers: Double
    public var adults: Double
  }
}

/// When the share of adults' configuration of the emotions changes.
public struct TimingResult: Codable, Sendable, Equatable {
  public var curve: [Point]
  /// Twice the log likelihood ratio of a step to what heads explain, and the share of curves drawn
  /// without a step that have as large a one.
  public var likelihoodRatio: Double
  public var pValue: Double
  /// The age half way, in years, and the logistic's scale.
  public var ageInYears: Double
  public var widthInYears: Double
  /// How much of the way from toddlers' to adults' configuration is in the step; the rest goes with heads.
  public var step: Double
  /// Residual variance beyond that of the bins, at least 1.
  public var dispersion: Double
  /// 95 % by profile likelihood, in years, and the standard deviation over resamples of subjects; nil
  /// towards an end of the searched ages.
  public var profileLower: Double?
  public var profileUpper: Double?
  public var resamplingError: Double?
  /// The 95 % interval to quote, in years, with the allowance for the step's shape; nil towards an end
  /// of the searched ages.
  public var lowerInYears: Double?
  public var upperInYears: Double?

  public struct Point: Codable, Sendable, Equatable {
    public var fromYears: Double
    /// nil for the last bin.
    public var toYears: Double?
    public var meanAgeInYears: Double
    public var faces: Int
    /// 0 is toddlers' configuration, 1 adults'.
    public var share: Double
    public var standardError: Double
    /// The share of the adult expression by the fitted logistic, 0 to 1.
    public var step: Double
  }
}

import Faces
import Statistics

/// Whether an age estimator's predictions go with the perceived emotion: an estimator that reads a
/// smile as an age sorts happy and sad faces into different age groups.
///
/// Where ages are known the outcome is the signed error, and emotions are compared at the same known
/// age: least squares on the emotions and a restricted cubic spline of the age, with errors that
/// hold for repeated subjects. Where they are not, the estimated ages themselves are compared; the
/// people may then truly differ in age, which is no more than a warning.
public struct AgeByExpression: Codable, Sendable, Equatable {
  public enum Outcome: String, Codable, Sendable, CaseIterable {
    /// Estimated minus known age.
    case error
    case estimatedAge
  }

  public var outcome: Outcome
  /// Faces that are compared, and different subjects among them (nil where a face's is unknown).
  public var n: Int
  public var subjects: Int?
  /// The emotions that are compared, in their order.
  public var emotions: [ExpressionAge]
  /// Emotions of fewer than 10 faces or 5 subjects.
  public var leftOut: [Emotion]
  /// That all emotions have the same mean (at the same known age): F of a Wald test.
  public var test: TestResult?
  /// The two emotions that differ most.
  public var widestGap: ExpressionGap?
  /// What the adult prototypes' weight does to the errors; nil for faces without one.
  public var weight: TransitionWeightEffect?
  /// The result in one or two sentences.
  public var text: String
}

/// The faces of one perceived emotion.
public struct ExpressionAge: Codable, Sendable, Equatable {
  public var emotion: Emotion
  public var n: Int
  public var subjects: Int?
  /// The mean outcome, in years.
  public var mean: Estimate
  /// The mean outcome at the same known ages as every other emotion, in years; nil where ages are
  /// not known.
  public var adjustedMean: Estimate?
  /// The (adjusted) mean less the average over emotions, in years.
  public var deviation: Estimate
}

/// Two emotions' difference.
public struct ExpressionGap: Codable, Sendable, Equatable {
  /// The emotion with the larger (adjusted) mean.
  public var older: Emotion
  public var younger: Emotion
  /// In years, at a level that allows for having chosen among all pairs (Bonferroni).
  public var difference: Estimate
  public var pairs: Int
}

/// How much older faces are estimated when their expression is fully adult.
public struct TransitionWeightEffect: Codable, Sendable, Equatable {
  public var n: Int
  /// Change of the error from weight 0 to weight 1 at the same known age and emotion, in years.
  public var difference: Estimate?
  public var test: TestResult?
  /// Why there is no difference.
  public var reason: String?
}

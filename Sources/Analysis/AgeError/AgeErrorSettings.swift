import Faces
import Support

/// How the dependence on age error is made.
public struct AgeErrorSettings: Codable, Sendable, Equatable {
  /// Seed of all draws.
  public var seed: UInt64
  /// Imputed data sets.
  public var imputations: Int
  /// Cycles of fitting and drawing before each imputed data set.
  public var cycles: Int
  /// Resamples of subjects, for each of which ages are imputed again, for intervals of imputed
  /// transition ages; nil in files of earlier versions, which bounded them by the variance between
  /// data sets.
  public var resamples: Int?
  /// A face within so many spreads of a bound between age groups is near it.
  public var boundaryDeviations: Double
  /// Level of every interval.
  public var level: Double
  /// How curves over age are fitted.
  var transition: TransitionSettings

  /// The defaults: seed 1, 10 imputations, which each of the 60 resamples repeats, 5 cycles, one
  /// standard deviation, 95 %.
  /// - Parameter transition: How curves over age are fitted; nil for the defaults of the same seed
  ///   and level, with this vocabulary.
  public init(
    seed: UInt64 = 1, imputations: Int = 10, cycles: Int = 5, resamples: Int = 60,
    boundaryDeviations: Double = 1, level: Double = 0.95, transition: TransitionSettings? = nil,
    vocabulary: Vocabulary = .study
  ) {
    self.seed = seed
    self.imputations = imputations
    self.cycles = cycles
    self.resamples = resamples
    self.boundaryDeviations = boundaryDeviations
    self.level = level
    self.transition =
      transition ?? TransitionSettings(seed: seed, level: level, vocabulary: vocabulary)
  }

  /// - Throws: `SmilestoneError` for fewer than two imputations, no cycle or resample, or an impossible
  ///   level.
  func check() throws {
    guard imputations > 1, cycles > 0, resamples ?? 1 > 0, boundaryDeviations >= 0, level > 0,
      level < 1
    else {
      throw SmilestoneError.usage(
        "Age error needs at least two imputations, one cycle, one resample and a level between 0 and 1.",
        remedy: "Leave the defaults: 10, 5, 60 and 0.95.")
    }
    try transition.check()
  }
}

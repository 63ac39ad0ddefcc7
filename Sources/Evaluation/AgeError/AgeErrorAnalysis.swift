import Statistics
import Support

/// How the results depend on the error of the estimated ages: `ageError` in metrics.json.
///
/// docs/transition.md has the method and every field.
public struct AgeErrorAnalysis: Codable, Sendable, Equatable {
  public var settings: AgeErrorSettings
  /// Test faces with label and age, those of them without a spread (taken as exact), and those
  /// whose age lies within `boundaryDeviations` spreads of a bound between age groups.
  public var n: Int
  public var facesWithoutSpread: Int
  public var facesNearBoundary: Int
  /// One entry for each model and quantity that can be estimated.
  public var results: [AgeErrorResult]
  /// Results whose verdict turns: the interval excludes zero with one treatment of the ages and
  /// not with another (naive draws do not count).
  public var turningResults: [String]
  /// The largest shift between ages as estimated and imputed ages, in standard errors of the
  /// latter, and the result that shifts so.
  public var largestShift: Double?
  public var largestShiftOf: String?
  /// The dependence in one sentence.
  public var summary: String
}

/// One quantity of one model under four treatments of the ages.
public struct AgeErrorResult: Codable, Sendable, Equatable {
  public var model: String
  public var quantity: AgeErrorQuantity
  /// With ages as estimated.
  public var asEstimated: TestedEstimate?
  /// The same without the faces near a bound between age groups.
  public var withoutBoundaryFaces: TestedEstimate?
  /// With true ages drawn given the answers, pooled by Rubin's rules.
  public var imputed: TestedEstimate?
  /// The share of the imputed estimate's variance that is due to age error.
  public var missingShare: Double?
  /// With true ages drawn without the answers: attenuated, shown as a warning.
  public var naive: TestedEstimate?

  /// "adult trend".
  var name: String { "\(model) \(quantity.rawValue)" }

  /// Imputed minus as estimated, in standard errors of the former.
  var shift: Double? {
    guard let imputed, let asEstimated, imputed.test.statistic != 0 else { return nil }
    let error = abs(imputed.estimate.value / imputed.test.statistic)
    return error > 0 ? (imputed.estimate.value - asEstimated.estimate.value) / error : nil
  }

  /// Whether zero is excluded with some treatments and not with others.
  var turns: Bool {
    guard quantity.hasVerdict else { return false }
    let verdicts = [asEstimated, withoutBoundaryFaces, imputed].compactMap { tested in
      tested.map { $0.estimate.lower > 0 || $0.estimate.upper < 0 }
    }
    return Set(verdicts).count > 1
  }
}

/// What is followed through the treatments.
public enum AgeErrorQuantity: String, Codable, Sendable, CaseIterable {
  /// The change of accuracy from one age group to the next.
  case trend
  /// Accuracy on adults minus accuracy on toddlers.
  case toddlerAdult = "toddler-adult"
  /// The transition age in years.
  case transitionAge = "transition-age"

  /// Whether zero means that there is nothing.
  public var hasVerdict: Bool { self != .transitionAge }
}

/// How the dependence on age error is made.
public struct AgeErrorSettings: Codable, Sendable, Equatable {
  /// Seed of all draws.
  public var seed: UInt64
  /// Imputed data sets.
  public var imputations: Int
  /// Cycles of fitting and drawing before each imputed data set.
  public var cycles: Int
  /// A face within so many spreads of a bound between age groups is near it.
  public var boundaryDeviations: Double
  /// Level of every interval.
  public var level: Double
  /// How curves over age are fitted.
  var transition: TransitionSettings

  /// The defaults: seed 1, 20 imputations (the interval's width then varies little between
  /// seeds), 5 cycles, one standard deviation, 95 %.
  public init(
    seed: UInt64 = 1, imputations: Int = 20, cycles: Int = 5, boundaryDeviations: Double = 1,
    level: Double = 0.95
  ) {
    self.seed = seed
    self.imputations = imputations
    self.cycles = cycles
    self.boundaryDeviations = boundaryDeviations
    self.level = level
    transition = TransitionSettings(seed: seed, level: level)
  }

  /// - Throws: `SmilestoneError` for fewer than two imputations, no cycle or an impossible level.
  func check() throws {
    guard imputations > 1, cycles > 0, boundaryDeviations >= 0, level > 0, level < 1 else {
      throw SmilestoneError.usage(
        "Age error needs at least two imputations, one cycle and a level between 0 and 1.",
        remedy: "Leave the defaults: 20, 5 and 0.95.")
    }
  }
}

import Foundation
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
  /// Faces whose true age is expected to lie in another age group than their estimate, by where it may
  /// lie; nil in files of earlier versions.
  public var expectedInWrongGroup: Double?
  /// Those whose true age does, where every true age is known, as of drawn faces; nil elsewhere.
  public var inWrongGroup: Int?
  /// One entry for each model and change of accuracy: its estimates, or the reasons why there are none.
  public var results: [AgeErrorResult]
  /// The transition age of each model that has one, then the crossing of the two curves; nil in
  /// files of earlier versions, which have transition ages among the results.
  public var ages: [AgeErrorAge]?
  /// Results whose verdict turns (naive draws do not count): the interval of a change excludes zero with
  /// one treatment of the ages and not with another; an age is located with one and not with another, or
  /// moved by one beyond the interval of another.
  public var turningResults: [String]
  /// The largest shift between ages as estimated and imputed ages, in standard errors of the
  /// latter, and the result that shifts so.
  public var largestShift: Double?
  public var largestShiftOf: String?
  /// The dependence in one sentence.
  public var summary: String

  /// Whether an imputed age has an interval from resamples for which ages were imputed anew.
  public var resamplesImputedAges: Bool {
    settings.resamples != nil && ages?.contains { $0.imputed != nil } == true
  }
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
  /// Why a treatment has no estimate, by the treatment's name; nil where all have enough faces.
  public var reasons: [String: String]?

  /// "adult trend".
  var name: String { "\(model) \(quantity.rawValue)" }

  /// Imputed minus as estimated, in standard errors of the former.
  var shift: Double? {
    guard let imputed, let asEstimated, imputed.test.statistic != 0 else { return nil }
    let error = abs(imputed.estimate.value / imputed.test.statistic)
    return error > 0 ? (imputed.estimate.value - asEstimated.estimate.value) / error : nil
  }

  /// Whether zero is excluded, for each treatment that has an estimate; naive draws do not count.
  private var verdicts: [Bool] {
    guard quantity.hasVerdict else { return [] }
    return [asEstimated, withoutBoundaryFaces, imputed].compactMap { tested in
      tested.map { $0.estimate.lower > 0 || $0.estimate.upper < 0 }
    }
  }

  /// Whether two treatments at the least have an estimate, which can then be compared.
  var isCompared: Bool { verdicts.count > 1 }

  /// Whether zero is excluded with some treatments and not with others.
  var turns: Bool { Set(verdicts).count > 1 }
}

/// An age at which something happens under four treatments of the ages.
public struct AgeErrorAge: Codable, Sendable, Equatable {
  /// nil for the crossing, which has two models.
  public var model: String?
  public var quantity: AgeErrorQuantity
  /// Treatments as in `AgeErrorResult`, imputed and naive ages by one curve through all data sets; nil
  /// where the treatment leaves no curve.
  public var asEstimated: BoundedAge?
  public var withoutBoundaryFaces: BoundedAge?
  public var imputed: BoundedAge?
  public var naive: BoundedAge?
  /// Why a treatment has no age, by the treatment's name; nil where all have enough faces.
  public var reasons: [String: String]?

  /// "adult transition-age", "crossing".
  var name: String { [model, quantity.rawValue].compactMap(\.self).joined(separator: " ") }

  /// Whether the age is located with some treatments and not with others, or is moved by one beyond the
  /// interval of another; naive draws do not count.
  var turns: Bool {
    let treatments: [AgeTreatment] = [.asEstimated, .withoutBoundaryFaces, .imputed]
    let located = treatments.map { self[$0]?.boundedAgeInYears }
    guard located.allSatisfy({ $0 != nil }) else { return located.contains { $0 != nil } }
    return treatments.contains { treatment in
      located.compactMap(\.self).contains { self[treatment]?.interval.contains($0) == false }
    }
  }

  /// "without faces near a bound between age groups (54 % of them) it cannot be located"; nil where every
  /// treatment locates the age, or none.
  func unlocated(sharesOfFacesNear share: Double) -> String? {
    guard turns else { return nil }
    let treatments = [AgeTreatment.asEstimated, .withoutBoundaryFaces, .imputed].filter {
      self[$0]?.boundedAgeInYears == nil
    }
    guard !treatments.isEmpty else { return nil }
    let names = treatments.map { treatment in
      treatment.inWords
        + (treatment == .withoutBoundaryFaces
          ? String(format: " (%.0f %% of them)", 100 * share) : "")
    }
    return "\(Wording.list(names)) it cannot be located"
  }

  /// "the adult model's transition age is 9.1 years as estimated and 9.4 with imputed ages"; nil where
  /// the data do not bound it.
  var sentence: String? {
    guard let estimated = asEstimated?.boundedAgeInYears, let imputed = imputed?.boundedAgeInYears
    else {
      return nil
    }
    return String(
      format: "%@ is %.1f years as estimated and %.1f with imputed ages", inWords as NSString,
      estimated, imputed)
  }

  var inWords: String {
    model.map { "the \($0) model's transition age" } ?? "the curves' crossing"
  }
}

/// An age with its interval.
public struct BoundedAge: Codable, Sendable, Equatable {
  /// nil where curves do not cross.
  public var ageInYears: Double?
  public var interval: OpenInterval
  /// Youngest and oldest age among which it was searched, in years.
  public var searchedFrom: Double
  public var searchedTo: Double
  /// true where the age is an end of what was searched; else nil.
  public var isAtEndOfSearch: Bool?

  /// The age where its interval has both bounds, else nil: it is then no result to quote.
  public var boundedAgeInYears: Double? {
    interval.width == nil || isAtEndOfSearch == true ? nil : ageInYears
  }

  init(ageInYears: Double?, interval: OpenInterval, searched: ClosedRange<Double>) {
    self.ageInYears = ageInYears
    self.interval = interval
    searchedFrom = searched.lowerBound
    searchedTo = searched.upperBound
    let end = ageInYears.map(searched.holdsAtEnd)
    if end?.lower == true || end?.upper == true { isAtEndOfSearch = true }
  }

  /// A crossing of two curves, of which each searched its midpoint among ages of its own.
  init(
    _ crossing: CurveCrossing, searched infant: ClosedRange<Double>, _ adult: ClosedRange<Double>
  ) {
    self.init(
      ageInYears: crossing.age, interval: crossing.interval, searched: infant.clamped(to: adult))
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
  /// The age at which the adult model's curve overtakes the infant model's, in years.
  case crossing

  /// Changes of accuracy between age groups.
  static let changes: [AgeErrorQuantity] = [.trend, .toddlerAdult]

  /// Whether zero means that there is nothing.
  public var hasVerdict: Bool { AgeErrorQuantity.changes.contains(self) }
}

/// How the dependence on age error is made.
public struct AgeErrorSettings: Codable, Sendable, Equatable {
  /// Seed of all draws.
  public var seed: UInt64
  /// Imputed data sets.
  public var imputations: Int
  /// Cycles of fitting and drawing before each imputed data set.
  public var cycles: Int
  /// Resamples of subjects, for each of which ages are imputed anew, for intervals of imputed
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
  ///   and level.
  public init(
    seed: UInt64 = 1, imputations: Int = 10, cycles: Int = 5, resamples: Int = 60,
    boundaryDeviations: Double = 1, level: Double = 0.95, transition: TransitionSettings? = nil
  ) {
    self.seed = seed
    self.imputations = imputations
    self.cycles = cycles
    self.resamples = resamples
    self.boundaryDeviations = boundaryDeviations
    self.level = level
    self.transition = transition ?? TransitionSettings(seed: seed, level: level)
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

import Faces
import Foundation
import Statistics
import Support

/// How the results depend on the error of the estimated ages: `ageError` in metrics.json.
///
/// docs/transition.md has the method and every field.
public struct AgeErrorAnalysis: Codable, Sendable, Equatable {
  public var settings: AgeErrorSettings
  /// Test faces with label and age, those of them without a standard deviation (taken as exact), and those
  /// whose age lies within `boundaryDeviations` spreads of a bound between age groups.
  public var n: Int
  public var facesWithoutStandardDeviation: Int
  public var facesNearBoundary: Int
  /// Faces whose true age is expected to lie in another age group than their estimate, by where it may
  /// lie; nil in files of earlier versions.
  public var expectedInWrongGroup: Double?
  /// Those whose true age does, where every true age is known, as of synthetic faces; nil elsewhere.
  public var inWrongGroup: Int?
  /// What faces of known age say of the estimates, by which imputed ages are then corrected; nil where none were given.
  public var knownAges: AgeCheck?
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

  /// Whether an imputed age has an interval from resamples for which ages were imputed again.
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
  /// With true ages drawn given the predictions, pooled by Rubin's rules.
  public var imputed: TestedEstimate?
  /// The share of the imputed estimate's variance that is due to age error.
  public var missingShare: Double?
  /// With true ages drawn without the predictions: attenuated, shown as a warning.
  public var naive: TestedEstimate?
  /// Why a treatment has no estimate, by the treatment's name; nil where all have enough faces.
  public var reasons: [String: String]?

  /// "adult trend".
  package func name(_ ages: AgeGrouping) -> String { "\(model) \(quantity.name(ages))" }

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

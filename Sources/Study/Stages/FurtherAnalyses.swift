import Evaluation
import Faces
import Foundation
import Support

/// What can be added to the metrics of models: the transition ages, what age error does to the
/// results, and how the findings stand to a stated plan.
public struct FurtherAnalyses {
  public var wantsTransition: Bool
  public var wantsAgeError: Bool
  /// nil where no plan is followed.
  public var plan: StatedPlan?

  public init(wantsTransition: Bool, wantsAgeError: Bool, plan: StatedPlan?) {
    self.wantsTransition = wantsTransition
    self.wantsAgeError = wantsAgeError
    self.plan = plan
  }

  /// Makes what was asked for beside the metrics.
  /// - Throws: `SmilestoneError.badInput` where the dependence on age error is asked for and the
  ///   manifest does not say how sure any age is, or where it has groups by other bounds.
  public func results(
    predictions: PredictionTable, manifest: Manifest?, seed: UInt64,
    observer: any ProgressObserver
  ) throws -> (transition: TransitionAnalysis?, ageError: AgeErrorAnalysis?) {
    if wantsTransition || wantsAgeError, let bounds = try manifest?.ageBounds(), bounds != .study {
      throw SmilestoneError.badInput(
        "The manifest's age groups were made by the bounds \(bounds.text), and "
          + "\(wantsTransition ? "--transition" : "--age-error") makes groups by the study's.",
        remedy: "Make the groups by 3, 8, 12 and 17 with `smilestone stratify`.")
    }
    let ages = wantsAgeError ? try manifest.map(PredictedAge.ofImages) ?? [:] : [:]
    guard !wantsAgeError || !ages.isEmpty else {
      throw SmilestoneError.badInput(
        "The manifest has no age_sd.",
        remedy: "Fill it with `smilestone age predict`, or leave out --age-error.")
    }
    let transition =
      wantsTransition
      ? try TransitionAnalysis(
        predictions: predictions, settings: TransitionSettings(seed: seed), observer: observer)
      : nil
    let ageError =
      wantsAgeError
      ? try AgeErrorAnalysis(
        predictions: predictions, ages: ages,
        knownAgesInYears: manifest.map(FurtherAnalyses.knownAges) ?? [:],
        settings: AgeErrorSettings(seed: seed),
        observer: observer)
      : nil
    return (transition, ageError)
  }

  /// By image, the true ages of faces whose age was estimated all the same.
  private static func knownAges(_ manifest: Manifest) throws -> [PathKey: Double] {
    let known = zip(manifest.records, try manifest.knownAgesInYears()).compactMap { record, age in
      age.map { (PathKey(record.image), $0) }
    }
    return Dictionary(known) { first, _ in first }
  }
}

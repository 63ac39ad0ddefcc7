import Faces
import Statistics

extension AppearanceReference {
  /// Combines the metrics of cohorts of the kind `appearance`.
  /// - Parameters:
  ///   - cohorts: The metrics of one run each, all with the same models and age groups.
  ///   - runs: Their folders.
  ///   - settings: What the models were, in words.
  /// - Throws: `SmilestoneError.badInput` for cohorts of different age groups.
  public init(cohorts: [Metrics], runs: [String], settings: String) throws {
    let ages = cohorts.first?.vocabulary.ages ?? .study
    for (run, metrics) in zip(runs, cohorts) {
      try ages.require(
        metrics.vocabulary.ages, in: runs.first ?? "", as: run,
        remedy: "Name runs that have the same age groups.")
    }
    self.init(
      cohorts: cohorts.count, runs: runs, settings: settings, ages: ages,
      models: try (cohorts.first?.models ?? []).map { try ModelAppearance($0.model, in: cohorts) })
  }
}

extension ModelAppearance {
  fileprivate init(_ model: String, in cohorts: [Metrics]) throws {
    func change(_ quantity: AppearanceQuantity) throws -> Estimate? {
      try combined(
        cohorts.map { metrics in
          metrics.models.first { $0.model == model }?.crossAge?
            .change(quantity, metrics.vocabulary.ages)
        })
    }
    let claims = cohorts.compactMap { metrics in
      metrics.transition.map { transition in
        transition.models.first { $0.model == model }?.curve?.isClaimed ?? false
      }
    }
    self.init(
      model: model, trend: try change(.trend), toddlerAdult: try change(.toddlerAdult),
      claimedTransitions: claims.count == cohorts.count ? claims.count(where: \.self) : nil)
  }
}

/// The mean over cohorts with Student's t interval; of one cohort its own estimate.
/// - Returns: nil where some cohort has none.
private func combined(_ estimates: [Estimate?]) throws -> Estimate? {
  let known = estimates.compactMap(\.self)
  guard let first = known.first, known.count == estimates.count else { return nil }
  var result = first
  if known.count > 1, let mean = try meanInterval(known.map(\.value), level: first.level) {
    result = mean
    result.method = "Student t over cohorts"
  } else {
    result.method += ", one cohort"
  }
  return result
}

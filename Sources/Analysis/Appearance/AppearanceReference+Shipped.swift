import Statistics

extension AppearanceReference {
  /// The measurement that ships with the program: models of the preset `synthetic`.
  ///
  /// Made by `Benchmarks/transitions.py --kinds appearance`, which runs `smilestone study --preset
  /// synthetic --cohort appearance` into a folder RUN for each seed; the numbers are the field
  /// `appearance` that `smilestone evaluate --appearance RUN ... --json` prints on photographs. Measured
  /// on 2026-11-27: 2,000 subjects with four faces, two fifths trained on and half tested, one age
  /// estimator for all cohorts.
  public static let shipped = AppearanceReference(
    cohorts: 5,
    settings: "ResNet-18, 48 px in colour, at most 13 epochs from random weights", ages: .study,
    models: measured.map { row in
      ModelAppearance(
        model: row.model, trend: row.trend.estimate, toddlerAdult: row.toddlerAdult.estimate,
        claimedTransitions: row.claimedTransitions)
    })

  private static let measured = [
    MeasuredAppearance(
      model: "infant", trend: .init(value: -0.0586, lower: -0.0681, upper: -0.0491),
      toddlerAdult: .init(value: -0.2360, lower: -0.2721, upper: -0.1999), claimedTransitions: 1),
    MeasuredAppearance(
      model: "adult", trend: .init(value: 0.0565, lower: 0.0482, upper: 0.0648),
      toddlerAdult: .init(value: 0.2394, lower: 0.2036, upper: 0.2753), claimedTransitions: 0),
  ]
}

/// A row of the measurement.
private struct MeasuredAppearance {
  /// The mean over cohorts with its 95 % interval.
  struct Change {
    let value, lower, upper: Double

    var estimate: Estimate {
      Estimate(
        value: value, lower: lower, upper: upper, level: 0.95, method: "Student t over cohorts")
    }
  }

  let model: String
  let trend, toddlerAdult: Change
  let claimedTransitions: Int
}

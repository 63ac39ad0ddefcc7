import Statistics

extension AppearanceReference {
  /// The measurement that ships with the program: models of the preset `synthetic`.
  ///
  /// Made by `Benchmarks/transitions.py --kinds appearance`, which runs `smilestone study --preset
  /// synthetic --cohort appearance` into a folder RUN for each seed; the numbers are the field
  /// `appearance` that `smilestone evaluate --appearance RUN ... --json` prints on photographs.
  /// Without rows, nothing is said of appearance.
  public static let shipped = AppearanceReference(
    cohorts: 0,
    settings: "ResNet-18, 48 px in colour, at most 13 epochs from random weights",
    models: measured.map { row in
      ModelAppearance(
        model: row.model, trend: row.trend.estimate, toddlerAdult: row.toddlerAdult.estimate,
        claimedTransitions: row.claimedTransitions)
    })

  private static let measured: [MeasuredAppearance] = []
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

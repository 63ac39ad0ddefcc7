import Foundation

/// Something other than the expression that changes with age in a step, and could pass for it.
public struct RivalReading: Codable, Sendable, Equatable {
  /// "the images’ sharpness".
  public var name: String
  /// The age half way, in years, and the logistic's scale.
  public var ageInYears: Double
  public var widthInYears: Double
  /// How large the step is, below 0 for a fall: a share of faces, or else in standard deviations of faces of
  /// one age and emotion.
  public var step: Double
  public var isShare: Bool
  /// Twice the log likelihood ratio of a step to a slow change.
  public var likelihoodRatio: Double
  /// Whether it lies within the interval of the dated age, or near it: no age is claimed then.
  public var coincides: Bool

  package init(
    name: String, ageInYears: Double, widthInYears: Double, step: Double, isShare: Bool,
    likelihoodRatio: Double, coincides: Bool
  ) {
    self.name = name
    self.ageInYears = ageInYears
    self.widthInYears = widthInYears
    self.step = step
    self.isShare = isShare
    self.likelihoodRatio = likelihoodRatio
    self.coincides = coincides
  }

  /// "rises by 1.2 standard deviations".
  package var change: String {
    (step < 0 ? "falls by " : "rises by ")
      + (isShare
        ? String(format: "%.0f percentage points", 100 * abs(step))
        : String(format: "%.1f standard deviations", abs(step)))
  }

  /// What weakens the result, for people.
  package var warning: String {
    name.prefix(1).uppercased() + name.dropFirst() + " \(change) around "
      + String(format: "%.1f years", ageInYears)
      + (coincides
        ? ", where the expression seems to change: which of both it is cannot be told."
        : ": such a change can pass for one of the expression, or shift its age.")
  }
}

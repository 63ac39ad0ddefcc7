/// The chance of a correct prediction as a function of age.
public protocol AccuracyCurve: Sendable {
  /// - Parameter age: In years.
  func accuracy(at age: Double) -> Double
}

extension TransitionCurve: AccuracyCurve {}

/// The forms of accuracy over age that are told apart.
public enum CurveShape: String, Codable, Sendable, CaseIterable {
  /// No change.
  case level
  /// A change all along, with no level before or after it: logit = intercept + slope · ln(age + 1).
  case steady
  /// One logistic step between two levels.
  case logistic
  /// Two logistic steps in the same direction.
  case twoSteps = "two-steps"
  /// A rise and a fall, and a fall and a rise.
  case peak
  case trough
  /// A change in one direction throughout, in no other form than that.
  case monotone
}

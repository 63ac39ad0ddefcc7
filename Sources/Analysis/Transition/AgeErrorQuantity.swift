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

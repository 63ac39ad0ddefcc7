import Faces

/// What is followed through the treatments.
public enum AgeErrorQuantity: String, Codable, Sendable, CaseIterable {
  /// The change of accuracy from one age group to the next.
  case trend
  /// Accuracy on the adult model's group minus accuracy on the infant model's.
  case toddlerAdult = "toddler-adult"
  /// The transition age in years.
  case transitionAge = "transition-age"
  /// The age at which the adult model's curve overtakes the infant model's, in years.
  case crossing

  /// Changes of accuracy between age groups.
  static let changes: [AgeErrorQuantity] = [.trend, .toddlerAdult]

  /// The name in words; a difference is named after the two groups: "toddler-adult".
  func name(_ ages: AgeGrouping) -> String {
    self == .toddlerAdult ? "\(ages.infant.rawValue)-\(ages.adult.rawValue)" : rawValue
  }

  /// Whether zero means that there is nothing.
  public var hasVerdict: Bool { AgeErrorQuantity.changes.contains(self) }
}

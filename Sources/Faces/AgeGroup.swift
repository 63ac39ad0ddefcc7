/// A developmental age group: predicted ages fall into five, by inclusive upper bounds in years.
///
/// toddler ≤ 3 < younger child ≤ 8 < older child ≤ 12 < teenager ≤ 17 < adult.
public enum AgeGroup: String, CaseIterable, Codable, Sendable, Hashable {
  case toddler
  case youngerChild = "younger_child"
  case olderChild = "older_child"
  case teenager
  case adult

  /// The four inclusive upper bounds in years, youngest group first; adults have none.
  public static let upperBoundsInYears: [Double] = [3, 8, 12, 17]

  /// The group of an age in years.
  public init(ageInYears age: Double) {
    self.init(ageInYears: age, upperBounds: AgeGroup.upperBoundsInYears)
  }

  /// The group of an age in years by other bounds than the study's.
  /// - Parameter upperBounds: four inclusive upper bounds in years, ascending.
  public init(ageInYears age: Double, upperBounds: [Double]) {
    precondition(upperBounds.count == AgeGroup.allCases.count - 1, "four bounds are needed")
    self = AgeGroup.allCases[upperBounds.firstIndex { age <= $0 } ?? upperBounds.count]
  }

  /// Where the group stands among the five, youngest first.
  public var index: Int { AgeGroup.allCases.firstIndex(of: self) ?? 0 }

  /// The name for people: "younger child".
  public var displayName: String {
    rawValue.replacing("_", with: " ")
  }

  /// "toddlers", "younger children".
  public var plural: String {
    switch self {
    case .toddler: "toddlers"
    case .youngerChild: "younger children"
    case .olderChild: "older children"
    case .teenager: "teenagers"
    case .adult: "adults"
    }
  }
}

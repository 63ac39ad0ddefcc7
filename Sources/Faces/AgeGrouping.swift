/// Age groups by inclusive upper bounds in years, youngest first; the last has none.
public struct AgeGrouping: Codable, Sendable, Hashable {
  /// The names as files spell them: "younger_child".
  public let names: [String]
  /// Ascending; one fewer than there are names.
  public let upperBoundsInYears: [Double]

  /// The study's: toddler ≤ 3 < younger child ≤ 8 < older child ≤ 12 < teenager ≤ 17 < adult.
  public static let study = AgeGrouping(
    names: AgeGroup.allCases.map(\.rawValue), upperBoundsInYears: AgeGroup.upperBoundsInYears)
}

/// A developmental age group, by its name in files: "younger_child". Which ages it holds, and where it stands
/// among the others, says the `AgeGrouping` that it belongs to.
public struct AgeGroup: RawRepresentable, Codable, Sendable, Hashable {
  /// The name in files: that for people with `_` for each blank.
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
    if let ages = decoder.vocabulary?.ages, !ages.contains(self) {
      throw decoder.refusal("is “\(rawValue)”, none of the age groups \(ages.namesInWords)")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  /// The name for people: "younger child".
  public var displayName: String { rawValue.replacing("_", with: " ") }
}

extension AgeGroup: CustomStringConvertible {
  public var description: String { rawValue }
}

/// The study's five.
extension AgeGroup {
  public static let toddler = AgeGroup(rawValue: "toddler")
  public static let youngerChild = AgeGroup(rawValue: "younger_child")
  public static let olderChild = AgeGroup(rawValue: "older_child")
  public static let teenager = AgeGroup(rawValue: "teenager")
  public static let adult = AgeGroup(rawValue: "adult")
}

/// The numbers that a setting may have.
public struct NumberRange: Sendable {
  /// For messages, after "It must be": "between 0 and 1".
  public let words: String
  /// For tables: "0 ≤ x ≤ 1".
  public let formula: String
  private let holds: @Sendable (Double) -> Bool

  private init(
    _ words: String, _ formula: String, _ holds: @escaping @Sendable (Double) -> Bool
  ) {
    self.words = words
    self.formula = formula
    self.holds = holds
  }

  public func contains(_ number: Double) -> Bool { number.isFinite && holds(number) }

  /// A share that is never the whole.
  public static let share = NumberRange("at least 0 and below 1", "0 ≤ x < 1") {
    (0..<1).contains($0)
  }
  public static let positive = NumberRange("a positive number", "x > 0") { $0 > 0 }
  public static let notNegative = NumberRange("0 or a positive number", "x ≥ 0") { $0 >= 0 }

  public static func between(_ lower: Double, and upper: Double) -> NumberRange {
    NumberRange(
      "between \(text(lower)) and \(text(upper))", "\(text(lower)) ≤ x ≤ \(text(upper))"
    ) { (lower...upper).contains($0) }
  }

  /// Without both ends.
  public static func within(_ lower: Double, and upper: Double) -> NumberRange {
    NumberRange(
      "above \(text(lower)) and below \(text(upper))", "\(text(lower)) < x < \(text(upper))"
    ) { $0 > lower && $0 < upper }
  }

  /// Whole numbers.
  public static func whole(_ range: ClosedRange<Int>) -> NumberRange {
    let (lower, upper) = (grouped(range.lowerBound), grouped(range.upperBound))
    return NumberRange("between \(lower) and \(upper)", "\(lower) to \(upper)") {
      (Double(range.lowerBound)...Double(range.upperBound)).contains($0)
    }
  }

  /// 5, 0.0035, 1e-05.
  static func text(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// "10,000".
  private static func grouped(_ number: Int) -> String {
    let digits = Array("\(number)")
    return digits.enumerated().map { place, digit in
      place > 0 && (digits.count - place).isMultiple(of: 3) ? ",\(digit)" : "\(digit)"
    }.joined()
  }
}

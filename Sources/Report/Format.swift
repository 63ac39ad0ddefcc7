import Cohort
import Foundation
import Statistics

/// Numbers as the page prints them, the same on every machine.
enum Format {
  static let missing = "–"

  /// "26,270".
  static func count(_ value: Int) -> String {
    var digits = Array(String(value.magnitude))
    for position in stride(from: digits.count - 3, to: 0, by: -3) {
      digits.insert(",", at: position)
    }
    return (value < 0 ? "\u{2212}" : "") + String(digits)
  }

  /// "1.50"; a true minus sign; a dash where the value is undefined.
  static func number(_ value: Double?, decimals: Int) -> String {
    guard let value, value.isFinite else { return missing }
    let digits = String(format: "%.\(decimals)f", abs(value))
    let isZero = !digits.contains { $0 != "0" && $0 != "." }
    return (value < 0 && !isZero ? "\u{2212}" : "") + digits
  }

  /// "57.1%".
  static func share(_ value: Double?) -> String {
    guard let value, value.isFinite else { return missing }
    return number(100 * value, decimals: 1) + "%"
  }

  /// "44.0–67.1%".
  static func shareInterval(_ estimate: Estimate) -> String {
    "\(number(100 * estimate.lower, decimals: 1))–\(share(estimate.upper))"
  }

  /// "3.90 to 4.31": “to”, because bounds can be negative.
  static func interval(_ estimate: Estimate, decimals: Int) -> String {
    "\(number(estimate.lower, decimals: decimals)) to \(number(estimate.upper, decimals: decimals))"
  }

  /// "95%".
  static func level(_ estimate: Estimate) -> String {
    let percent = 100 * estimate.level
    return number(percent, decimals: abs(percent - percent.rounded()) < 1e-9 ? 0 : 1) + "%"
  }

  /// "p = 0.012", "p < 0.001".
  static func pValue(_ value: Double) -> String {
    value < 0.001 ? "p < 0.001" : "p = \(number(value, decimals: 3))"
  }

  /// "5e-04" for small steps, "0.01" otherwise.
  static func learningRate(_ value: Double) -> String {
    value == 0 || value >= 0.001 ? number(value, decimals: 4) : String(format: "%.1e", value)
  }

  /// "3 min 20 s".
  static func duration(seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(number(seconds, decimals: seconds < 10 ? 1 : 0)) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// "infant", "infant and adult", "age, infant and adult".
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension AgeGroup {
  /// "≤ 3", "> 3–8", "> 17": the group's ages in years.
  var rangeInYears: String {
    let bounds = AgeGroup.upperBoundsInYears.map { Format.number($0, decimals: 0) }
    if self == .toddler { return "≤ \(bounds[0])" }
    if self == .adult { return "> \(bounds[3])" }
    return "> \(bounds[index - 1])–\(bounds[index])"
  }

  /// "toddlers", "younger children".
  var plural: String {
    switch self {
    case .toddler: "toddlers"
    case .youngerChild: "younger children"
    case .olderChild: "older children"
    case .teenager: "teenagers"
    case .adult: "adults"
    }
  }
}

extension String {
  /// The text with a capital first letter.
  var sentenceCased: String { prefix(1).uppercased() + dropFirst() }
}

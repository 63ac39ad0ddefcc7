import Faces
import Foundation
import Statistics

/// Numbers as the page prints them, the same on every machine.
public enum Format {
  static let missing = "–"

  /// "26,270".
  public static func count(_ value: Int) -> String {
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

  /// "p = 0.012", "p < 0.001"; "p ≤ 0.005" for the smallest value that a test's simulations could give.
  static func pValue(_ value: Double, isUpperBound: Bool? = nil) -> String {
    value < 0.001
      ? "p < 0.001"
      : isUpperBound == true && value < 1
        ? "p ≤ \(smallestPValue(value))" : "p = \(number(value, decimals: 3))"
  }

  static func pValue(_ test: TestResult) -> String {
    pValue(test.pValue, isUpperBound: test.pValueIsUpperBound)
  }

  /// "0.005": rounded up, so that it stays a bound.
  static func smallestPValue(_ value: Double) -> String {
    number((1000 * value - 1e-9).rounded(.up) / 1000, decimals: 3)
  }

  /// "−2.0 to +12.3".
  static func pointsInterval(_ estimate: Estimate) -> String {
    "\(signedPoints(estimate.lower)) to \(signedPoints(estimate.upper))"
  }

  /// "+5.1", "−12.0", "0.0".
  static func signedPoints(_ difference: Double) -> String {
    let text = number(100 * difference, decimals: 1)
    return difference > 0 && text != "0.0" ? "+\(text)" : text
  }

  /// "+1.3", "−2.0", "0.0".
  static func signedYears(_ difference: Double) -> String { signedPoints(difference / 100) }

  /// "4.1 to 9.0 years", "below 9.0 years", "above 4.1 years"; an absent bound is one that the data
  /// do not set.
  static func years(_ interval: OpenInterval) -> String {
    switch (interval.lower, interval.upper) {
    case (let lower?, let upper?):
      "\(number(lower, decimals: 1)) to \(number(upper, decimals: 1)) years"
    case (nil, let upper?): "no lower bound, up to \(number(upper, decimals: 1)) years"
    case (let lower?, nil): "from \(number(lower, decimals: 1)) years, no upper bound"
    case (nil, nil): "no bounds"
    }
  }

  /// "4.1 to 9.0", "… to 9.0", "4.1 to …": the same where there is little room.
  static func bounds(_ interval: OpenInterval) -> String {
    let bounds = [interval.lower, interval.upper].map { bound in
      bound.map { number($0, decimals: 1) } ?? "…"
    }
    return "\(bounds[0]) to \(bounds[1])"
  }

  /// "5e-04" for small steps, "0.01" otherwise.
  static func learningRate(_ value: Double) -> String {
    value == 0 || value >= 0.001 ? number(value, decimals: 4) : String(format: "%.1e", value)
  }

  /// "3 min 20 s".
  static func duration(seconds: Double) -> String {
    guard let whole = Int(exactly: seconds.rounded()) else { return missing }
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
  /// "0–3", "3–8", "17+": the group's ages in years; `boundsInWords` says which end belongs.
  var rangeInYears: String {
    let bounds = [0] + AgeGroup.upperBoundsInYears
    let lower = Format.number(bounds[index], decimals: 0)
    guard index + 1 < bounds.count else { return "\(lower)+" }
    return "\(lower)–\(Format.number(bounds[index + 1], decimals: 0))"
  }

  /// Which end of `rangeInYears` belongs to a group.
  static let boundsInWords = "A group includes its upper bound and not its lower one."
}

extension String {
  /// The text with a capital first letter.
  var sentenceCased: String { prefix(1).uppercased() + dropFirst() }
}

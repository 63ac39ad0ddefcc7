import Foundation
import Statistics

/// Numbers as the page prints them, the same on every machine.
public enum Format {
  package static let missing = "–"

  /// "26,270".
  public static func count(_ value: Int) -> String {
    var digits = Array(String(value.magnitude))
    for position in stride(from: digits.count - 3, to: 0, by: -3) {
      digits.insert(",", at: position)
    }
    return (value < 0 ? "\u{2212}" : "") + String(digits)
  }

  /// "1.50"; a true minus sign; a dash where the value is undefined.
  package static func number(_ value: Double?, decimals: Int) -> String {
    guard let value, value.isFinite else { return missing }
    let digits = String(format: "%.\(decimals)f", abs(value))
    let isZero = !digits.contains { $0 != "0" && $0 != "." }
    return (value < 0 && !isZero ? "\u{2212}" : "") + digits
  }

  /// "57.1%".
  package static func share(_ value: Double?) -> String {
    guard let value, value.isFinite else { return missing }
    return number(100 * value, decimals: 1) + "%"
  }

  /// "57%", where a tenth would say too much.
  package static func wholePercent(_ share: Double) -> String {
    number(100 * share, decimals: 0) + "%"
  }

  /// "44.0 to 67.1%".
  package static func shareInterval(_ estimate: Estimate) -> String {
    "\(number(100 * estimate.lower, decimals: 1)) to \(share(estimate.upper))"
  }

  /// "3.90 to 4.31": “to”, because bounds can be negative.
  package static func interval(_ estimate: Estimate, decimals: Int) -> String {
    "\(number(estimate.lower, decimals: decimals)) to \(number(estimate.upper, decimals: decimals))"
  }

  /// "95%".
  package static func level(_ level: Double) -> String {
    let percent = 100 * level
    return number(percent, decimals: abs(percent - percent.rounded()) < 1e-9 ? 0 : 1) + "%"
  }

  /// "95% CI": what an interval is called wherever its bounds follow.
  package static func confidence(_ level: Double) -> String { "\(Format.level(level)) CI" }

  package static func confidence(_ estimate: Estimate) -> String { confidence(estimate.level) }

  /// "95% confidence intervals (CI)": where a text or a caption first speaks of them.
  package static func confidenceIntervals(_ level: Double) -> String {
    "\(Format.level(level)) confidence intervals (CI)"
  }

  package static func confidenceIntervals(_ estimate: Estimate) -> String {
    confidenceIntervals(estimate.level)
  }

  /// "p = 0.012", "p < 0.001"; "p ≤ 0.005" for the smallest value that a test's simulations could give.
  package static func pValue(_ value: Double, isUpperBound: Bool? = nil) -> String {
    value < 0.001
      ? "p < 0.001"
      : isUpperBound == true && value < 1
        ? "p ≤ \(smallestPValue(value))" : "p = \(number(value, decimals: 3))"
  }

  package static func pValue(_ test: TestResult) -> String {
    pValue(test.pValue, isUpperBound: test.pValueIsUpperBound)
  }

  /// "0.005": rounded up, so that it stays a bound.
  package static func smallestPValue(_ value: Double) -> String {
    number((1000 * value - 1e-9).rounded(.up) / 1000, decimals: 3)
  }

  /// "−2.0 to +12.3".
  package static func pointsInterval(_ estimate: Estimate) -> String {
    "\(signedPoints(estimate.lower)) to \(signedPoints(estimate.upper))"
  }

  /// "+5.1", "−12.0", "0.0".
  package static func signedPoints(_ difference: Double) -> String {
    signed(100 * difference, decimals: 1)
  }

  /// "+1.3", "−2.0", "0.0".
  package static func signedYears(_ difference: Double) -> String {
    signed(difference, decimals: 1)
  }

  /// "+0.31", "−2.00", "0.00".
  package static func signed(_ value: Double, decimals: Int) -> String {
    let text = number(value, decimals: decimals)
    return value > 0 && text.contains { ("1"..."9").contains($0) } ? "+\(text)" : text
  }

  /// "4.1 to 9.0 years", "below 9.0 years", "above 4.1 years"; an absent bound is one that the data
  /// do not set.
  package static func years(_ interval: OpenInterval) -> String {
    switch (interval.lower, interval.upper) {
    case (let lower?, let upper?):
      "\(number(lower, decimals: 1)) to \(number(upper, decimals: 1)) years"
    case (nil, let upper?): "no lower bound, up to \(number(upper, decimals: 1)) years"
    case (let lower?, nil): "from \(number(lower, decimals: 1)) years, no upper bound"
    case (nil, nil): "no bounds"
    }
  }

  /// "4.1 to 9.0", "… to 9.0", "4.1 to …": the same where there is little room.
  package static func bounds(_ interval: OpenInterval) -> String {
    let bounds = [interval.lower, interval.upper].map { bound in
      bound.map { number($0, decimals: 1) } ?? "…"
    }
    return "\(bounds[0]) to \(bounds[1])"
  }

  /// "5e-04" for small steps, "0.01" otherwise.
  package static func learningRate(_ value: Double) -> String {
    value == 0 || value >= 0.001 ? number(value, decimals: 4) : String(format: "%.1e", value)
  }

  /// "3 min 20 s".
  package static func duration(seconds: Double) -> String {
    guard let whole = Int(exactly: seconds.rounded()) else { return missing }
    if whole < 60 { return "\(number(seconds, decimals: seconds < 10 ? 1 : 0)) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// "infant", "infant and adult", "age, infant and adult".
  package static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension String {
  /// The text with a capital first letter.
  package var sentenceCased: String { prefix(1).uppercased() + dropFirst() }
}

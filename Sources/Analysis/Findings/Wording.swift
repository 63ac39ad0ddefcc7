import Faces
import Foundation
import Statistics

/// Numbers as findings print them.
enum Wording {
  /// "55.7 %".
  static func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }

  /// "+3.2 points", "−0.4 points".
  static func points(_ difference: Double) -> String {
    signed(100 * difference, decimals: 1) + " points"
  }

  /// "3.2 points", for a size without direction.
  static func size(_ difference: Double) -> String {
    String(format: "%.1f points", 100 * difference)
  }

  /// "95 % interval 44.1 to 66.8 %".
  static func shareInterval(_ estimate: Estimate) -> String {
    String(
      format: "%.0f %% interval %.1f to %.1f %%", 100 * estimate.level, 100 * estimate.lower,
      100 * estimate.upper)
  }

  /// "95 % interval −8.0 to +1.5 points".
  static func pointsInterval(_ estimate: Estimate) -> String {
    let lower = signed(100 * estimate.lower, decimals: 1)
    return String(format: "%.0f %% interval ", 100 * estimate.level)
      + "\(lower) to \(points(estimate.upper))"
  }

  /// "4.72 years (95 % interval 4.60 to 4.85)".
  static func years(_ estimate: Estimate) -> String {
    String(
      format: "%.2f years (%.0f %% interval %.2f to %.2f)", estimate.value, 100 * estimate.level,
      estimate.lower, estimate.upper)
  }

  /// "+0.31 years (95 % interval −0.02 to +0.64)".
  static func signedYears(_ estimate: Estimate) -> String {
    let lower = signed(estimate.lower, decimals: 2)
    let upper = signed(estimate.upper, decimals: 2)
    return signed(estimate.value, decimals: 2)
      + String(format: " years (%.0f %% interval ", 100 * estimate.level) + "\(lower) to \(upper))"
  }

  /// "= 0.012", "< 0.001"; "≤ 0.005" for the smallest value that the simulations could give.
  static func pValue(_ value: Double, isUpperBound: Bool = false) -> String {
    if value < 0.001 { return "< 0.001" }
    let decimals = value < 0.1 ? 3 : 2
    guard isUpperBound, value < 1 else { return String(format: "= %.\(decimals)f", value) }
    // Rounded up, so that it stays a bound.
    let unit = pow(10, Double(decimals))
    return String(format: "≤ %.\(decimals)f", (value * unit - 1e-9).rounded(.up) / unit)
  }

  static func pValue(_ test: TestResult) -> String {
    pValue(test.pValue, isUpperBound: test.pValueIsUpperBound == true)
  }

  /// "4.4 years (95 % interval 3.5 to 5.9)".
  static func age(_ age: Double, _ interval: OpenInterval) -> String {
    String(format: "%.1f years (", age) + ageInterval(interval) + ")"
  }

  /// "95 % interval 3.5 to 5.9", "95 % interval without lower bound, up to 9.0", "no bounds at 95 %".
  static func ageInterval(_ interval: OpenInterval) -> String {
    let level = String(format: "%.0f %%", 100 * interval.level)
    switch (interval.lower, interval.upper) {
    case (let lower?, let upper?):
      return "\(level) interval " + String(format: "%.1f to %.1f", lower, upper)
    case (let lower?, nil):
      return "\(level) interval from " + String(format: "%.1f on, without upper bound", lower)
    case (nil, let upper?):
      return "\(level) interval up to " + String(format: "%.1f, without lower bound", upper)
    case (nil, nil): return "no bounds at \(level)"
    }
  }

  /// "3.5 to 5.9", "3.5 to no bound", "no bounds".
  static func bounds(_ interval: OpenInterval) -> String {
    if interval.lower == nil, interval.upper == nil { return "no bounds" }
    let bounds = [interval.lower, interval.upper].map {
      $0.map { String(format: "%.1f", $0) } ?? "no bound"
    }
    return "\(bounds[0]) to \(bounds[1])"
  }

  /// "n = 70 faces of 30 subjects"; the subjects only where they are known and fewer.
  static func sample(faces: Int, subjects: Int?) -> String {
    guard let subjects, subjects < faces else { return "n = \(faces) faces" }
    return "n = \(faces) faces of \(subjects) \(subjects == 1 ? "subject" : "subjects")"
  }

  /// "toddler, teenager and adult".
  static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// "4.72".
  static func decimal(_ value: Double) -> String { String(format: "%.2f", value) }

  private static func signed(_ value: Double, decimals: Int) -> String {
    let digits = String(format: "%.\(decimals)f", abs(value))
    let isZero = Double(digits) == 0
    return (isZero ? "" : value < 0 ? "−" : "+") + digits
  }
}

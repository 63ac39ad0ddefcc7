import Presentation
import Statistics

/// Numbers with their units as findings print them; `Format` says how a number is written.
enum Wording {
  /// "55.7%".
  static func percent(_ share: Double) -> String { Format.share(share) }

  /// "+3.2 points", "−0.4 points".
  static func points(_ difference: Double) -> String { Format.signedPoints(difference) + " points" }

  /// "3.2 points", for a size without direction.
  static func size(_ difference: Double) -> String {
    Format.number(100 * difference, decimals: 1) + " points"
  }

  /// "95% CI 44.1 to 66.8%".
  static func shareInterval(_ estimate: Estimate) -> String {
    "\(Format.confidence(estimate)) \(Format.shareInterval(estimate))"
  }

  /// "95% CI −8.0 to +1.5 points".
  static func pointsInterval(_ estimate: Estimate) -> String {
    "\(Format.confidence(estimate)) \(Format.pointsInterval(estimate)) points"
  }

  /// "4.72 years (95% CI 4.60 to 4.85)".
  static func years(_ estimate: Estimate) -> String {
    "\(decimal(estimate.value)) years "
      + "(\(Format.confidence(estimate)) \(Format.interval(estimate, decimals: 2)))"
  }

  /// "+0.31 years (95% CI −0.02 to +0.64)".
  static func signedYears(_ estimate: Estimate) -> String {
    let bounds = [estimate.lower, estimate.upper].map { Format.signed($0, decimals: 2) }
    return "\(Format.signed(estimate.value, decimals: 2)) years "
      + "(\(Format.confidence(estimate)) \(bounds[0]) to \(bounds[1]))"
  }

  /// "4.4 years (95% CI 3.5 to 5.9)".
  static func age(_ age: Double, _ interval: OpenInterval) -> String {
    "\(Format.number(age, decimals: 1)) years (\(ageInterval(interval)))"
  }

  /// "95% CI 3.5 to 5.9", "95% CI up to 9.0, without lower bound", "no bounds at 95%".
  static func ageInterval(_ interval: OpenInterval) -> String {
    let name = Format.confidence(interval.level)
    func years(_ bound: Double) -> String { Format.number(bound, decimals: 1) }
    switch (interval.lower, interval.upper) {
    case (let lower?, let upper?): return "\(name) \(years(lower)) to \(years(upper))"
    case (let lower?, nil): return "\(name) from \(years(lower)) on, without upper bound"
    case (nil, let upper?): return "\(name) up to \(years(upper)), without lower bound"
    case (nil, nil): return "no bounds at \(Format.level(interval.level))"
    }
  }

  /// "3.5 to 5.9", "3.5 to no bound", "no bounds".
  static func bounds(_ interval: OpenInterval) -> String {
    if interval.lower == nil, interval.upper == nil { return "no bounds" }
    let bounds = [interval.lower, interval.upper].map {
      $0.map { Format.number($0, decimals: 1) } ?? "no bound"
    }
    return "\(bounds[0]) to \(bounds[1])"
  }

  /// "n = 70 faces of 30 subjects"; the subjects only where they are known and fewer.
  static func sample(faces: Int, subjects: Int?) -> String {
    guard let subjects, subjects < faces else { return "n = \(Format.count(faces)) faces" }
    return "n = \(Format.count(faces)) faces of \(Format.count(subjects)) "
      + (subjects == 1 ? "subject" : "subjects")
  }

  /// "toddler, teenager and adult".
  static func list(_ names: [String]) -> String { Format.list(names) }

  /// "4.72".
  static func decimal(_ value: Double) -> String { Format.number(value, decimals: 2) }
}

import Foundation

/// A quantity over age: what it is at first, and the steps that change it.
///
///     f(a) = start + Σ change · logistic((a − ageInYears) / widthInYears)
///
/// One step is a transition; two of opposite change are a peak; several are growth in spurts; none is a
/// constant.
public struct DevelopmentCurve: Sendable, Equatable {
  public var start: Double
  public var steps: [Step]

  public struct Step: Sendable, Equatable, Codable {
    /// How much it adds in the end.
    public var change: Double
    /// The age in years at which half of it is added, and the logistic's scale.
    public var ageInYears: Double
    public var widthInYears: Double

    public init(change: Double, ageInYears: Double, widthInYears: Double) {
      self.change = change
      self.ageInYears = ageInYears
      self.widthInYears = widthInYears
    }
  }

  public init(start: Double, steps: [Step] = []) {
    self.start = start
    self.steps = steps
  }

  public func value(atAgeInYears age: Double) -> Double {
    steps.reduce(start) { $0 + $1.change / (1 + exp(-(age - $1.ageInYears) / $1.widthInYears)) }
  }

  /// What is wrong with it, as a clause; nil for nothing.
  /// - Parameter range: what the quantity may be from birth to 100 years.
  func problem(range: ClosedRange<Double>) -> String? {
    for step in steps where !(0.01...100).contains(step.widthInYears) {
      return "has a step whose widthInYears is \(step.widthInYears), not between 0.01 and 100"
    }
    let values = (0...1000).map { value(atAgeInYears: Double($0) / 10) }
    // Steps that add up to a bound may miss it by rounding.
    guard
      let off = values.first(where: {
        !($0 >= range.lowerBound - 1e-9 && $0 <= range.upperBound + 1e-9)
      })
    else { return nil }
    return "comes to \(String(format: "%g", off)), not between "
      + String(format: "%g and %g", range.lowerBound, range.upperBound)
  }
}

extension DevelopmentCurve: Codable {
  private enum CodingKeys: String, CodingKey { case start, steps }

  /// Without steps it is a constant.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    start = try container.decode(Double.self, forKey: .start)
    steps = try container.decodeIfPresent([Step].self, forKey: .steps) ?? []
  }
}

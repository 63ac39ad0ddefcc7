import Foundation

/// What develops with age in a synthetic cohort.
public enum CohortKind: String, CaseIterable, Codable, Sendable, Hashable {
  /// Heads and expressions: the default.
  case both
  /// Expressions only; all heads are adults'.
  case expression
  /// Heads only; all expressions are adults'.
  case appearance
  /// Nothing: adults' heads and expressions at every age.
  case neither

  /// Whether heads show their age. Where they do not, no model can see the age in the image.
  public var headsAge: Bool { self == .both || self == .appearance }

  /// Whether expressions pass from the infant to the adult prototypes.
  public var expressionsDevelop: Bool { self == .both || self == .expression }
}

/// The planted transition: the weight w of the adult prototypes in an expression grows with age.
public struct ExpressionTransition: Sendable, Equatable, Codable {
  /// The age m at which infant and adult prototypes weigh the same.
  public var ageInYears: Double
  /// The scale s of the logistic curve; from w = 0.12 to 0.88 it takes four times as long.
  public var widthInYears: Double

  /// Defaults: m = 8 years, in the middle of childhood; s = 1.5 years, so that toddlers are almost
  /// wholly infant-like (w ≤ 0.04) and teenagers almost wholly adult-like (w ≥ 0.93).
  public init(ageInYears: Double = 8, widthInYears: Double = 1.5) {
    self.ageInYears = ageInYears
    self.widthInYears = widthInYears
  }

  /// w(a) = logistic((a − m) / s).
  public func adultWeight(ageInYears age: Double) -> Double {
    1 / (1 + exp(-(age - ageInYears) / widthInYears))
  }
}

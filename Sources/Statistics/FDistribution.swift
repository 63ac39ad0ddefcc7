/// Fisher's F distribution, by way of the beta distribution.
public struct FDistribution: Sendable {
  public let numerator: Double
  public let denominator: Double

  /// - Parameters: Degrees of freedom, both positive.
  public init(numerator: Double, denominator: Double) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// - Parameter x: 0 or more.
  public func cumulative(_ x: Double, tail: Tail = .lower) throws -> Double {
    let scaled = numerator * x
    return try BetaDistribution(alpha: numerator / 2, beta: denominator / 2)
      .cumulative(scaled / (scaled + denominator), tail: tail)
  }
}

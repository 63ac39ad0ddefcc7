/// A number with its uncertainty.
public struct Estimate: Codable, Sendable, Equatable {
  public var value: Double
  /// Bounds of the interval.
  public var lower: Double
  public var upper: Double
  /// The interval's level: 0.95.
  public var level: Double
  /// How the interval was made: "Wilson", "bootstrap percentile".
  public var method: String

  public init(value: Double, lower: Double, upper: Double, level: Double, method: String) {
    self.value = value
    self.lower = lower
    self.upper = upper
    self.level = level
    self.method = method
  }
}

/// An interval that may be open towards an end at which the data set no bound.
public struct OpenInterval: Codable, Sendable, Equatable {
  /// The bounds; nil where the data do not exclude the end of the searched range.
  public var lower: Double?
  public var upper: Double?
  /// The interval's level: 0.95.
  public var level: Double
  /// How the interval was made: "profile likelihood, cluster-robust".
  public var method: String

  public init(lower: Double?, upper: Double?, level: Double, method: String) {
    self.lower = lower
    self.upper = upper
    self.level = level
    self.method = method
  }

  /// Whether the interval holds a value; an open end holds everything beyond.
  public func contains(_ value: Double) -> Bool {
    (lower ?? -.infinity) <= value && value <= (upper ?? .infinity)
  }

  /// The distance between the bounds; nil where one is open.
  public var width: Double? {
    guard let lower, let upper else { return nil }
    return upper - lower
  }
}

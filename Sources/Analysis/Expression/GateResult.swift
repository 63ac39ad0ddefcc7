/// Whether the emotions' configuration differs between toddlers and adults.
public struct GateResult: Codable, Sendable, Equatable {
  /// Open where the correlation, with 1.645 standard errors added, is below the threshold and no
  /// control is below its own.
  public var isOpen: Bool
  /// The correlation of toddlers' and adults' distances, corrected for noise; nil where the distances
  /// are too noisy for one.
  public var correlation: Double?
  public var standardError: Double?
  public var toddlersReliability: Double?
  public var adultsReliability: Double?
  /// Parts of the adults whose heads differ and whose expressions should not.
  public var controls: [Control]
  public var distances: [Distance]

  public struct Control: Codable, Sendable, Equatable {
    public var name: String
    public var correlation: Double?
    public var standardError: Double?
    /// Whether the measure is fit for these faces, as far as this control can say.
    public var isPassed: Bool

    package init(
      name: String, correlation: Double? = nil, standardError: Double? = nil, isPassed: Bool
    ) {
      self.name = name
      self.correlation = correlation
      self.standardError = standardError
      self.isPassed = isPassed
    }
  }

  /// The squared distance of two emotions' mean features in units of the variance within emotions,
  /// without the noise in the means; it can be below 0.
  public struct Distance: Codable, Sendable, Equatable {
    public var first: String
    public var second: String
    public var toddlers: Double
    public var adults: Double

    package init(first: String, second: String, toddlers: Double, adults: Double) {
      self.first = first
      self.second = second
      self.toddlers = toddlers
      self.adults = adults
    }
  }

  package init(
    isOpen: Bool, correlation: Double? = nil, standardError: Double? = nil,
    toddlersReliability: Double? = nil, adultsReliability: Double? = nil, controls: [Control],
    distances: [Distance]
  ) {
    self.isOpen = isOpen
    self.correlation = correlation
    self.standardError = standardError
    self.toddlersReliability = toddlersReliability
    self.adultsReliability = adultsReliability
    self.controls = controls
    self.distances = distances
  }
}

import Support

/// The age that a study is planned for.
public enum PlannedMeasure: String, Codable, Sendable, CaseIterable {
  /// The age at which the adult model's curve overtakes the infant model's.
  case crossing
  /// The midpoint of the infant or the adult model's curve.
  case infant, adult

  public var inWords: String {
    switch self {
    case .crossing: "the crossing of the two models' curves"
    case .infant, .adult: "the midpoint of the \(rawValue) model's curve"
    }
  }
}

/// What the study is to reach.
public struct PlanTarget: Codable, Sendable, Equatable {
  public var measure: PlannedMeasure
  /// The 95% confidence interval of the age is to be at most so wide, in years; nil for no such aim.
  public var widthInYears: Double?
  /// The share of studies whose interval is to be no wider.
  public var assurance: Double
  /// The share of studies that are to find the age at all; nil for no such aim.
  public var power: Double?

  public init(
    measure: PlannedMeasure = .crossing, widthInYears: Double? = nil, assurance: Double = 0.8,
    power: Double? = nil
  ) {
    self.measure = measure
    self.widthInYears = widthInYears
    self.assurance = assurance
    self.power = power
  }

  public var isStated: Bool { widthInYears != nil || power != nil }

  public var inWords: String {
    [
      widthInYears.map {
        "in \(Self.percent(assurance)) of studies an interval at most \(AgeSpan.text($0)) years wide"
      },
      power.map { "in \(Self.percent($0)) of studies an age that can be quoted" },
    ].compactMap(\.self).joined(separator: ", and ")
  }

  static func percent(_ share: Double) -> String { "\(AgeSpan.text(100 * share))%" }

  func check() throws {
    func require(_ holds: Bool, _ problem: String, _ remedy: String) throws {
      if !holds { throw SmilestoneError.usage(problem, remedy: remedy) }
    }
    try require(
      widthInYears.map { (0.1...25).contains($0) } ?? true,
      "An interval \(widthInYears ?? 0) years wide is no aim.",
      "Give --interval-width from 0.1 to 25 years.")
    for (name, share) in [("--assurance", assurance), ("--power", power ?? 0.8)] {
      try require(
        share > 0 && share < 1, "\(name) \(share) is no share of studies to aim at.",
        "Give a number between 0 and 1, such as 0.8.")
    }
  }
}

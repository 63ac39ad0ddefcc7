import Foundation
import Statistics
import Support

/// What simulated studies of one design found. Shares are of all studies, with Wilson's interval for the number
/// simulated.
public struct DesignPerformance: Codable, Sendable, Equatable {
  public var children: Int
  public var adults: Int
  public var ages: [AgeSpan]
  /// Simulated studies, and those among them from whose faces no curve could be fitted.
  public var studies: Int
  public var withoutCurve: Int
  /// The age that the expected curves have, in years.
  public var truthInYears: Double
  /// The interval's width in years that so many studies keep below; nil where it is open there.
  public var medianWidthInYears: Double?
  public var lowerQuartileWidthInYears: Double?
  public var upperQuartileWidthInYears: Double?
  /// Studies whose interval is at most as wide as the aim; nil without such an aim.
  public var narrowEnough: Estimate?
  /// Studies that find an age that can be quoted (power).
  public var found: Estimate
  /// Studies whose interval holds the truth; towards an open end it excludes nothing. nil where none has
  /// an interval.
  public var coverage: Estimate?
  /// The same among studies that find an age.
  public var coverageWhereFound: Estimate?
  /// Mean of estimate − truth, and standard deviation of the estimates, in years, among studies with an estimate.
  public var biasInYears: Double?
  public var standardDeviationInYears: Double?

  package init(
    _ outcomes: [StudyOutcome], design: StudyDesign, truthInYears: Double, target: PlanTarget
  ) throws {
    children = design.children
    adults = design.adults
    ages = design.ages
    studies = outcomes.count
    withoutCurve = outcomes.count { $0.age == nil }
    self.truthInYears = truthInYears
    let widths = outcomes.map { $0.widthInYears ?? .infinity }.sorted()
    func width(below share: Double) -> Double? {
      let place = Int((Double(widths.count) * share).rounded(.up)) - 1
      guard widths.indices.contains(place), widths[place].isFinite else { return nil }
      return widths[place]
    }
    medianWidthInYears = width(below: 0.5)
    lowerQuartileWidthInYears = width(below: 0.25)
    upperQuartileWidthInYears = width(below: 0.75)
    func share(_ outcomes: [StudyOutcome], _ holds: (StudyOutcome) -> Bool) throws -> Estimate? {
      try wilsonInterval(successes: outcomes.count(where: holds), trials: outcomes.count)
    }
    func holdsTruth(_ outcome: StudyOutcome) -> Bool {
      outcome.age?.interval.contains(truthInYears) == true
    }
    narrowEnough = try target.widthInYears.flatMap { limit in
      try share(outcomes) { ($0.widthInYears ?? .infinity) <= limit }
    }
    guard let found = try share(outcomes, { $0.isFound }) else {
      throw SmilestoneError.usage("No study was simulated.", remedy: "Give --studies 400, say.")
    }
    self.found = found
    coverage = try share(outcomes.filter { $0.age != nil }, holdsTruth)
    coverageWhereFound = try share(outcomes.filter(\.isFound), holdsTruth)
    let estimates = outcomes.compactMap { $0.age?.ageInYears }
    guard estimates.count > 1 else { return }
    let mean = estimates.reduce(0, +) / Double(estimates.count)
    biasInYears = mean - truthInYears
    standardDeviationInYears =
      (estimates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(estimates.count - 1))
      .squareRoot()
  }

  /// Whether as many studies as are aimed at reach what is aimed at.
  func reaches(_ target: PlanTarget) -> Bool {
    (narrowEnough.map { $0.value >= target.assurance } ?? true)
      && (target.power.map { found.value >= $0 } ?? true)
  }
}

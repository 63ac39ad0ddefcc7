import Statistics

/// An age with its interval.
public struct BoundedAge: Codable, Sendable, Equatable {
  /// nil where curves do not cross.
  public var ageInYears: Double?
  public var interval: OpenInterval
  /// Youngest and oldest age among which it was searched, in years.
  public var searchedFrom: Double
  public var searchedTo: Double
  /// true where the age is an end of what was searched; else nil.
  public var isAtEndOfSearch: Bool?

  /// The age where its interval has both bounds, else nil: it is then no result to quote.
  public var boundedAgeInYears: Double? {
    interval.width == nil || isAtEndOfSearch == true ? nil : ageInYears
  }

  package init(ageInYears: Double?, interval: OpenInterval, searched: ClosedRange<Double>) {
    self.ageInYears = ageInYears
    self.interval = interval
    searchedFrom = searched.lowerBound
    searchedTo = searched.upperBound
    let end = ageInYears.map(searched.holdsAtEnd)
    if end?.lower == true || end?.upper == true { isAtEndOfSearch = true }
  }

  /// A crossing of two curves, of which each searched its midpoint among ages of its own.
  package init(
    _ crossing: CurveCrossing, searched infant: ClosedRange<Double>, _ adult: ClosedRange<Double>
  ) {
    self.init(
      ageInYears: crossing.age, interval: crossing.interval, searched: infant.clamped(to: adult))
  }
}

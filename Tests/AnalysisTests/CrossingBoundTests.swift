import Analysis
import Statistics
import Testing

/// Curves that do not cross where it was searched give no bound of a crossing.
@Suite struct CrossingBoundTests {
  private func crossing(adultIsAhead: Bool) throws -> CurveCrossing {
    func curve(_ level: Double) -> TransitionCurve {
      TransitionCurve(
        infantAsymptote: level, adultAsymptote: level + 0.1, midpoint: 8, scale: 1)
    }
    let (infant, adult) = adultIsAhead ? (curve(0.3), curve(0.6)) : (curve(0.6), curve(0.3))
    // Resamples that hardly differ: the curves can be told apart at every age.
    let resamples = Array(repeating: (infant: Optional(infant), adult: Optional(adult)), count: 50)
    return try #require(
      try CurveCrossing(
        infant: (infant, 2...20), adult: (adult, 2...20), resamples: resamples,
        degreesOfFreedom: 49, level: 0.95))
  }

  @Test(arguments: [true, false]) func anEndOfTheSearchIsNoBound(adultIsAhead: Bool) throws {
    let crossing = try crossing(adultIsAhead: adultIsAhead)
    #expect(crossing.age == nil)
    #expect(crossing.interval.lower == nil)
    #expect(crossing.interval.upper == nil)
  }

  /// Resamples as sharp as the estimate still bound a crossing that is there.
  @Test func aSharpCrossingIsBounded() throws {
    let infant = TransitionCurve(infantAsymptote: 0.7, adultAsymptote: 0.3, midpoint: 8, scale: 1)
    let adult = TransitionCurve(infantAsymptote: 0.3, adultAsymptote: 0.7, midpoint: 8, scale: 1)
    let crossing = try #require(
      try CurveCrossing(
        infant: (infant, 2...20), adult: (adult, 2...20),
        resamples: Array(repeating: (infant: Optional(infant), adult: Optional(adult)), count: 50),
        degreesOfFreedom: 49, level: 0.95))
    #expect(abs(try #require(crossing.age) - 8) < 0.01)
    #expect(crossing.interval.contains(8))
    #expect(try #require(crossing.interval.width) <= 0.1)
  }
}

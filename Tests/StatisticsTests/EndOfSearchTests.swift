import Foundation
import Statistics
import Testing

/// No end of the search passes for a bound, and nothing that lies as near to one as bounds are found.
@Suite struct EndOfSearchTests {
  private let ages = (0..<50).map { 0.5 + 0.4 * Double($0) }
  private let trials = [Double](repeating: 10, count: 50)

  private var successes: [Double] {
    let curve = TransitionCurve(
      infantAsymptote: 0.35, adultAsymptote: 0.75, midpoint: 9, scale: 1)
    return ages.map { 10 * curve.accuracy(at: $0) }
  }

  private func bounds(
    _ range: ClosedRange<Double>
  ) throws -> (lower: Double?, upper: Double?) {
    let fitter = try TransitionFitter(ages: ages, midpoints: range)
    let best = try #require(fitter.fit(trials: trials, successes: successes))
    return fitter.profileBounds(
      trials: trials, successes: successes, best: best, drop: (3.84, 3.84))
  }

  @Test func boundsBesideAnEndAreOpen() throws {
    let wide = try bounds(1...19)
    let (lower, upper) = (try #require(wide.lower), try #require(wide.upper))
    for step in 0...12 {
      let beyond = 0.002 * Double(step)
      let (first, last) = (lower - beyond, upper + beyond)
      let narrow = try bounds(first...last)
      #expect(narrow.lower.map { $0 >= first + 0.01 } ?? true, "\(beyond)")
      #expect(narrow.upper.map { $0 <= last - 0.01 } ?? true, "\(beyond)")
    }
    // Farther away it is a bound again.
    #expect(try bounds((lower - 0.5)...(upper + 0.5)).lower != nil)
  }
}

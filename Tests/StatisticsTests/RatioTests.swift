import Foundation
import Statistics
import Testing

/// Intervals found by inverting Fieller's test, made by Fixtures/make_ratio_fixtures.py.
private struct RatioReference: Decodable {
  let numerator, numeratorHalf, denominator, denominatorHalf, lower, upper: Double
}

private func estimate(_ value: Double, lower: Double, upper: Double) -> Estimate {
  Estimate(value: value, lower: value - lower, upper: value + upper, level: 0.95, method: "given")
}

private func estimate(_ value: Double, half: Double) -> Estimate {
  estimate(value, lower: half, upper: half)
}

@Suite struct RatioTests {
  @Test func agreesWithTheInvertedTest() throws {
    let cases: [RatioReference] = try fixture("ratio")
    #expect(cases.count == 8)
    for item in cases {
      let interval = ratioInterval(
        of: estimate(item.numerator, half: item.numeratorHalf),
        over: estimate(item.denominator, half: item.denominatorHalf))
      let scale = max(1, abs(item.upper), abs(item.lower))
      #expect(abs(try #require(interval.lower) - item.lower) < 1e-9 * scale)
      #expect(abs(try #require(interval.upper) - item.upper) < 1e-9 * scale)
    }
  }

  @Test func anIntervalThatIsNotSymmetricCountsWithItsLargerHalf() throws {
    let symmetric = ratioInterval(of: estimate(0.05, half: 0.02), over: estimate(0.1, half: 0.04))
    let uneven = ratioInterval(
      of: estimate(0.05, lower: 0.01, upper: 0.02), over: estimate(0.1, lower: 0.04, upper: 0.03))
    #expect(abs(try #require(uneven.lower) - #require(symmetric.lower)) < 1e-12)
    #expect(abs(try #require(uneven.upper) - #require(symmetric.upper)) < 1e-12)
  }

  @Test(arguments: [0.05, -0.05, 0]) func aDenominatorNearZeroLeavesNoBound(value: Double) {
    let interval = ratioInterval(of: estimate(0.2, half: 0.01), over: estimate(value, half: 0.05))
    #expect(interval.lower == nil && interval.upper == nil)
  }
}

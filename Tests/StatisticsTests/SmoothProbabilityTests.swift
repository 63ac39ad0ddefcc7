import Foundation
import Statistics
import Testing

/// Values of scipy, made by Fixtures/make_smooth_fixtures.py.
private struct SmoothReference: Decodable {
  struct Case: Decodable {
    let name: String
    let knots: [Double]
    let places: [Double]
    let trials: [Double]
    let successes: [Double]
    let offsets: [Double]
    let step: Double
    let level: Double
    let logits: [Double]
  }
  let cases: [Case]

  static func load() throws -> SmoothReference { try fixture("smooth") }
}

@Suite struct SmoothProbabilityTests {
  @Test func agreesWithScipy() throws {
    for item in try SmoothReference.load().cases {
      let curve = SmoothProbability(
        knots: item.knots, places: item.places, trials: item.trials, successes: item.successes,
        offsets: item.offsets, step: item.step, level: item.level)
      for (logit, expected) in zip(curve.logits, item.logits) {
        #expect(abs(logit - expected) < 1e-6, "\(item.name)")
      }
      // A straight line between knots, level beyond them.
      #expect(abs(curve.logit(at: 3.5) - (item.logits[1] + item.logits[2]) / 2) < 1e-6)
      #expect(curve.logit(at: 0) == curve.logits[0])
      #expect(curve.logit(at: 99) == curve.logits[4])
    }
  }

  @Test func withoutOutcomesTheLevelIsEven() {
    let curve = SmoothProbability(
      knots: [1, 2, 3], places: [], trials: [], successes: [], offsets: [], step: 0.5, level: 2)
    #expect(curve.logits == [0, 0, 0])
  }
}

import Foundation
import Statistics
import Support
import Testing

/// Values from scipy, made by Fixtures/make_transition_fixtures.py.
private struct TransitionReference: Decodable {
  struct Curve: Decodable {
    let infant: Double
    let adult: Double
    let midpoint: Double
    let scale: Double
    let logLikelihood: Double
  }
  struct Fit: Decodable {
    let ages: [Double]
    let trials: [Double]
    let successes: [Double]
    let midpoints: [Double]
    let logistic: Curve
    let segmented: Curve
    let fixed: [Curve]
  }
  struct Sandwich: Decodable {
    let ages: [Double]
    let weights: [Double]
    let outcomes: [Bool]
    let strata: [Int]
    let cells: [Int]
    let facesPerSubject: Int
    let curve: [Double]
    let standardError: Double
    let designEffect: Double
  }
  let fits: [Fit]
  let sandwich: Sandwich

  static func load() throws -> TransitionReference { try fixture("transition") }
}

private func fitter(
  _ item: TransitionReference.Fit, _ shape: TransitionShape = .logistic
) throws -> TransitionFitter {
  try TransitionFitter(
    ages: item.ages, shape: shape, midpoints: item.midpoints[0]...item.midpoints[1],
    scales: 0.25...6)
}

private func within(_ value: Double, of reference: Double, by tolerance: Double) -> Bool {
  abs(value - reference) <= tolerance * max(1, abs(reference))
}

@Suite struct TransitionFitTests {
  @Test func logisticMaximumAgreesWithScipy() throws {
    for item in try TransitionReference.load().fits {
      let fit = try #require(
        try fitter(item).fit(trials: item.trials, successes: item.successes))
      #expect(within(fit.curve.infantAsymptote, of: item.logistic.infant, by: 1e-6))
      #expect(within(fit.curve.adultAsymptote, of: item.logistic.adult, by: 1e-6))
      #expect(within(fit.curve.midpoint, of: item.logistic.midpoint, by: 1e-6))
      #expect(within(fit.curve.scale, of: item.logistic.scale, by: 1e-6))
      #expect(within(fit.logLikelihood, of: item.logistic.logLikelihood, by: 1e-9))
    }
  }

  @Test func segmentedMaximumAgreesWithScipy() throws {
    for item in try TransitionReference.load().fits {
      let fit = try #require(
        try fitter(item, .segmented).fit(trials: item.trials, successes: item.successes))
      // The likelihood has kinks: its height is compared, the midpoint only roughly.
      #expect(fit.logLikelihood > item.segmented.logLikelihood - 5e-3)
      #expect(abs(fit.curve.midpoint - item.segmented.midpoint) < 0.05)
    }
  }

  @Test func profileAgreesWithScipy() throws {
    for item in try TransitionReference.load().fits {
      // Midpoints outside the searched ages are drawn to their end.
      for reference in item.fixed
      where reference.midpoint >= item.midpoints[0] && reference.midpoint <= item.midpoints[1] {
        let fit = try #require(
          try fitter(item).fit(
            trials: item.trials, successes: item.successes, midpoint: reference.midpoint))
        #expect(fit.curve.midpoint == reference.midpoint)
        #expect(within(fit.logLikelihood, of: reference.logLikelihood, by: 1e-7))
      }
    }
  }

  @Test func profileBoundsLieWhereTheLikelihoodHasDropped() throws {
    let item = try #require(try TransitionReference.load().fits.first)
    let fitter = try fitter(item)
    let best = try #require(fitter.fit(trials: item.trials, successes: item.successes))
    let bounds = fitter.profileBounds(
      trials: item.trials, successes: item.successes, best: best, drop: (3.84, 3.84))
    for bound in [try #require(bounds.lower), try #require(bounds.upper)] {
      let there = try #require(
        fitter.fit(trials: item.trials, successes: item.successes, midpoint: bound))
      #expect(abs(2 * (best.logLikelihood - there.logLikelihood) - 3.84) < 0.2)
    }
  }

  @Test func aFlatCurveBoundsNothing() throws {
    let ages = (0..<40).map { Double($0) / 2 + 0.5 }
    let fitter = try TransitionFitter(ages: ages, midpoints: 2...18)
    let trials = [Double](repeating: 20, count: 40)
    let successes = (0..<40).map { 10.0 + [1.0, -1][$0 % 2] }
    let best = try #require(fitter.fit(trials: trials, successes: successes))
    let bounds = fitter.profileBounds(
      trials: trials, successes: successes, best: best, drop: (3.84, 3.84))
    #expect(bounds.lower == nil)
    #expect(bounds.upper == nil)
    #expect(OpenInterval(lower: nil, upper: nil, level: 0.95, method: "").contains(5))
  }

  @Test func completionIsReachedWhereAsked() throws {
    let item = try #require(try TransitionReference.load().fits.last)
    let fit = try #require(
      try fitter(item).fit(trials: item.trials, successes: item.successes, completedAt: 15))
    #expect(abs(fit.curve.midpoint + log(19) * fit.curve.scale - 15) < 1e-9)
    let done =
      (fit.curve.accuracy(at: 15) - fit.curve.infantAsymptote)
      / (fit.curve.adultAsymptote - fit.curve.infantAsymptote)
    #expect(abs(done - 0.95) < 1e-9)
  }

  @Test func robustErrorAgreesWithDenseSums() throws {
    let item = try TransitionReference.load().sandwich
    let clusters = stride(from: 0, to: item.ages.count, by: item.facesPerSubject).map {
      $0..<$0 + item.facesPerSubject
    }
    let fitter = try TransitionFitter(ages: [1, 20], midpoints: 1...20)
    let error = fitter.midpointError(
      of: TransitionCurve(
        infantAsymptote: item.curve[0], adultAsymptote: item.curve[1], midpoint: item.curve[2],
        scale: item.curve[3]),
      in: StratifiedOutcomes(
        ages: item.ages, weights: item.weights, isSuccess: item.outcomes, strata: item.strata,
        cells: item.cells, clusters: clusters))
    #expect(within(try #require(error.standardError), of: item.standardError, by: 1e-6))
    #expect(within(error.designEffect, of: item.designEffect, by: 1e-6))
  }

  /// Of 200,000 random ends, 4.8 % had passed for a bound when the last age was reached by adding.
  @Test func theEndsOfTheSearchAreScannedExactly() {
    var generator = SeededGenerator(seed: 3)
    var missed = 0
    for _ in 0..<200_000 {
      let range = generator.uniform(0.2, 8)...generator.uniform(12, 40)
      let ages = TransitionFitter.agesFromEndToEnd(of: range, step: 0.5)
      if ages.first != range.lowerBound || ages.last != range.upperBound { missed += 1 }
    }
    #expect(missed == 0)
  }

  /// Nothing is known of where a faint change is, so that both ends stay open, wherever they are.
  @Test func anEndOfTheSearchIsNeverABound() throws {
    let ages = (0..<60).map { 0.4 + 0.5 * Double($0) }
    let trials = [Double](repeating: 4, count: 60)
    let successes = (0..<60).map { $0 % 2 == 0 ? 2.0 : $0 < 20 ? 1.5 : 2.5 }
    // Lower ends from which equal steps miss 25 years by rounding.
    var generator = SeededGenerator(seed: 5)
    let missing = (0..<2000).map { _ in generator.uniform(0.4, 3) }.filter { lower in
      let width = 25 - lower
      let steps = (width / 0.5).rounded(.up)
      return lower + width * steps / steps < 25
    }.prefix(20)
    #expect(missing.count == 20)
    for lower in missing {
      let fitter = try TransitionFitter(ages: ages, midpoints: lower...25)
      let best = try #require(fitter.fit(trials: trials, successes: successes))
      let bounds = fitter.profileBounds(
        trials: trials, successes: successes, best: best, drop: (4, 4))
      #expect(bounds.lower == nil && bounds.upper == nil)
    }
  }

  @Test func estimatesAtAnEndOfTheSearchAreMarked() throws {
    let fitter = try TransitionFitter(ages: [1, 10, 20], midpoints: 2...18)
    func edges(_ midpoint: Double, _ scale: Double) -> [SearchEdge]? {
      fitter.edges(
        of: TransitionCurve(
          infantAsymptote: 0.2, adultAsymptote: 0.8, midpoint: midpoint, scale: scale))
    }
    #expect(edges(9, 2) == nil)
    #expect(edges(9, 0.5) == [.smallestScale])
    #expect(edges(9, 6) == [.largestScale])
    #expect(edges(2, 2) == [.youngestMidpoint])
    #expect(edges(18, 6) == [.oldestMidpoint, .largestScale])
    #expect(SearchEdge.holdMidpoint(edges(2, 2)) && !SearchEdge.holdMidpoint(edges(9, 0.5)))
  }

  @Test func tooFewAgesAreRefused() {
    #expect(throws: SmilestoneError.self) {
      try TransitionFitter(ages: [3], midpoints: 1...5)
    }
  }
}

@Suite struct CorrelatedOutcomesTests {
  @Test func drawsHaveTheSharesAndTheCorrelationAskedFor() {
    let clusters = (0..<2000).map { $0 * 4..<$0 * 4 + 4 }
    let probabilities = (0..<8000).map { [0.3, 0.3, 0.7, 0.7][$0 % 4] }
    let outcomes = CorrelatedOutcomes(
      probabilities: probabilities, clusters: clusters, correlation: 0.25)
    var generator = SeededGenerator(seed: 1)
    var isSuccess = [Bool](repeating: false, count: 8000)
    outcomes.draw(&generator) { isSuccess[$0] = true }
    let low = isSuccess.indices.count { isSuccess[$0] && $0 % 4 < 2 }
    #expect(abs(Double(low) / 4000 - 0.3) < 0.03)
    // The two pairs of equal probability: exactly 0.25; the others less, as margins differ.
    let equal = CorrelatedOutcomes.correlation(
      isSuccess: isSuccess, probabilities: probabilities,
      clusters: (0..<4000).map { $0 * 2..<$0 * 2 + 2 })
    #expect(abs(equal - 0.25) < 0.04)
  }

  @Test func singleFacesHaveNoCorrelation() {
    let correlation = CorrelatedOutcomes.correlation(
      isSuccess: [true, false], probabilities: [0.5, 0.5], clusters: [0..<1, 1..<2])
    #expect(correlation == 0)
  }
}

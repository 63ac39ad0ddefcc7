import Statistics
import Testing

/// Values from scipy, made by Fixtures/make_shape_fixtures.py.
private struct ShapeReference: Decodable {
  struct Steps: Decodable {
    let levels: [Double]
    let midpoints: [Double]
    let scale: Double
    let logLikelihood: Double
  }
  struct Steady: Decodable {
    let intercept: Double
    let slope: Double
    let logLikelihood: Double
  }
  struct Monotone: Decodable {
    let fitted: [Double]
    let logLikelihood: Double
  }
  struct Case: Decodable {
    let truth: String
    let ages: [Double]
    let trials: [Double]
    let successes: [Double]
    let midpoints: [Double]
    let steps: Steps
    let steady: Steady
    let monotone: Monotone
    let pearson: Double
    let pearsonOfLevel: Double
  }
  let cases: [Case]

  static func load() throws -> [Case] { try (fixture("shapes") as ShapeReference).cases }
}

@Suite struct ShapeTests {
  @Test func curvesOfThreeLevelsAgreeWithScipy() throws {
    for item in try ShapeReference.load() {
      let fitter = try #require(
        StepFitter(ages: item.ages, midpoints: item.midpoints[0]...item.midpoints[1]))
      let fit = try #require(fitter.fit(trials: item.trials, successes: item.successes))
      #expect(abs(fit.logLikelihood - item.steps.logLikelihood) < 1e-5, "\(item.truth)")
      // Where the second step is none, its place and the scale are anything.
      guard item.truth != "steady" else { continue }
      #expect(fit.curve.shape.rawValue == item.truth)
      for (level, reference) in zip(fit.curve.levels, item.steps.levels) {
        #expect(abs(level - reference) < 1e-3, "\(item.truth)")
      }
      for (midpoint, reference) in zip(fit.curve.midpoints, item.steps.midpoints) {
        #expect(abs(midpoint - reference) < 1e-2, "\(item.truth)")
      }
      #expect(abs(fit.curve.scale - item.steps.scale) < 1e-2, "\(item.truth)")
    }
  }

  @Test func steadyCurvesAgreeWithScipy() throws {
    for item in try ShapeReference.load() {
      let fit = SteadyCurve.fit(
        ages: item.ages, trials: item.trials, successes: item.successes)
      #expect(abs(fit.logLikelihood - item.steady.logLikelihood) < 1e-6)
      #expect(abs(fit.curve.intercept - item.steady.intercept) < 1e-4)
      #expect(abs(fit.curve.slope - item.steady.slope) < 1e-4)
    }
  }

  @Test func monotoneSplinesAgreeWithScipy() throws {
    for item in try ShapeReference.load() {
      let fit = try #require(
        MonotoneCurve.fit(ages: item.ages, trials: item.trials, successes: item.successes))
      #expect(abs(fit.logLikelihood - item.monotone.logLikelihood) < 1e-3, "\(item.truth)")
      for (age, reference) in zip(item.ages, item.monotone.fitted) {
        #expect(abs(fit.curve.accuracy(at: age) - reference) < 3e-3, "\(item.truth) at \(age)")
      }
      let values = item.ages.map(fit.curve.accuracy(at:))
      let changes = zip(values, values.dropFirst()).map { $1 - $0 }
      #expect(changes.allSatisfy { $0 >= -1e-12 } || changes.allSatisfy { $0 <= 1e-12 })
    }
  }

  @Test func pearsonsDistanceAgreesWithScipy() throws {
    for item in try ShapeReference.load() {
      let curve = StepCurve(
        levels: item.steps.levels, midpoints: item.steps.midpoints, scale: item.steps.scale)
      let distance = pearsonDistance(
        trials: item.trials, successes: item.successes,
        probabilities: item.ages.map(curve.accuracy(at:)), groups: 10)
      #expect(abs(distance - item.pearson) < 1e-8 * item.pearson)
      let share = item.successes.reduce(0, +) / item.trials.reduce(0, +)
      let ofLevel = pearsonDistance(
        trials: item.trials, successes: item.successes,
        probabilities: item.ages.map { _ in share }, groups: 7)
      #expect(abs(ofLevel - item.pearsonOfLevel) < 1e-8 * item.pearsonOfLevel)
    }
  }

  @Test func peaksAreWhereTheCurveIsHighest() {
    // Steps of one height: symmetrical around 9 years.
    let peak = StepCurve(levels: [0.4, 0.7, 0.4], midpoints: [4, 14], scale: 1)
    let top = peak.extreme(in: 0.5...60, highest: true)
    #expect(abs(top.ageInYears - 9) < 1e-3)
    #expect(abs(top.accuracy - peak.accuracy(at: 9)) < 1e-9)
    #expect(peak.shape == .peak)
    #expect(StepCurve(levels: [0.4, 0.2, 0.5], midpoints: [4, 14], scale: 1).shape == .trough)
    #expect(StepCurve(levels: [0.4, 0.5, 0.7], midpoints: [4, 14], scale: 1).shape == .twoSteps)
    // What is highest at the oldest age has no peak before it.
    let rise = StepCurve(levels: [0.4, 0.5, 0.7], midpoints: [4, 14], scale: 1)
    #expect(rise.extreme(in: 0.5...60, highest: true).ageInYears > 59.9)
  }

  @Test func midpointsThatCannotLieApartGiveNoFitter() {
    #expect(StepFitter(ages: [1, 2, 3, 4], midpoints: 2...3.5) == nil)
  }
}

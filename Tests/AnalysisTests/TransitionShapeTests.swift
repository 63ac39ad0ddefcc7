import Analysis
import Faces
import Foundation
import Statistics
import Support
import Testing

/// One model's predictions for subjects of all ages, right by a known chance.
private func predictions(
  seed: UInt64 = 1, subjects: Int = 600, _ accuracy: (Double) -> Double
) -> PredictionTable {
  var generator = SeededGenerator(seed: seed)
  let spans = [(0.3, 3.0), (3, 8), (8, 12), (12, 17), (18, 40)]
  let rows = (0..<subjects).flatMap { subject -> [PredictionRow] in
    let age = generator.uniform(spans[subject % 5].0, spans[subject % 5].1)
    return (0..<4).map { face in
      let emotion = LabelScheme.emotions7.emotions[(subject / 5 + face) % 7]
      let isRight = generator.uniform() < accuracy(age)
      return PredictionRow(
        image: "\(subject)-\(face)", subject: "s\(subject)", split: "test", age: age,
        ageGroup: AgeGrouping.study.group(ofAgeInYears: age), emotion: emotion, model: "adult",
        predicted: isRight ? emotion : emotion.next, probabilities: [1, 0, 0, 0, 0, 0, 0])
    }
  }
  return PredictionTable(rows: rows, vocabulary: .study)
}

private let few = TransitionSettings(
  replicates: 120, boundSimulations: 19, flatSimulations: 99, levellingSimulations: 39)

private func fitted(_ table: PredictionTable) throws -> FittedTransition {
  try #require(
    try TransitionAnalysis(predictions: table, settings: few).models.first?.curve)
}

private let peak = StepCurve(levels: [0.35, 0.8, 0.4], midpoints: [4, 14], scale: 1)

@Suite struct TransitionShapeTests {
  @Test func aPeakHasAnAgeAndAHeightButNoTransitionAge() throws {
    let curve = try fitted(predictions(seed: 3, peak.accuracy(at:)))
    let shapes = try #require(curve.shapes)
    #expect(shapes.chosen == .peak)
    #expect(curve.boundedAgeInYears == nil && !curve.isClaimed)
    let found = try #require(shapes.peak)
    #expect(found.interval.contains(9.06) && found.interval.width != nil)
    let height = try #require(found.accuracyInterval)
    #expect(height.lower <= peak.accuracy(at: 9) && peak.accuracy(at: 9) <= height.upper)
    #expect(try #require(shapes.goodnessOfFit).pValue > 0.01)
    #expect(shapes.candidates.map(\.shape) == [.steady, .logistic, .peak, .monotone])
    #expect(shapes.candidates.first { $0.shape == .peak }?.criterion == 0)
    // Drawn with the resampled curves around it.
    let drawn = try #require(shapes.curve)
    #expect(
      drawn.allSatisfy {
        $0.lower ?? 1 <= $0.accuracy + 0.05 && $0.upper ?? 0 >= $0.accuracy - 0.05
      })
  }

  @Test func theFindingSaysWhyThereIsNoAge() throws {
    let table = predictions(peak.accuracy(at:))
    let metrics = try Metrics(
      predictions: table, settings: EvaluationSettings(replicates: 200),
      transition: TransitionAnalysis(predictions: table, settings: few))
    let finding = try #require(metrics.finding("adult-transition"))
    #expect(
      finding.text.contains("no transition age can be given: its accuracy rises to a peak at"))
    #expect(finding.age?.ageInYears == nil && finding.age?.interval.width == nil)
    #expect(metrics.transition?.models.first?.curve?.isClaimed == false)
  }

  @Test func oneStepKeepsItsAge() throws {
    let step = TransitionCurve(infantAsymptote: 0.35, adultAsymptote: 0.8, midpoint: 8, scale: 1)
    let curve = try fitted(predictions(step.accuracy(at:)))
    let shapes = try #require(curve.shapes)
    #expect(shapes.chosen == .logistic && shapes.whyNoAge == nil && shapes.curve == nil)
    #expect(curve.boundedAgeInYears == curve.logistic.midpoint && curve.isClaimed)
  }

  @Test func otherFormsGiveTheirReason() throws {
    let steps = StepCurve(levels: [0.2, 0.5, 0.85], midpoints: [3.5, 13], scale: 0.6)
    let two = try #require(try fitted(predictions(subjects: 1500, steps.accuracy(at:))).shapes)
    #expect(two.chosen == .twoSteps && two.peak == nil)
    #expect(two.whyNoAge?.hasPrefix("its accuracy changes in two steps, near ") == true)
    let steady = try fitted(
      predictions(seed: 4, subjects: 1000, SteadyCurve(intercept: -1.2, slope: 0.8).accuracy(at:)))
    #expect(steady.shapes?.chosen == .steady && steady.boundedAgeInYears == nil)
    #expect(steady.shapes?.whyNoAge?.contains("has not levelled off") == true)
  }

  @Test func aFlatCurveIsGivenNoForm() throws {
    let shapes = try #require(try fitted(predictions { _ in 0.55 }).shapes)
    #expect(shapes.chosen == .level && shapes.whyNoAge == nil && shapes.goodnessOfFit == nil)
  }

  @Test func resultsOfEarlierVersionsHaveNoForm() throws {
    var curve = try fitted(predictions(peak.accuracy(at:)))
    curve.shapes = nil
    let read = try JSONDecoder().decode(
      FittedTransition.self, from: JSONEncoder().encode(curve))
    #expect(read.shapes == nil)
  }
}

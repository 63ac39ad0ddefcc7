import Analysis
import Faces
import Support
import Testing

private func prediction(
  _ age: Double, _ estimate: Double, subject: String? = nil
) -> AgePrediction {
  AgePrediction(
    subject: subject, ageInYears: age, estimate: AgeEstimate(ageInYears: estimate), ages: .study)
}

@Suite struct AgeMetricsTests {
  @Test func measuresWhatTheDefinitionsSay() throws {
    // Errors +1, −2, +5, −9, +0.5: the share within five years includes exactly five.
    let metrics = try #require(
      try AgeMetrics(
        [
          prediction(2, 3), prediction(3, 1), prediction(10, 15), prediction(40, 31),
          prediction(20, 20.5),
        ], baselineAgeInYears: 20, settings: quick))
    #expect(metrics.n == 5)
    #expect(metrics.subjects == nil)
    #expect(abs(metrics.meanAbsoluteError.value - 3.5) < 1e-12)
    #expect(metrics.within5Years.value == 0.8)
    #expect(metrics.within5Years.method == "Wilson")
    #expect(abs(metrics.bias.value - -0.9) < 1e-12)
    #expect(metrics.baselineMeanAbsoluteError == 65.0 / 5)
    #expect(metrics.meanAbsoluteError.lower < 3.5 && metrics.meanAbsoluteError.upper > 3.5)
    #expect(metrics.byGroup.map(\.n) == [2, 0, 1, 0, 2])
    #expect(metrics.byGroup[0].meanAbsoluteError?.value == 1.5)
    #expect(metrics.byGroup[0].bias?.value == -0.5)
    #expect(metrics.byGroup[1].within5Years == nil)
    // One face: its error is no estimate with an interval.
    #expect(metrics.byGroup[2].errors == nil)
    #expect(metrics.byGroup[2].baselineMeanAbsoluteError == 10)
  }

  @Test func intervalOfIndependentFacesIsAboutTheNormalOne() throws {
    var generator = SeededGenerator(seed: 9)
    let faces = (0..<2000).map { _ in
      prediction(30, 30 + generator.normal(mean: 1, standardDeviation: 4))
    }
    let bias = try #require(try AgeMetrics(faces)).bias
    #expect(bias.method == "bootstrap, BCa")
    #expect(abs((bias.upper - bias.lower) - 2 * 1.96 * 4 / 2000.0.squareRoot()) < 0.02)
  }

  @Test func copiesOfAPhotographDoNotNarrowTheIntervals() throws {
    var generator = SeededGenerator(seed: 11)
    let errors = (0..<60).map { _ in generator.normal(mean: 0, standardDeviation: 6) }
    func faces(copies: Int, areKnown: Bool) -> [AgePrediction] {
      (0..<60 * copies).map { index in
        AgePrediction(
          ageInYears: 30, estimate: AgeEstimate(ageInYears: 30 + errors[index % 60]),
          photograph: areKnown ? "\(index % 60)" : nil, ages: .study)
      }
    }
    func width(_ faces: [AgePrediction]) throws -> Double {
      let error = try #require(try AgeMetrics(faces, settings: quick)).meanAbsoluteError
      return error.upper - error.lower
    }
    let once = try width(faces(copies: 1, areKnown: false))
    #expect(abs(try width(faces(copies: 5, areKnown: true)) / once - 1) < 0.1)
    #expect(try width(faces(copies: 5, areKnown: false)) / once < 0.55)
    // Copies make nobody known.
    #expect(try AgeMetrics(faces(copies: 2, areKnown: true), settings: quick)?.subjects == nil)
  }

  @Test func repeatedSubjectsWidenTheIntervals() throws {
    var generator = SeededGenerator(seed: 10)
    let errors = (0..<50).map { _ in generator.normal(mean: 0, standardDeviation: 6) }
    func faces(known: Bool) -> [AgePrediction] {
      (0..<400).map { prediction(30, 30 + errors[$0 / 8], subject: known ? "\($0 / 8)" : nil) }
    }
    let clustered = try #require(try AgeMetrics(faces(known: true)))
    let pretended = try #require(try AgeMetrics(faces(known: false)))
    #expect(clustered.subjects == 50)
    #expect(clustered.meanAbsoluteError.method.hasPrefix("subject-cluster bootstrap"))
    #expect(clustered.within5Years.method.hasPrefix("subject-cluster bootstrap"))
    let ratio =
      (clustered.meanAbsoluteError.upper - clustered.meanAbsoluteError.lower)
      / (pretended.meanAbsoluteError.upper - pretended.meanAbsoluteError.lower)
    #expect(abs(ratio - 8.0.squareRoot()) < 0.5)
  }

  @Test func tooFewFacesGiveNothing() throws {
    #expect(try AgeMetrics([]) == nil)
    #expect(try AgeMetrics([prediction(2, 3)]) == nil)
    #expect(
      try AgeMetrics([prediction(2, 3, subject: "a"), prediction(2, 4, subject: "a")]) == nil)
  }

  @Test func anEstimateThatIsNoNumberIsAnError() {
    #expect(throws: SmilestoneError.self) {
      try AgeMetrics([prediction(2, .nan), prediction(2, 3)])
    }
  }
}

import Analysis
import Faces
import Foundation
import Statistics
import Support
import Testing

/// Two models' predictions for subjects of all ages, right by a known chance, with the probability of the label.
private func predictions(
  facesPerSubject: Int = 4, oldest: Double = 60, _ accuracy: (Double) -> Double
) -> PredictionTable {
  var generator = SeededGenerator(seed: 2)
  let spans = [(0.3, 3.0), (3, 8), (8, 12), (12, 17), (18, oldest)]
  let rows = (0..<500).flatMap { subject -> [PredictionRow] in
    let age = generator.uniform(spans[subject % 5].0, spans[subject % 5].1)
    return (0..<facesPerSubject).map { face in
      let place = (subject / 5 + face) % 7
      let emotion = LabelScheme.emotions7.emotions[place]
      let isRight = generator.uniform() < accuracy(age)
      let predicted = isRight ? emotion : emotion.next
      var probabilities = [Float](repeating: 0.02, count: 7)
      // Of three correct predictions one is sure of less than a half.
      probabilities[LabelScheme.emotions7.position(of: predicted)] = face == 0 ? 0.4 : 0.8
      return PredictionRow(
        image: "\(subject)-\(face)", subject: "s\(subject)", split: "test", age: age,
        ageGroup: AgeGrouping.study.group(ofAgeInYears: age), emotion: emotion, model: "adult",
        predicted: predicted, probabilities: probabilities)
    }
  }
  return PredictionTable(rows: rows, vocabulary: .study)
}

private func metrics(_ table: PredictionTable) throws -> Metrics {
  try Metrics(
    Evidence(
      predictions: table, settings: EvaluationSettings(replicates: 100), wanted: ["multiverse"]))
}

private let step = TransitionCurve(
  infantAsymptote: 0.3, adultAsymptote: 0.85, midpoint: 8, scale: 1)

@Suite struct MultiverseTests {
  @Test func everyCombinationHasARow() throws {
    let metrics = try metrics(predictions(step.accuracy(at:)))
    let models = try #require(metrics.results[TransitionMultiverse.self])
    let model = try #require(models.first)
    // Curves, faces, adults, weights and measures; nothing says how sure ages are.
    #expect(model.ages.count == 3 * 2 * 2 * 2 * 3)
    #expect(Set(model.ages.map { "\($0.specification)" }).count == model.ages.count)
    #expect(model.ages.allSatisfy { ($0.ageInYears == nil) == ($0.reason != nil) })
    let text = try #require(metrics.finding("adult-multiverse")?.text)
    #expect(text.hasPrefix("Of 72 ways to estimate the adult model's transition age, "))
    #expect(text.contains("nothing is tested over them"))
    #expect(metrics.finding("adult-multiverse")?.pValue == nil)
  }

  @Test func theMainRowIsTheTransitionOfThePage() throws {
    let table = predictions(step.accuracy(at:))
    let main = try #require(
      try metrics(table).results[TransitionMultiverse.self]?.first?.ages.first {
        $0.specification == .main
      })
    let curve = try #require(
      try TransitionAnalysis(
        predictions: table,
        settings: TransitionSettings(
          replicates: 10, flatSimulations: 19, levellingSimulations: 9)
      ).models.first?.curve)
    #expect(main.ageInYears == curve.logistic.midpoint)
    #expect(main.interval == curve.profileInterval)
    #expect(main.n == table.rows.count)
  }

  @Test func optionsThatChangeNothingAreNoRows() throws {
    // One face of each subject, nobody older than 40.
    let metrics = try metrics(
      predictions(facesPerSubject: 1, oldest: 39, step.accuracy(at:)))
    let model = try #require(metrics.results[TransitionMultiverse.self]?.first)
    #expect(model.ages.count == 3 * 2 * 3)
    #expect(model.ages.allSatisfy { $0.specification.faces == .all })
  }

  @Test func measuresCountWhatTheySay() throws {
    // The first face of a subject never has a probability of a half.
    let metrics = try metrics(predictions(step.accuracy(at:)))
    let ages = try #require(metrics.results[TransitionMultiverse.self]?.first?.ages)
    func age(_ measure: Specification.Measure, _ faces: Specification.Faces) -> SpecifiedAge? {
      ages.first {
        $0.specification.measure == measure && $0.specification.faces == faces
          && $0.specification.curve == .logistic && $0.specification.adults == .all
          && $0.specification.weighting == .standardised
      }
    }
    #expect(age(.named, .onePerSubject)?.n == 500)
    // Nothing is right there, so nothing changes.
    #expect(age(.half, .onePerSubject)?.ageInYears == nil)
    #expect(age(.half, .all)?.ageInYears.map { abs($0 - 8) < 2 } == true)
  }

  @Test func aPeakGivesNoAgeInAnyRow() throws {
    let peak = StepCurve(levels: [0.3, 0.85, 0.35], midpoints: [4, 14], scale: 1)
    let metrics = try metrics(predictions(peak.accuracy(at:)))
    let model = try #require(metrics.results[TransitionMultiverse.self]?.first)
    let all = model.ages.filter { $0.specification.faces == .all }
    #expect(all.allSatisfy { $0.ageInYears == nil })
    #expect(all.contains { $0.reason == .noSingleStep })
  }
}

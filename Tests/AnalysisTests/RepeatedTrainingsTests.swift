import Analysis
import Faces
import Foundation
import Presentation
import Statistics
import Support
import Testing

/// Values of scipy, made by Fixtures/make_training_fixtures.py.
private struct Reference: Decodable {
  let values: [Double]
  let lower: [Double]
  let upper: [Double]
  let subjects: Int
  let mean: Double
  let pooledLower: Double
  let pooledUpper: Double
  let sampling: Double
  let between: Double
  let share: Double
}

private func age(_ years: Double?, _ lower: Double?, _ upper: Double?) -> QuotedAge {
  QuotedAge(
    ageInYears: years,
    interval: OpenInterval(lower: lower, upper: upper, level: 0.95, method: "test"),
    treatment: .asEstimated)
}

private func pooled(
  _ single: [QuotedAge], searched: ClosedRange<Double> = 0.1...25, subjects: Int = 200
) throws -> PooledTrainingAge {
  try PooledTrainingAge(
    model: "adult", quantity: .transitionAge, single: single, searched: searched,
    subjects: subjects, level: 0.95)
}

/// Predictions of an adult model whose curve turns at an age.
private func predictions(at midpoint: Double, seed: UInt64) -> PredictionTable {
  var generator = SeededGenerator(seed: seed)
  let rows = (0..<300).flatMap { subject -> [PredictionRow] in
    let spans = [(0.3, 3.0), (3, 8), (8, 12), (12, 17), (18, 40)]
    let span = spans[subject % 5]
    let age = span.0 + (span.1 - span.0) * Double(subject) / 300
    return (0..<4).map { face in
      let emotion = LabelScheme.emotions7.emotions[(subject / 5 + face) % 7]
      let chance = 0.3 + 0.55 / (1 + exp(-(age - midpoint) / 0.7))
      return PredictionRow(
        image: "\(subject)-\(face)", subject: "s\(subject)", split: "test", age: age,
        ageGroup: AgeGrouping.study.group(ofAgeInYears: age), emotion: emotion, model: "adult",
        predicted: generator.uniform() < chance ? emotion : emotion.next,
        probabilities: [Float](repeating: 1 / 7, count: 7))
    }
  }
  return PredictionTable(rows: rows, vocabulary: .study)
}

@Suite struct RepeatedTrainingsTests {
  @Test func poolingAgreesWithScipy() throws {
    let cases = try JSONDecoder().decode(
      [Reference].self, from: Data(contentsOf: fixture("trainings.json")))
    #expect(cases.count == 4)
    for reference in cases {
      let single = reference.values.indices.map {
        age(reference.values[$0], reference.lower[$0], reference.upper[$0])
      }
      let result = try pooled(
        single, searched: -100...100, subjects: reference.subjects)
      #expect(abs(try #require(result.ageInYears) - reference.mean) < 1e-9)
      #expect(abs(try #require(result.interval.lower) - reference.pooledLower) < 1e-8)
      #expect(abs(try #require(result.interval.upper) - reference.pooledUpper) < 1e-8)
      #expect(abs(try #require(result.samplingStandardError) - reference.sampling) < 1e-9)
      #expect(
        abs(try #require(result.standardDeviationBetweenTrainings) - reference.between) < 1e-9)
      #expect(abs(try #require(result.trainingShare) - reference.share) < 1e-9)
    }
  }

  @Test func nothingIsPooledWhereATrainingHasNoAge() throws {
    let result = try pooled([age(7, 6, 8), age(nil, nil, 9)])
    #expect(result.ageInYears == nil)
    #expect(result.interval.lower == nil && result.interval.upper == nil)
    #expect(
      RepeatedTrainings.words(result).hasPrefix(
        "Of 2 trainings, 1 locate the adult model's transition age (7.0 years)"))
  }

  @Test func boundsBeyondWhatWasSearchedAreNone() throws {
    // Two trainings four years apart leave one degree of freedom.
    let result = try pooled([age(5, 4.5, 5.5), age(9, 8.5, 9.5)], searched: 1...24)
    #expect(result.ageInYears == 7)
    #expect(result.interval.lower == nil && result.interval.upper == nil)
    #expect(try #require(result.trainingShare) > 0.9)
  }

  @Test func trainingsAreInMetricsFindingsAndWords() throws {
    let metrics = try Metrics(
      Evidence(
        predictions: predictions(at: 7, seed: 1),
        furtherTrainings: [predictions(at: 8, seed: 2), predictions(at: 9, seed: 3)],
        settings: EvaluationSettings(replicates: 20), wanted: ["transition"]))
    let result = try #require(metrics.results[RepeatedTrainings.self])
    #expect(result.trainings == 3)
    let adult = try #require(result.ages.first)
    #expect(adult.model == "adult")
    #expect(adult.located.count == 3)
    #expect(adult.located == adult.located.sorted())
    let interval = try #require(adult.single.first?.interval.width)
    #expect(try #require(adult.interval.width) > interval)
    #expect(adult.interval.contains(8))
    let text = try #require(metrics.finding("adult-trainings")?.text)
    #expect(text.hasPrefix("Over 3 trainings the adult model's transition age is "), "\(text)")
    var run = RunResults()
    run.metrics = metrics
    #expect(RepeatedTrainings.section(of: run) != nil)
    #expect(
      RepeatedTrainings.methods(of: run).first?.contains("different seeds. Transition") == true)
    run.resamplesTrainingSubjects = true
    #expect(RepeatedTrainings.methods(of: run).first?.contains("drawn with replacement") == true)
    // Too few faces for a curve: they were trained again all the same.
    run.metrics?.results[RepeatedTrainings.self] = TrainingVariation(trainings: 2, ages: [])
    #expect(RepeatedTrainings.section(of: run) != nil)
    #expect(RepeatedTrainings.limitations(of: run).first?.text.contains("first training") == true)
    let again = try JSONDecoder().decode(
      TrainingVariation.self, from: JSONEncoder().encode(result))
    #expect(again == result)
  }

  @Test func otherFacesAreRefusedByTraining() throws {
    var other = predictions(at: 8, seed: 2)
    other.rows.removeLast()
    let error = #expect(throws: SmilestoneError.self) {
      try Metrics(
        Evidence(
          predictions: predictions(at: 8, seed: 1), furtherTrainings: [other],
          settings: EvaluationSettings(replicates: 20), wanted: ["transition"]))
    }
    #expect(error?.message.contains("predictions of training 2") == true)
  }

  @Test func aSingleTrainingSaysSo() throws {
    var run = RunResults()
    run.metrics = try Metrics(
      Evidence(
        predictions: predictions(at: 8, seed: 1), settings: EvaluationSettings(replicates: 20)))
    #expect(RepeatedTrainings.section(of: run) == nil)
    #expect(RepeatedTrainings.limitations(of: run).first?.text.contains("trained once") == true)
  }
}

import Analysis
import Faces
import Foundation
import Statistics
import Support
import Testing

/// Predictions of one model that become right at 8 years, from sources that `source` names by age and subject.
private func metrics(_ source: (Double, Int) -> String?) throws -> Metrics {
  var generator = SeededGenerator(seed: 7)
  let spans = [(0.3, 3.0), (3, 8), (8, 12), (12, 17), (18, 40)]
  let emotions = LabelScheme.emotions7.emotions
  let rows = (0..<400).flatMap { subject -> [PredictionRow] in
    let age = generator.uniform(spans[subject % 5].0, spans[subject % 5].1)
    return (0..<3).map { face in
      let emotion = emotions[(subject / 5 + face) % 7]
      let isRight = generator.uniform() < 0.3 + 0.55 / (1 + exp(-(age - 8)))
      return PredictionRow(
        image: "\(subject)-\(face)", subject: "s\(subject)", source: source(age, subject),
        split: "test", age: age, ageGroup: AgeGrouping.study.group(ofAgeInYears: age),
        emotion: emotion, model: "adult", predicted: isRight ? emotion : emotion.next,
        probabilities: [Float](repeating: 1 / 7, count: 7))
    }
  }
  return try Metrics(
    Evidence(
      predictions: PredictionTable(rows: rows, vocabulary: .study),
      settings: EvaluationSettings(replicates: 100), wanted: ["transition"]))
}

@Suite struct SourceDependenceTests {
  @Test func anArchiveOfInfantsIsAliasedWithAge() throws {
    let metrics = try metrics { age, _ in age < 5 ? "infants" : "adults" }
    let model = try #require(metrics.transition?.models.first)
    let sources = try #require(model.sources)
    #expect(sources.sources.map(\.name).sorted() == ["adults", "infants"])
    let infants = try #require(sources.sources.first { $0.name == "infants" })
    #expect(infants.subjectsAfter == 0)
    #expect(infants.age == nil)
    // “adults” has subjects of 5 to 8 years and older ones.
    let adults = try #require(sources.sources.first { $0.name == "adults" })
    #expect(adults.subjectsBefore >= 10)
    let text = try #require(metrics.finding("adult-transition")?.text)
    #expect(text.contains("Within single sources: “adult"), "\(text)")
  }

  @Test func noSourceOnBothSidesIsSaid() throws {
    let metrics = try metrics { age, _ in age < 8 ? "young" : "old" }
    let text = try #require(metrics.finding("adult-transition")?.text)
    #expect(
      text.contains("Age and source are aliased: no source has 10 subjects on both sides"),
      "\(text)")
    #expect(text.contains("so the change may be one of archives"))
  }

  @Test func sourcesOfAllAgesHaveAgesOfTheirOwn() throws {
    let metrics = try metrics { _, subject in subject / 5 % 2 == 0 ? "one" : "two" }
    let sources = try #require(metrics.transition?.models.first?.sources)
    for source in sources.sources {
      let age = try #require(source.age)
      #expect(age.interval.contains(8), "\(source.name)")
    }
  }

  @Test func oneSourceNeedsNoWord() throws {
    let metrics = try metrics { _, _ in "one" }
    #expect(metrics.transition?.models.first?.sources == nil)
    #expect(metrics.finding("adult-transition")?.text.contains("source") == false)
  }
}

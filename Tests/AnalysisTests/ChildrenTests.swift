import Analysis
import Faces
import Foundation
import Statistics
import Support
import Testing

/// Children who were seen `visits` times two years apart, each right from its own age of change on.
private func predictions(visits: Int, deviation: Double = 3) -> PredictionTable {
  var generator = SeededGenerator(seed: 4)
  let emotions = LabelScheme.emotions7.emotions
  let rows = (0..<120).flatMap { child -> [PredictionRow] in
    let first = generator.uniform(0.5, 16)
    let own = 8 + deviation * generator.normal()
    return (0..<visits).flatMap { visit -> [PredictionRow] in
      let age = first + 2 * Double(visit)
      return (0..<4).map { face in
        let emotion = emotions[(child + face) % 7]
        let chance = 0.3 + 0.55 / (1 + exp(-(age - own) / 0.6))
        return PredictionRow(
          image: "\(child)-\(visit)-\(face)", subject: "s\(child)", split: "test", age: age,
          ageGroup: AgeGrouping.study.group(ofAgeInYears: age), emotion: emotion, model: "adult",
          predicted: generator.uniform() < chance ? emotion : emotion.next,
          probabilities: [Float](repeating: 1 / 7, count: 7))
      }
    }
  }
  return PredictionTable(rows: rows, vocabulary: .study)
}

private func metrics(_ table: PredictionTable, manifest: Manifest? = nil) throws -> Metrics {
  try Metrics(
    Evidence(
      predictions: table, manifest: manifest, settings: EvaluationSettings(replicates: 50)))
}

@Suite struct ChildrenTests {
  @Test func childrenSeenAgainHaveAgesOfTheirOwn() throws {
    let metrics = try metrics(predictions(visits: 4))
    let model = try #require(metrics.results[ChildrenSeenAgain.self]?.first)
    #expect(model.model == "adult")
    #expect(model.subjects == 120)
    #expect(model.seenAgain > 100)
    #expect(model.medianYears == 6)
    let trend = try #require(model.trend)
    // Growing older makes predictions better, within children as between them.
    #expect(trend.within.lower > 1)
    #expect(trend.between.value > 1)
    #expect(trend.difference?.name == "Wald test")
    let change = try #require(model.change)
    #expect(change.meanAge.interval.contains(8))
    #expect(change.standardDeviationInterval.contains(3))
    #expect(change.commonAge.pValue < 0.05)
    #expect(change.pooledCurve.scale > change.curve.scale)
    #expect(change.ages.count == model.seenAgain)
    #expect(change.ages.map(\.ageInYears) == change.ages.map(\.ageInYears).sorted())
    let text = try #require(metrics.finding("adult-children-ages")?.text)
    #expect(text.hasPrefix("For the adult model, children change at "))
    #expect(metrics.finding("adult-within-children")?.chart == "children")
  }

  @Test func childrenSeenOnceSayNothing() throws {
    #expect(try metrics(predictions(visits: 1)).results[ChildrenSeenAgain.self] == nil)
  }

  /// Estimated ages differ between faces of one day, so that they make no second visit.
  @Test func estimatedAgesDoNotCount() throws {
    let table = predictions(visits: 3)
    let manifest = Manifest(
      folder: URL(fileURLWithPath: "/"),
      records: table.rows.map { row in
        FaceRecord(
          image: row.image, subject: row.subject, emotion: row.emotion, ageInYears: row.age,
          ageStandardDeviationInYears: 1, split: .test)
      }, vocabulary: .study)
    #expect(try metrics(table, manifest: manifest).results[ChildrenSeenAgain.self] == nil)
  }
}

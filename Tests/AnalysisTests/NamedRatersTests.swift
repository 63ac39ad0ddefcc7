import Analysis
import Faces
import Foundation
import Statistics
import Support
import Testing

/// Accuracies judged by single raters, whose spread is planted.
@Suite struct NamedRatersTests {
  /// Faces that a model and raters named at random.
  private struct Cohort {
    var subjects = 80
    var raters = 8
    var trend = 0.3
    var raterDeviation = 0.8
    var source: String? = "invented"
    var seed: UInt64 = 5

    /// Raters agree with the model, which always names the emotion “happy”, or say “sad”.
    func draw() -> (table: PredictionTable, manifest: Manifest) {
      var generator = SeededGenerator(seed: seed)
      let levels = (0..<raters).map { _ in raterDeviation * generator.normal() }
      var (rows, records): ([PredictionRow], [FaceRecord]) = ([], [])
      for subject in 0..<subjects {
        let group = subject % 5
        let own = 0.5 * generator.normal() + trend * Double(group - 2) + 0.3
        for face in 0..<3 {
          let level = own + generator.normal()
          let labels = levels.indices.map { rater in
            let isHappy = generator.uniform() < 1 / (1 + exp(-level - levels[rater]))
            return "r\(rater):\(isHappy ? "happy" : "sad")"
          }
          let image = "\(subject)-\(face).png"
          let happy = labels.count { $0.hasSuffix("happy") }
          // A tied face has no label.
          let label: Emotion? = 2 * happy == raters ? nil : 2 * happy > raters ? .happy : .sad
          records.append(
            FaceRecord(image: image, source: source, extra: [labels.joined(separator: ";")]))
          rows.append(
            PredictionRow(
              image: image, subject: "s\(subject)", source: source, split: "test",
              ageGroup: AgeGrouping.study.groups[group], emotion: label, model: "adult",
              predicted: .happy, probabilities: [0, 0, 0, 1, 0, 0, 0]))
        }
      }
      return (
        PredictionTable(rows: rows, vocabulary: .study),
        Manifest(
          folder: URL(fileURLWithPath: "/faces"), extraColumns: ["rater_labels"], records: records,
          vocabulary: .study)
      )
    }
  }

  private func metrics(_ cohort: (table: PredictionTable, manifest: Manifest)) throws -> Metrics {
    try Metrics(predictions: cohort.table, manifest: cohort.manifest, settings: quick)
  }

  @Test func aPlantedSpreadAndTrendAreFound() throws {
    let cohort = Cohort().draw()
    let metrics = try self.metrics(cohort)
    let effects = try #require(metrics.results[NamedRaters.self]?.first)
    #expect(effects.faces == 240 && effects.judgements == 240 * 8 && effects.subjects == 80)
    #expect(effects.raters.map(\.name) == (0..<8).map { "r\($0)" })
    for (place, rater) in effects.raters.enumerated() {
      let right = cohort.manifest.records.count { $0.extra[0].contains("r\(place):happy") }
      let accuracy = try #require(rater.accuracy)
      #expect(rater.n == 240 && abs(accuracy.value - Double(right) / 240) < 1e-12)
      #expect(accuracy.lower < accuracy.value && accuracy.value < accuracy.upper)
      #expect(rater.trend != nil)
    }
    let crossed = try #require(effects.crossed)
    #expect(effects.problem == nil)
    #expect(crossed.raterInterval.contains(0.8))
    #expect(try #require(crossed.raterInterval.lower) > 0.2)
    #expect(abs(crossed.raterDeviation - 0.8) < 0.4)
    // 0.8 in log odds, less what subjects and faces flatten.
    #expect((0.08...0.2).contains(crossed.raterDeviationInAccuracy))
    let trend = try #require(crossed.trend)
    #expect(trend.estimate.lower < 0.3 && 0.3 < trend.estimate.upper)
    #expect(trend.test.name == "Wald test, t with 7 degrees of freedom")
    let inAccuracy = try #require(crossed.trendInAccuracy)
    #expect(inAccuracy.lower > 0)
    // The mean of the raters' own lines is near the trend of an average rater.
    let lines = effects.raters.compactMap(\.trend?.value)
    #expect(abs(inAccuracy.value - lines.reduce(0, +) / 8) < 0.01)

    let text = try #require(metrics.finding("adult-named-raters")).text
    #expect(text.hasPrefix("Judged by each of 8 named raters, the adult model is right in "))
    #expect(text.contains("A rise with age is to be expected for other raters such as these."))
    #expect(!text.contains("are few") && !text.contains("r0"))
    var run = RunResults()
    run.metrics = metrics
    #expect(NamedRaters.section(of: run)?.count == 4)
    #expect(NamedRaters.references(of: run).count == 2)
    #expect(NamedRaters.text(of: metrics)?.contains("r7") == true)
    let again = try JSONDecoder().decode(RaterEffects.self, from: JSONEncoder().encode(effects))
    #expect(again == effects)
  }

  @Test func fewRatersComeWithAWarningAndAWiderInterval() throws {
    var cohort = Cohort()
    cohort.raters = 3
    let metrics = try self.metrics(cohort.draw())
    let effects = try #require(metrics.results[NamedRaters.self]?.first)
    #expect(effects.crossed?.trend?.test.name == "Wald test, t with 2 degrees of freedom")
    let text = try #require(metrics.finding("adult-named-raters")).text
    #expect(text.contains("Three raters are few: what raters differ by is hardly known"))
    var run = RunResults()
    run.metrics = metrics
    #expect(NamedRaters.limitations(of: run).first?.text.contains("Three raters are few") == true)
  }

  @Test func whatCannotBeEstimatedSaysWhy() throws {
    func problem(_ change: (inout Cohort) -> Void) throws -> RaterEffects.Problem? {
      var cohort = Cohort()
      change(&cohort)
      return try metrics(cohort.draw()).results[NamedRaters.self]?.first?.problem
    }
    #expect(try problem { $0.raters = 1 } == .oneRater)
    #expect(try problem { $0.subjects = 5 } == .fewFaces)
    #expect(try problem { $0.raterDeviation = 0 } == nil)
    // All raters agree with the model on all faces.
    var (table, manifest) = Cohort().draw()
    for index in manifest.records.indices {
      manifest.records[index].extra = ["a:happy;b:happy"]
    }
    let agreed = try metrics((table, manifest))
    #expect(agreed.results[NamedRaters.self]?.first?.problem == .noPeak)
    #expect(
      agreed.finding("adult-named-raters")?.text.contains("cannot be estimated: their labels agree")
        == true)
    table.rows.removeAll { $0.image.hasPrefix("1") }
    #expect(try metrics((table, manifest)).results[NamedRaters.self] != nil)
  }

  @Test func nothingIsSaidWhereNobodyIsNamed() throws {
    var (table, manifest) = Cohort().draw()
    manifest.setExtraColumn("rater_labels", to: manifest.records.map { _ in "" })
    let metrics = try self.metrics((table, manifest))
    #expect(metrics.results[NamedRaters.self] == nil)
    #expect(metrics.finding("adult-named-raters") == nil)
    var run = RunResults()
    run.metrics = metrics
    #expect(NamedRaters.section(of: run) == nil && NamedRaters.methods(of: run).isEmpty)
    table.rows.shuffle()
    #expect(try Metrics(predictions: table, settings: quick).results[NamedRaters.self] == nil)
  }

  /// Names count within their source, and the order of rows means nothing.
  @Test func ratersOfTwoSourcesAreTwo() throws {
    var (table, manifest) = Cohort().draw()
    for index in manifest.records.indices where index >= 120 {
      manifest.records[index].source = "other"
    }
    let effects = try #require(metrics((table, manifest)).results[NamedRaters.self]?.first)
    #expect(effects.raters.count == 16)
    #expect(Set(effects.raters.map(effects.displayName)).count == 16)
    #expect(effects.displayName(of: effects.raters[0]) == "r0 (invented)")
    table.rows.reverse()
    manifest.records.reverse()
    #expect(try metrics((table, manifest)).results[NamedRaters.self]?.first == effects)
    var renamed = try metrics((table, manifest))
    renamed.renameRaters { name, source in "x-\(name)-\(source ?? "")" }
    #expect(renamed.results[NamedRaters.self]?.first?.raters[0].name == "x-r0-invented")
  }
}

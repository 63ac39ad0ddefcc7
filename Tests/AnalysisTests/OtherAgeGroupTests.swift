import Analysis
import Faces
import Foundation
import Statistics
import Support
import TestSupport
import Testing

/// Analyses of three groups of one's own.
@Suite struct OtherAgeGroupTests {
  private static let ages = Result {
    try AgeGrouping(text: "baby/babies<=2; child/children<=12; grown-up")
  }

  /// Two models whose predictions turn at six years, on 240 subjects of all ages.
  private func predictions() throws -> PredictionTable {
    let ages = try Self.ages.get()
    let emotions = LabelScheme.emotions7.emotions
    var generator = SeededGenerator(seed: 3, stream: "other groups")
    let spans: [ClosedRange<Double>] = [0.3...2, 2...12, 12...40]
    let rows = (0..<240).flatMap { subject -> [PredictionRow] in
      let span = spans[subject % 3]
      let age = generator.uniform(span.lowerBound, span.upperBound)
      let turned = 1 / (1 + exp(-(age - 6)))
      return (0..<4).flatMap { face -> [PredictionRow] in
        let place = (subject / 3 + face) % emotions.count
        let emotion = emotions[place]
        return [("infant", 0.8 - 0.5 * turned), ("adult", 0.3 + 0.5 * turned)].map {
          model, chance in
          let isRight = generator.uniform() < chance
          let predicted = isRight ? emotion : emotions[(place + 1) % emotions.count]
          return PredictionRow(
            image: "\(subject)-\(face)", subject: "s\(subject)", split: "test", age: age,
            ageGroup: ages.group(ofAgeInYears: age), emotion: emotion, model: model,
            predicted: predicted,
            probabilities: emotions.map { $0 == predicted ? 0.4 : 0.1 })
        }
      }
    }
    return PredictionTable(rows: rows, vocabulary: Vocabulary(ages: ages))
  }

  @Test func everythingSpeaksOfTheseGroups() throws {
    let ages = try Self.ages.get()
    let table = try predictions()
    let metrics = try Metrics(
      Evidence(
        predictions: table, settings: EvaluationSettings(replicates: 100),
        wanted: ["transition"]), plan: StatedPlan())
    #expect(metrics.settings?.trainedOn == ["infant": ages.groups[0], "adult": ages.groups[2]])
    for model in metrics.models {
      #expect(model.groups.map(\.ageGroup) == ages.groups)
      #expect(model.groups.map(\.n) == [320, 320, 320])
      #expect(model.crossAge?.comparedGroups == ages.groups)
    }
    let ends = try #require(metrics.finding("adult-toddler-adult"))
    #expect(ends.text.contains("higher on grown-up faces than on baby faces"), "\(ends.text)")
    #expect(metrics.finding("infant-chance")?.text.contains("On baby faces, the group") == true)
    let curve = try #require(metrics.transition?.models.first { $0.model == "adult" })
    #expect(curve.ageGroups == ages.groups)
    #expect(try #require(curve.curve?.oldestChild) < 12)
    let text = metrics.findings.map(\.text).joined(separator: "\n")
    for word in ["toddler", "teenager", "younger child", "older child"] {
      #expect(!text.contains(word), "\(text)")
    }
    let hypotheses = metrics.plan?.stated.plan.hypotheses.map(\.hypothesis) ?? []
    #expect(hypotheses.contains("The adult model's accuracy differs between babies and grown-ups."))

    let folder = try TemporaryFolder()
    try metrics.write(to: folder.file("metrics.json"))
    #expect(try Metrics(contentsOf: folder.file("metrics.json")) == metrics)
    try table.write(to: folder.file("predictions.csv"))
    let read = try PredictionTable(contentsOf: folder.file("predictions.csv"))
    #expect(read.vocabulary.ages == ages && read.rows.count == table.rows.count)
  }

  @Test func wrongAgesAreFollowedThroughTheseGroups() throws {
    let table = try predictions()
    let images = Set(table.rows.map(\.image))
    let ages = Dictionary(
      uniqueKeysWithValues: images.map { image in
        let age = table.rows.first { $0.image == image }?.age ?? 0
        return (
          PathKey(image), AgeEstimate(ageInYears: age, standardDeviationInYears: 0.5)
        )
      })
    let curves = TransitionSettings(
      replicates: 20, boundSimulations: 19, flatSimulations: 19, levellingSimulations: 19)
    let analysis = try AgeErrorAnalysis(
      predictions: table, ages: ages,
      settings: AgeErrorSettings(imputations: 2, cycles: 1, resamples: 4, transition: curves))
    let ends = try #require(analysis.results.first { $0.quantity == .toddlerAdult })
    #expect(ends.name(try Self.ages.get()) == "infant baby-grown-up")
    #expect(ends.asEstimated != nil)
    #expect(!analysis.summary.contains("toddler"))
  }

  @Test func predictionsAndManifestMustHaveTheSameGroups() throws {
    let table = try predictions()
    let manifest = Manifest(
      folder: URL(fileURLWithPath: "/"),
      records: [FaceRecord(image: table.rows[0].image, ageGroup: .adult)], vocabulary: .study)
    let error = #expect(throws: SmilestoneError.self) {
      try Evidence(predictions: table, manifest: manifest)
    }
    #expect(error?.code == .badInput && error?.message.contains("“3;8;12;17”") == true)
    #expect(error?.message.contains("baby/babies<=2") == true && error?.remedy != nil)
  }

  /// Metrics of earlier versions say other bounds of the study's groups.
  @Test func earlierSettingsAreUnderstood() throws {
    let json = """
      {"seed": 1, "replicates": 10, "level": 0.95, "trainedOn": {"adult": "adult"}, "chance": 0.14,
        "ageBoundsInYears": [2, 6, 12, 18]}
      """
    let settings = try JSONDecoder().decode(EvaluationSettings.self, from: Data(json.utf8))
    #expect(settings.vocabulary.ages.groups == AgeGrouping.study.groups)
    #expect(settings.vocabulary.ages.upperBoundsInYears == [2, 6, 12, 18])
  }

  @Test func aReferenceOfTheSameGroupsIsCompared() throws {
    let ages = try Self.ages.get()
    let estimate = Estimate(value: 0.1, lower: 0.05, upper: 0.15, level: 0.95, method: "invented")
    let reference = AppearanceReference(
      cohorts: 2, runs: ["a", "b"], settings: "small", ages: ages,
      models: [
        ModelAppearance(model: "adult", trend: estimate, toddlerAdult: estimate)
      ])
    let metrics = try Metrics(
      Evidence(
        predictions: predictions(), settings: EvaluationSettings(replicates: 100),
        results: .with(reference)))
    #expect(metrics.appearance == reference)
    let note = try #require(metrics.finding("adult-toddler-adult")?.appearance)
    #expect(note.text.contains("from babies to grown-ups") && note.share != nil, "\(note.text)")
  }

  @Test func runsAreComparedInTheirGroups() throws {
    let table = try predictions()
    let run = RunComparison.Run(name: "a", predictions: table, identities: [:])
    let other = RunComparison.Run(name: "b", predictions: table, identities: [:])
    let groups = try RunComparison(run, other, settings: EvaluationSettings(replicates: 50))
      .differences.filter { $0.model == "adult" }.map(\.ageGroup)
    #expect(groups == [nil] + (try Self.ages.get().groups))
  }
}

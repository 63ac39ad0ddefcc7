import Analysis
import Faces
import Foundation
import Statistics
import Support
import TestSupport
import Testing

/// Faces whose ages an estimator takes for two years too old, and whose errors spread more than it says; predictions turn at
/// a true age of 9 years.
private struct WrongAges {
  var generator = SeededGenerator(seed: 3)

  mutating func face(_ number: Int) throws -> (estimate: AgeEstimate, trueAge: Double) {
    let spans = [(2.5, 3.0), (3, 8), (8, 12), (12, 17), (18, 40)]
    let span = spans[number % 5]
    let estimate = generator.uniform(span.0, span.1)
    let age = max(0, estimate - 2 + 1.5 * generator.normal())
    return (
      AgeEstimate(
        ageInYears: estimate, standardDeviationInYears: 1,
        distribution: try AgeDistribution(ageInYears: estimate, standardDeviationInYears: 1)), age
    )
  }

  mutating func known(_ count: Int) throws -> [KnownAge] {
    try (0..<count).map { number in
      let (estimate, age) = try face(number)
      return KnownAge(estimate: estimate, ageInYears: age)
    }
  }

  mutating func uncertain(_ count: Int) throws -> [UncertainFace] {
    try (0..<count).map { number in
      let (estimate, age) = try face(number)
      let chance = 0.3 + 0.55 / (1 + exp(-(age - 9) / 0.7))
      return UncertainFace(
        subject: number, emotion: LabelScheme.emotions7.emotions[number / 5 % 7],
        ageInYears: estimate.ageInYears, likelyAges: estimate.distribution,
        isCorrect: [generator.uniform() < chance])
    }
  }
}

private let quickSettings = AgeErrorSettings(
  imputations: 4, cycles: 2, resamples: 20,
  transition: TransitionSettings(replicates: 20, boundSimulations: 9))

@Suite struct KnownAgeTests {
  @Test func knownAgesMoveImputedOnesToWhereTheyAre() throws {
    var cohort = WrongAges()
    let faces = try cohort.uncertain(900)
    let known = try cohort.known(100)
    func age(_ known: [KnownAge]?) throws -> BoundedAge {
      let analysis = try AgeErrorAnalysis(
        faces: faces, models: ["adult"], groups: .study, settings: quickSettings,
        correctedBy: known)
      return try #require(analysis.ages?.first?.imputed)
    }
    let (without, with) = (try age(nil), try age(known))
    let moved = try #require(with.ageInYears) - #require(without.ageInYears)
    #expect(abs(moved + 2) < 0.7)
    #expect(with.interval.contains(9))
    // What is not known of the correction is in the interval.
    #expect(try #require(with.interval.width) > #require(without.interval.width))
  }

  @Test func theCheckHasBiasSpreadAndBrokenPromises() throws {
    var cohort = WrongAges()
    let faces = try cohort.known(150)
    let rows = faces.indices.map { index in
      PredictionRow(
        image: "\(index)", subject: nil, split: "test", age: 10, ageGroup: nil, emotion: .happy,
        model: "adult", predicted: .happy, probabilities: [Float](repeating: 1 / 7, count: 7))
    }
    let sample = Dictionary(
      uniqueKeysWithValues: faces.enumerated().map { (PathKey("\($0)"), $1) })
    let analysis = try AgeErrorAnalysis(
      predictions: PredictionTable(rows: rows, vocabulary: .study), ages: [:],
      correctedBy: sample, settings: quickSettings)
    let check = try #require(analysis.knownAges)
    #expect(check.n == 150 && check.subjects == 150)
    #expect(check.groups.map(\.n) == [30, 30, 30, 30, 30])
    let adults = try #require(check.groups.last)
    let bias = try #require(adults.bias)
    #expect(bias.lower > 1 && bias.upper < 3)
    #expect(abs(try #require(adults.spread) - 1.5) < 0.4)
    #expect(adults.isCorrected)
    let broken = try #require(check.broken)
    #expect(broken.contains { $0.kind == .coverageByEstimatedAge })
    #expect(analysis.summary.contains("a correction by 150 faces of known age"))
    let again = try JSONDecoder().decode(
      AgeErrorAnalysis.self, from: JSONEncoder().encode(analysis))
    #expect(again.knownAges == check)
  }

  @Test func filesWithoutKnownAgesAndTooFewFacesAreRefused() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.write("image,age\na.png,\n", to: "empty.csv")
    let error = #expect(throws: SmilestoneError.self) { try KnownAgeSample(contentsOf: empty) }
    #expect(error?.message.contains("gives no known age") == true)
    let few = try folder.write("image,age\na.png,4\n", to: "few.csv")
    var manifest = Manifest(
      folder: folder.url, extraColumns: [],
      records: [
        FaceRecord(
          image: "a.png", emotion: .happy, ageInYears: 5, ageStandardDeviationInYears: 1,
          ageSource: .estimated, split: .test)
      ], vocabulary: .study)
    manifest.records[0].ageGroup = AgeGrouping.study.groups[1]
    let row = PredictionRow(
      image: "a.png", subject: nil, split: "test", age: 5,
      ageGroup: AgeGrouping.study.groups[1], emotion: .happy, model: "adult", predicted: .happy,
      probabilities: [Float](repeating: 1 / 7, count: 7))
    let evidence = try Evidence(
      predictions: PredictionTable(rows: [row], vocabulary: .study), manifest: manifest,
      knownAges: KnownAgeSample(contentsOf: few), wanted: ["age-error"])
    let tooFew = #expect(throws: SmilestoneError.self) { try Metrics(evidence) }
    #expect(tooFew?.message.contains("a correction needs 20") == true, "\(tooFew?.message ?? "")")
  }
}

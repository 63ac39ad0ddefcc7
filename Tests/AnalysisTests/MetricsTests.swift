import Analysis
import Faces
import Foundation
import Statistics
import Support
import TestSupport
import Testing

/// Values of scikit-learn and statsmodels, made by Fixtures/make_fixtures.py.
private struct Reference: Decodable {
  struct Sample: Decodable {
    let model: String
    let ageGroup: AgeGroup?
    let split: String
    let n: Int
    let correct: Int
    let accuracy: Double
    let lower: Double
    let upper: Double
    let recall: [Double?]
    let macroRecall: Double
    let confusion: [[Int]]
    let logLoss: Double
    let majority: Double
  }
  let samples: [Sample]
}

private func close(_ value: Double?, _ reference: Double, _ tolerance: Double = 1e-9) -> Bool {
  abs((value ?? .nan) - reference) <= tolerance
}

@Suite struct CopiedFacesTests {
  /// 60 test faces of adults, each in as many copies, of which 40 are right.
  private func rows(copies: Int, areKnown: Bool, subject: String? = nil) -> [PredictionRow] {
    (0..<60 * copies).map { index in
      let face = index % 60
      let emotion = LabelScheme.emotions7.emotions[face % 7]
      let predicted = face < 40 ? emotion : LabelScheme.emotions7.emotions[(face + 1) % 7]
      var probabilities = [Float](repeating: 0, count: 7)
      probabilities[LabelScheme.emotions7.position(of: predicted)] = 1
      return PredictionRow(
        image: "\(index)", subject: subject.map { "\($0)\(face)" },
        photograph: areKnown ? "p\(face)" : nil, split: "test", age: 30, ageGroup: .adult,
        emotion: emotion, model: "adult", predicted: predicted, probabilities: probabilities)
    }
  }

  private func metrics(_ rows: [PredictionRow]) throws -> Metrics {
    try Metrics(predictions: PredictionTable(rows: rows, vocabulary: .study), settings: quick)
  }

  private func width(_ metrics: Metrics) throws -> Double {
    let accuracy = try #require(try metrics.group(.adult).accuracy)
    return accuracy.upper - accuracy.lower
  }

  @Test func copiesDoNotNarrowIntervals() throws {
    let once = try width(metrics(rows(copies: 1, areKnown: false)))
    let copied = try metrics(rows(copies: 6, areKnown: true))
    #expect(abs(try width(copied) / once - 1) < 0.15)
    #expect(try width(metrics(rows(copies: 6, areKnown: false))) / once < 0.6)
    #expect(try copied.group(.adult).subjects == nil)
    let text = try #require(copied.finding("independence")).text
    #expect(text.contains("Copies and near duplicates of one photograph count as one"))
    #expect(!text.contains("Subjects are shown on several test faces"))
  }

  @Test func knownSubjectsComeBeforePhotographs() throws {
    let known = try metrics(rows(copies: 3, areKnown: true, subject: "s"))
    #expect(try known.group(.adult).subjects == 60)
    let spelt = rows(copies: 2, areKnown: false, subject: "s").enumerated().map { index, row in
      var row = row
      if index >= 60 { row.subject = row.subject.map { " \($0.uppercased())" } }
      return row
    }
    #expect(try metrics(spelt).group(.adult).subjects == 60)
  }

  @Test func photographsSurviveWritingAndReading() throws {
    let folder = try TemporaryFolder()
    let table = PredictionTable(rows: rows(copies: 2, areKnown: true), vocabulary: .study)
    try table.write(to: folder.file("p.csv"))
    #expect(try PredictionTable(contentsOf: folder.file("p.csv")) == table)
    // Older files do not have the column; a manifest may know.
    var old = PredictionTable(rows: rows(copies: 2, areKnown: false), vocabulary: .study)
    var manifest = Manifest(
      folder: folder.url, records: old.rows.map { FaceRecord(image: $0.image) }, vocabulary: .study)
    manifest.setDuplicateClusters((0..<120).map { "p\($0 % 60)" })
    old.takePhotographs(from: manifest)
    #expect(old == table)
  }
}

@Suite struct MetricsTests {
  @Test func agreesWithScikitLearn() throws {
    let table = try PredictionTable(contentsOf: fixture("predictions.csv"))
    let metrics = try Metrics(predictions: table, settings: quick)
    #expect(metrics.models.map(\.model) == ["infant", "adult"])
    let reference = try JSONDecoder().decode(
      Reference.self, from: Data(contentsOf: fixture("reference.json")))
    #expect(reference.samples.count == 12)
    for sample in reference.samples {
      let model = try #require(metrics.models.first { $0.model == sample.model })
      if let ageGroup = sample.ageGroup {
        let group = try #require(model.groups.first { $0.ageGroup == ageGroup })
        #expect(group.n == sample.n)
        #expect(group.subjects == sample.n)
        #expect(group.correct == sample.correct)
        #expect(close(group.accuracy?.value, sample.accuracy))
        #expect(close(group.accuracy?.lower, sample.lower))
        #expect(close(group.accuracy?.upper, sample.upper))
        #expect(group.accuracy?.method == "Wilson")
        for (value, expected) in zip(group.recall, sample.recall) {
          #expect(expected.map { close(value, $0) } ?? (value == nil))
        }
        #expect(close(group.macroRecall, sample.macroRecall))
        #expect(group.confusion == sample.confusion)
        #expect(close(group.majorityBaseline, sample.majority))
      } else {
        let all = sample.split == "test" ? model.overall : model.validation
        #expect(all?.n == sample.n)
        #expect(close(all?.accuracy?.lower, sample.lower))
        #expect(close(all?.macroRecall, sample.macroRecall))
        #expect(close(all?.logLoss, sample.logLoss, 1e-6))
      }
    }
  }

  @Test func reliabilityBinsHoldEquallyManyPredictions() throws {
    let rows = try PredictionTable(contentsOf: fixture("predictions.csv")).rows
    // A temperature takes 30 faces: those of all ages, twice.
    let table = PredictionTable(
      rows: rows + rows.filter { $0.split == "validation" }, vocabulary: .study)
    var settings = quick
    settings.trainedOn = [:]
    for model in try Metrics(predictions: table, settings: settings).models {
      let overall = try #require(model.overall)
      for bins in [overall.reliability, overall.scaledReliability] {
        let bins = try #require(bins)
        let sizes = bins.map(\.n)
        #expect(bins.count == 8 && sizes.reduce(0, +) == overall.n)
        #expect(try #require(sizes.max()) - #require(sizes.min()) <= 1)
        let right = bins.reduce(0) { $0 + Double($1.n) * $1.accuracy.value }
        #expect(close(right, Double(overall.correct)))
        for (bin, next) in zip(bins, bins.dropFirst()) {
          #expect(bin.accuracy.method == "Wilson")
          #expect(bin.lowerBound <= bin.confidence + 1e-9)
          #expect(bin.confidence <= next.lowerBound + 1e-9)
        }
      }
      #expect(model.validation?.reliability == nil)
    }
  }

  @Test func emptyGroupsAreUndefinedNotZero() throws {
    let metrics = try Metrics(
      predictions: table([Predictions(group: .adult, count: 7, correct: 7)]), settings: quick)
    #expect(metrics.models[0].groups.map(\.ageGroup) == AgeGrouping.study.groups)
    let empty = try metrics.group(.toddler)
    #expect(empty.n == 0)
    #expect(empty.accuracy == nil)
    #expect(empty.macroRecall == nil)
    #expect(empty.macroRecallEstimate == nil)
    #expect(empty.recall == Array(repeating: nil, count: 7))
    #expect(empty.majorityBaseline == nil)
    #expect(empty.majorityEmotion == nil)
    #expect(metrics.models[0].validation == nil)
    #expect(metrics.ageEstimator == nil)
  }

  @Test func repeatedSubjectsWidenTheInterval() throws {
    let repeated = try Metrics(
      predictions: table([
        Predictions(group: .adult, count: 400, correct: 200, facesPerSubject: 10)
      ])
    ).group(.adult)
    #expect(repeated.subjects == 40)
    #expect(repeated.accuracy?.method == "subject-cluster bootstrap, BCa")
    // Twenty subjects all right, twenty all wrong: about the interval of 20 of 40.
    let accuracy = try #require(repeated.accuracy)
    #expect(accuracy.lower < 0.38 && accuracy.lower > 0.3)
    #expect(accuracy.upper > 0.62 && accuracy.upper < 0.7)
  }

  @Test(arguments: [0, 60])
  func withoutStandardDeviationSubjectsCountAsTrials(correct: Int) throws {
    let group = try Metrics(
      predictions: table([
        Predictions(group: .adult, count: 60, correct: correct, facesPerSubject: 6)
      ]), settings: quick
    ).group(.adult)
    let expected = try #require(
      try wilsonInterval(successes: correct / 6, trials: 10))
    #expect(group.accuracy?.method == "Wilson with subjects as n")
    #expect(close(group.accuracy?.lower, expected.lower))
    #expect(close(group.accuracy?.upper, expected.upper))
  }

  @Test func oneSubjectHasAWideInterval() throws {
    let group = try Metrics(
      predictions: table([Predictions(group: .adult, count: 8, correct: 4, facesPerSubject: 8)]),
      settings: quick
    ).group(.adult)
    #expect((group.accuracy?.lower ?? 1) < 0.1)
    #expect((group.accuracy?.upper ?? 0) > 0.9)
    #expect(group.macroRecallEstimate == nil)
    #expect(group.macroRecall != nil)
  }

  @Test func subjectsOfDifferentSourcesAreDifferent() throws {
    var rows = Predictions(group: .adult, count: 10, correct: 5).rows
    for index in rows.indices {
      rows[index].subject = "1"
      rows[index].source = index < 5 ? "first" : "second"
    }
    let group = try Metrics(
      predictions: PredictionTable(rows: rows, vocabulary: .study), settings: quick
    )
    .group(.adult)
    #expect(group.subjects == 2)
  }

  @Test func unknownSubjectsAreNotCounted() throws {
    let group = try Metrics(
      predictions: table([Predictions(group: .adult, count: 20, correct: 5, facesPerSubject: 0)]),
      settings: quick
    ).group(.adult)
    #expect(group.subjects == nil)
    #expect(group.accuracy?.method == "Wilson")
  }

  @Test func rowsThatDoNotCountAreCounted() throws {
    var unlabelled = Predictions(group: .adult, count: 3, correct: 0, split: "test").rows
    for index in unlabelled.indices {
      unlabelled[index].emotion = nil
      unlabelled[index].image += "-unlabelled"
    }
    let others = table([
      Predictions(group: .adult, count: 10, correct: 5),
      Predictions(group: nil, count: 4, correct: 4),
      Predictions(group: .adult, count: 6, correct: 6, split: "train"),
      Predictions(group: .adult, count: 5, correct: 1, split: "validation"),
    ])
    let metrics = try Metrics(
      predictions: PredictionTable(rows: others.rows + unlabelled, vocabulary: .study),
      settings: quick)
    let overall = try #require(metrics.models[0].overall)
    #expect(overall.n == 14)
    #expect(overall.correct == 9)
    #expect(overall.facesWithoutEmotion == 3)
    #expect(overall.facesWithoutAgeGroup == 4)
    #expect(try metrics.group(.adult).n == 10)
    #expect(metrics.models[0].validation?.correct == 1)
  }

  @Test func noTestFaceIsAnError() {
    let error = #expect(throws: SmilestoneError.self) {
      try Metrics(
        predictions: table([Predictions(group: .adult, count: 3, correct: 1, split: "validation")]))
    }
    #expect(error?.code == .badInput)
  }

  @Test(arguments: [(0, 0.95), (-3, 0.95), (100, 1.0), (100, 0.0)])
  func settingsThatCannotBeAreRefused(replicates: Int, level: Double) {
    let settings = EvaluationSettings(replicates: replicates, level: level)
    let error = #expect(throws: SmilestoneError.self) {
      try Metrics(
        predictions: table([Predictions(group: .adult, count: 9, correct: 4)]), settings: settings)
    }
    #expect(error?.code == .usage)
  }

  @Test func theSeedDecides() throws {
    let predictions = table([
      Predictions(group: .adult, count: 60, correct: 40, facesPerSubject: 3)
    ])
    let first = try Metrics(predictions: predictions, settings: quick)
    var otherSeed = quick
    otherSeed.seed = 2
    #expect(try Metrics(predictions: predictions, settings: quick) == first)
    let second = try Metrics(predictions: predictions, settings: otherSeed)
    #expect(try second.group(.adult).accuracy != first.group(.adult).accuracy)
    // The order of the rows says nothing about faces.
    let shuffled = PredictionTable(rows: predictions.rows.reversed(), vocabulary: .study)
    #expect(try Metrics(predictions: shuffled, settings: quick).group(.adult).correct == 40)
  }
}

@Suite struct MetricsFileTests {
  @Test func roundTripsWithEqualBytes() throws {
    let folder = try TemporaryFolder()
    let metrics = try Metrics(
      predictions: PredictionTable(contentsOf: fixture("predictions.csv")),
      agePredictions: [
        AgePrediction(ageInYears: 3, estimate: AgeEstimate(ageInYears: 4), ages: .study),
        AgePrediction(ageInYears: 30, estimate: AgeEstimate(ageInYears: 24), ages: .study),
      ], settings: quick)
    let file = folder.file("evaluation/metrics.json")
    try metrics.write(to: file)
    let bytes = try Data(contentsOf: file)
    let read = try Metrics(contentsOf: file)
    #expect(read == metrics)
    try read.write(to: file)
    #expect(try Data(contentsOf: file) == bytes)
  }

  @Test(arguments: [
    ("{\"format\": 99}", "format 99"), ("no", "not JSON"),
    ("{\"format\": 1, \"findings\": []}", "models is missing"),
    ("{\"format\": 1, \"findings\": [{\"id\": 4}], \"models\": []}", "findings[0].id"),
  ])
  func refusesOtherFiles(text: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "metrics.json")
    let error = #expect(throws: SmilestoneError.self) { try Metrics(contentsOf: file) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }

  @Test func aMissingFileIsNamed() {
    let error = #expect(throws: SmilestoneError.self) {
      try Metrics(contentsOf: URL(fileURLWithPath: "/nowhere/metrics.json"))
    }
    #expect(error?.message.contains("/nowhere/metrics.json") == true)
  }

  /// Files without the fields that were added later can be read.
  @Test func readsAFileWithTheRequiredFieldsOnly() throws {
    let file = try metricsFile(emotions: 7)
    #expect(try Metrics(contentsOf: file).models[0].groups[0].ageGroup == .adult)
  }

  /// Where they stand among the file's own would be unknown.
  @Test(arguments: [
    (
      #""ageGroup": "adult""#, #""ageGroup": "baby""#,
      "models[0].groups[0].ageGroup is “baby”, none of"
    ),
    (#""n": 0"#, #""n": 0, "majorityEmotion": "awe""#, "majorityEmotion is “awe”, none of"),
  ])
  func groupsAndLabelsOfOthersAreRefused(known: String, unknown: String, place: String) throws {
    let file = try metricsFile(emotions: 7)
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacing(known, with: unknown).utf8).write(to: file)
    let error = #expect(throws: SmilestoneError.self) { try Metrics(contentsOf: file) }
    #expect(error?.message.contains(place) == true, "\(error?.message ?? "")")
  }

  /// Charts and tables take an entry for every emotion for granted.
  @Test(arguments: [0, 6, 8]) func vectorsOfOtherLengthsAreRefused(emotions: Int) throws {
    let file = try metricsFile(emotions: emotions)
    let error = #expect(throws: SmilestoneError.self) { try Metrics(contentsOf: file) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains(file.path) == true)
    #expect(error?.message.contains("not for seven emotions") == true, "\(error?.message ?? "")")
  }

  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  /// A file of one model and one age group, with so many recalls and rows of confusions.
  private func metricsFile(emotions: Int) throws -> URL {
    let nulls = Array(repeating: "null", count: emotions).joined(separator: ",")
    let row = "[\(Array(repeating: "0", count: emotions).joined(separator: ","))]"
    let rows = Array(repeating: row, count: emotions).joined(separator: ",")
    return try place.write(
      """
      {"format": 1, "findings": [], "models": [{"model": "adult", "groups": [{"ageGroup": "adult",
        "n": 0, "correct": 0, "recall": [\(nulls)], "confusion": [\(rows)]}]}]}
      """, to: "metrics.json")
  }
}

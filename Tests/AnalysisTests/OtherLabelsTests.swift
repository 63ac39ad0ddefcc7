import Analysis
import Faces
import Foundation
import Support
import TestSupport
import Testing

/// Results of labels that are not the study's seven.
@Suite struct OtherLabelsTests {
  private let vocabulary = Vocabulary(labels: .valence)

  private var table: PredictionTable {
    let labels = LabelScheme.valence.emotions
    let rows = [AgeGroup.toddler, .adult].flatMap { group in
      (0..<90).map { index -> PredictionRow in
        let label = index % 3
        let prediction = index < 60 ? label : (label + 1) % 3
        var probabilities: [Float] = [0.1, 0.1, 0.1]
        probabilities[prediction] = 0.8
        return PredictionRow(
          image: "\(group)-\(index)", subject: "\(group)-\(index)", split: "test",
          age: group == .adult ? 30 : 2, ageGroup: group, emotion: labels[label],
          model: "adult", predicted: labels[prediction], probabilities: probabilities)
      }
    }
    return PredictionTable(rows: rows, vocabulary: vocabulary)
  }

  @Test func predictionsNameTheirScheme() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("predictions.csv")
    try table.write(to: file)
    #expect(try PredictionTable(contentsOf: file) == table)
    let header = try String(contentsOf: file, encoding: .utf8).prefix { $0 != "\n" }
    #expect(
      header.hasSuffix(
        "p_negative,p_neutral,p_positive,duplicate_cluster,predictions_format,label_scheme"))
  }

  @Test func metricsAreOfTheScheme() throws {
    let metrics = try Metrics(predictions: table, settings: quick)
    #expect(metrics.vocabulary == vocabulary)
    #expect(metrics.settings?.chance == 1.0 / 3)
    let toddlers = try metrics.group(.toddler)
    #expect(toddlers.confusion == [[20, 10, 0], [0, 20, 10], [10, 0, 20]])
    let share = 2.0 / 3
    #expect(toddlers.recall == [share, share, share])
    let folder = try TemporaryFolder()
    try metrics.write(to: folder.file("metrics.json"))
    #expect(try Metrics(contentsOf: folder.file("metrics.json")) == metrics)
  }

  @Test func metricsOfEarlierVersionsAreOfTheSevenEmotions() throws {
    let settings = #"{"seed": 1, "replicates": 9, "level": 0.95, "trainedOn": {}, "chance": 0.1}"#
    let read = try JSONDecoder().decode(EvaluationSettings.self, from: Data(settings.utf8))
    #expect(read.vocabulary == .study)
  }

  @Test func manifestAndPredictionsMustAgree() throws {
    let manifest = Manifest(
      folder: FileManager.default.temporaryDirectory,
      records: table.rows.map { FaceRecord(image: $0.image, emotion: .happy, split: .test) },
      vocabulary: .study)
    let error = #expect(throws: SmilestoneError.self) {
      try Metrics(predictions: table, manifest: manifest, settings: quick)
    }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains("emotions7") == true)
    #expect(error?.message.contains("valence") == true)
  }

  @Test func aMixNeedsAWeightForEachLabel() throws {
    var settings = quick
    settings.standardDistribution = [1, 1, 1, 1, 1, 1, 1]
    let error = #expect(throws: SmilestoneError.self) {
      try Metrics(predictions: table, settings: settings)
    }
    #expect(error?.message.contains("three valences") == true)
  }
}

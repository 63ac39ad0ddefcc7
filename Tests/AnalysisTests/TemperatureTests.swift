import Analysis
import Faces
import Foundation
import Support
import Testing

@Suite struct TemperatureTests {
  /// Faces of the adult model: on adults its probabilities are right, on toddlers it is as sure and
  /// mostly wrong. Calibration rows and test rows have different subjects.
  private func rows(_ split: String, _ group: AgeGroup, count: Int, seed: UInt64) -> [PredictionRow]
  {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { face in
      let confidence = generator.uniform(0.4, 0.95)
      var probabilities = [Float](repeating: Float((1 - confidence) / 6), count: 7)
      probabilities[LabelScheme.emotions7.position(of: .happy)] = Float(confidence)
      let isRight = generator.uniform() < (group == .adult ? confidence : 0.25)
      let others = LabelScheme.emotions7.emotions.filter { $0 != .happy }
      return PredictionRow(
        image: "\(split)-\(group)-\(face)", subject: "\(split)-\(group)-\(face)", split: split,
        age: group == .adult ? 30 : 2, ageGroup: group,
        emotion: isRight ? .happy : others[generator.integer(below: others.count)], model: "adult",
        predicted: .happy, probabilities: probabilities)
    }
  }

  private func model(_ rows: [PredictionRow]) throws -> ModelMetrics {
    try #require(
      try Metrics(
        predictions: PredictionTable(rows: rows, vocabulary: .study),
        settings: EvaluationSettings(replicates: 50)
      ).models.first)
  }

  private var test: [PredictionRow] {
    rows("test", .adult, count: 1500, seed: 1) + rows("test", .toddler, count: 500, seed: 2)
  }

  /// Toddlers among the calibration faces do not make the model unsure of adults.
  @Test func theOwnGroupIsNotMadeWorse() throws {
    let model = try model(
      test + rows("validation", .adult, count: 200, seed: 3)
        + rows("calibration", .adult, count: 600, seed: 4)
        + rows("calibration", .toddler, count: 600, seed: 5))
    let temperature = try #require(model.temperature)
    #expect(abs(temperature - 1) < 0.15)
    #expect(
      model.temperatureFaces
        == TemperatureFaces(n: 600, subjects: 600, ageGroup: .adult, isHeldOut: true))
    let adults = try #require(model.groups[AgeGrouping.study.index(of: .adult)].scores)
    #expect(try #require(adults.scaledLogLoss) < (try #require(adults.logLoss).value) + 0.005)
    #expect(try #require(adults.scaledCalibrationError) < adults.calibrationError + 0.02)
    // Validation faces of both halves are reported together.
    #expect(model.validation?.n == 1400)
  }

  /// Rows of earlier versions do not say which faces chose the epoch.
  @Test func withoutCalibrationRowsAllValidationFacesOfTheGroupCalibrate() throws {
    let model = try model(
      test + rows("validation", .adult, count: 300, seed: 3)
        + rows("validation", .toddler, count: 300, seed: 4))
    #expect(model.temperatureFaces?.n == 300)
    #expect(model.temperatureFaces?.isHeldOut == false)
  }

  @Test func fewFacesGiveNoTemperature() throws {
    let model = try model(test + rows("calibration", .adult, count: 29, seed: 3))
    #expect(model.temperature == nil && model.temperatureFaces == nil)
    #expect(model.overall?.scaledReliability == nil)
  }

  @Test func calibrationRowsAreReadAndOthersRefused() throws {
    let table = PredictionTable(
      rows: rows("calibration", .adult, count: 2, seed: 1), vocabulary: .study)
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("temperature-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appendingPathComponent("predictions.csv")
    try table.write(to: url)
    #expect(
      try PredictionTable(contentsOf: url).rows.map(\.split) == ["calibration", "calibration"])
    let text = try String(contentsOf: url, encoding: .utf8)
    try Data(text.replacing("calibration,", with: "holdout,").utf8).write(to: url)
    #expect(throws: SmilestoneError.self) { try PredictionTable(contentsOf: url) }
  }
}

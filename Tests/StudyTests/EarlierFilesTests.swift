import Analysis
import Faces
import Foundation
import Study
import Support
import TestSupport
import Testing

/// The files of a run that an earlier version made (`Fixtures/earlier/make.sh`).
@Suite struct EarlierFilesTests {
  private static let folder = Bundle.module.resourceURL?.appendingPathComponent(
    "Fixtures/earlier/version-1")

  private func file(_ name: String) throws -> URL {
    try #require(EarlierFilesTests.folder).appendingPathComponent(name)
  }

  @Test func settingsAreRead() throws {
    let configuration = try StudyConfiguration(contentsOf: file("study.json"))
    #expect(configuration.format == StudyConfiguration.currentFormat)
    #expect(configuration.age.imageSize == 16 && configuration.infant.epochs == 1)
    #expect(configuration.preset == .scratch)
    try configuration.validate()
  }

  @Test func facesPredictionsAndMetricsAreRead() throws {
    let manifest = try Manifest(contentsOf: file("manifest.csv"))
    let predictions = try PredictionTable(contentsOf: file("predictions.csv"))
    let metrics = try Metrics(contentsOf: file("metrics.json"))
    #expect(manifest.records.count == 60)
    #expect(predictions.rows.count == 60)
    #expect(metrics.format == 1 && metrics.models.count == 2)
    // What it cannot be without was called qualityMix then.
    #expect(metrics.models.allSatisfy { $0.crossAge?.qualityStandardisation == [] })
  }

  /// Written again they say which version they are of; a later one is refused.
  @Test func tablesCarryTheirVersion() throws {
    let folder = try TemporaryFolder()
    let (faces, predictions) = (folder.file("manifest.csv"), folder.file("predictions.csv"))
    try Manifest(contentsOf: file("manifest.csv")).write(to: faces)
    try PredictionTable(contentsOf: file("predictions.csv")).write(to: predictions)
    func newer(_ url: URL, _ column: String) throws {
      let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      #expect(lines[0].hasSuffix(",\(column)") && lines[1].hasSuffix(",1"))
      let second = lines[1].dropLast() + "2"
      try Data(([lines[0], second] + lines[2...]).joined(separator: "\n").utf8).write(to: url)
    }
    try newer(faces, "manifest_format")
    try newer(predictions, "predictions_format")
    for error in [
      #expect(throws: SmilestoneError.self) { try Manifest(contentsOf: faces) },
      #expect(throws: SmilestoneError.self) { try PredictionTable(contentsOf: predictions) },
    ] {
      #expect(error?.code == .badInput && error?.message.contains("format 2") == true)
    }
    let settings = try folder.write(
      String(contentsOf: file("study.json"), encoding: .utf8)
        .replacing(
          "\"seed\" : 1,\n  \"split\"", with: "\"format\" : 2,\n  \"seed\" : 1,\n  \"split\""),
      to: "study.json")
    let error = #expect(throws: SmilestoneError.self) {
      try StudyConfiguration(contentsOf: settings)
    }
    #expect(error?.message.contains("format 2") == true)
  }

  @Test func settingsFitTheirSchema() throws {
    let schema = JSONSchema.of(StudyConfiguration.self, title: "study.json", description: "")
    for preset in Preset.allCases {
      let tree = try JSONTree(encoding: StudyConfiguration(preset: preset))
      #expect(schemaProblems(tree, schema) == [])
    }
  }
}

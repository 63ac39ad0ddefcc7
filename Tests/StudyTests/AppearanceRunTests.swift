import Analysis
import Faces
import Foundation
import Study
import Support
import TestSupport
import Testing

@Suite struct AppearanceRunTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A finished run, as far as it is read.
  private func run(
    _ name: String, seed: UInt64, models: [String] = ["infant", "adult"],
    changing change: (inout StudyConfiguration) -> Void = { _ in }
  ) throws -> URL {
    var configuration = StudyConfiguration(preset: .synthetic)
    configuration.data.synthetic.cohort = .appearance
    configuration.seed = seed
    change(&configuration)
    let run = RunFolder(folder.file(name))
    try AtomicFile.write(SettingsFile.encode(configuration), to: run.configuration)
    let rows = models.flatMap { model in
      AgeGrouping.study.groups.flatMap { group in
        (0..<40).map { face -> PredictionRow in
          let isRight = face < 10 + 5 * AgeGrouping.study.index(of: group) + Int(seed)
          return PredictionRow(
            image: "\(group)-\(face)", subject: "\(group)-\(face / 2)",
            source: SyntheticFaces.source, split: "test", ageGroup: group, emotion: .happy,
            model: model, predicted: isRight ? .happy : .sad,
            probabilities: LabelScheme.emotions7.emotions.map { $0 == .happy ? 0.4 : 0.1 })
        }
      }
    }
    try Metrics(
      Evidence(
        predictions: PredictionTable(rows: rows, vocabulary: .study),
        settings: EvaluationSettings(replicates: 50))
    ).write(to: run.metrics)
    return run.url
  }

  private func refusal(_ runs: [URL]) throws -> String {
    let error = try #require(throws: SmilestoneError.self) { try AppearanceReference(runs: runs) }
    #expect(error.code == .badInput && error.remedy != nil)
    return error.message
  }

  @Test func runsOfDifferentSeedsAreCombined() throws {
    let runs = [try run("a", seed: 1), try run("b", seed: 3)]
    let reference = try AppearanceReference(runs: runs)
    #expect(reference.cohorts == 2 && reference.runs == runs.map(\.path))
    #expect(reference.settings == AppearanceReference.shipped.settings)
    // 20 of 40 more faces are right in adults than in toddlers, in both runs.
    let difference = try #require(reference.model("adult")?.toddlerAdult)
    #expect(difference.value == 0.5 && difference.method == "Student t over cohorts")
  }

  /// The sentence that ships names the settings of the preset that it was measured with.
  @Test func theShippedMeasurementIsThatOfThePreset() {
    #expect(
      AppearanceReference.shipped.settings
        == StudyConfiguration(preset: .synthetic).expressionModelsInWords)
    #expect(
      StudyConfiguration(preset: .paper).expressionModelsInWords
        == "infant model: ResNet-18, 224 px in colour, at most 28 epochs from random weights; "
        + "adult model: ResNet-18, 224 px in colour, at most 100 epochs from random weights")
  }

  @Test func runsThatAreNoMeasurementAreNamed() throws {
    let sound = try run("sound", seed: 1)
    let absent = folder.file("absent")
    #expect(try refusal([absent]).hasPrefix("\(absent.path) is not the folder of a study"))
    let both = try run("both", seed: 2) { $0.data.synthetic.cohort = .both }
    #expect(
      try refusal([sound, both]).hasPrefix("\(both.path) is a study of synthetic faces of the"))
    let photographs = try run("photographs", seed: 2) { $0.data.faces = "/faces" }
    #expect(try refusal([photographs]).hasPrefix("\(photographs.path) is a study of faces that"))
    let unfinished = try run("unfinished", seed: 2)
    try FileManager.default.removeItem(at: RunFolder(unfinished).metrics)
    #expect(try refusal([sound, unfinished]) == "\(unfinished.path) has no test results.")
    #expect(try refusal([]).contains("no run"))
  }

  @Test func runsThatDoNotFitTheFirstAreNamed() throws {
    let sound = try run("sound", seed: 1)
    let twin = try run("twin", seed: 1)
    #expect(try refusal([sound, twin]).hasPrefix("\(twin.path) has the seed of \(sound.path), 1"))
    let longer = try run("longer", seed: 2) { $0.adult.epochs = 20 }
    #expect(try refusal([sound, longer]).contains("adult.epochs: 13, now 20"))
    let single = try run("single", seed: 2, models: ["adult"])
    #expect(try refusal([sound, single]).hasPrefix("\(single.path) has tested other models"))
  }

  @Test func aStudyKeepsItsRunsAndOlderFilesAreRead() throws {
    var configuration = StudyConfiguration(preset: .scratch)
    let file = folder.file("study.json")
    try SettingsFile.encode(configuration).write(to: file)
    #expect(try !String(contentsOf: file, encoding: .utf8).contains("appearanceRuns"))
    #expect(try StudyConfiguration(contentsOf: file).data.appearanceRuns == nil)
    configuration.data.appearanceRuns = ["/runs/a"]
    try SettingsFile.encode(configuration).write(to: file)
    #expect(try StudyConfiguration(contentsOf: file) == configuration)
    var drawn = StudyConfiguration(preset: .synthetic)
    drawn.data.appearanceRuns = ["/runs/a"]
    let error = #expect(throws: SmilestoneError.self) { try drawn.validate() }
    #expect(error?.code == .usage && error?.message.contains("--appearance") == true)
  }
}

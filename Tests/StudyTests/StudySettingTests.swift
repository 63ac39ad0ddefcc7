import Foundation
import Report
import Study
import Support
import Testing

/// The descriptions that validation, help, documents and the report's table of a study are made from.
@Suite struct StudySettingTests {
  private let trainings = ["age.", "infant.", "adult."]

  @Test func everySettingIsDescribedOnce() throws {
    var configuration = StudyConfiguration(preset: .synthetic)
    configuration.data.faces = "faces"
    configuration.data.ageFaces = "ages"
    configuration.data.appearanceRuns = ["run"]
    configuration.data.dropsLeaks = true
    configuration.data.reweightsAges = true
    configuration.data.knownAges = "known.csv"
    configuration.modelTrainings = 3
    configuration.resamplesTrainingSubjects = true
    for training in [\StudyConfiguration.age, \.infant, \.adult] {
      configuration[keyPath: training].initialWeights = "weights"
      configuration[keyPath: training].initialHeadLabels = ["happy"]
    }
    // The format is the file's, not a study's; labels are a scheme with parts of its own.
    var stored = Set(
      try JSONTree(encoding: configuration).leaves.keys
        .filter { $0 != "format" && !$0.hasPrefix("vocabulary.labels.") })
    stored.insert("vocabulary.labels")
    #expect(StudyConfiguration.descriptions.map(\.name).sorted() == stored.sorted())
    #expect(StudyConfiguration.own.allSatisfy { !$0.meaning.isEmpty && !$0.title.isEmpty })
    #expect(Set(StudyConfiguration.own.map(\.title)).count == StudyConfiguration.own.count)
  }

  @Test(arguments: [
    ("age.dropout=1", "at least 0 and below 1"),
    ("data.synthetic.subjects=0", "between 1 and 1,000,000"),
    ("data.synthetic.transition.widthInYears=0", "between 0.01 and 100"),
    ("split.test=-0.5", "a positive number"),
  ])
  func whatIsOutOfRangeIsNamedAsItIsSet(assignment: String, range: String) throws {
    let configuration = try SettingsFile.applying(
      [assignment], to: StudyConfiguration(preset: .synthetic))
    let error = #expect(throws: SmilestoneError.self) { try configuration.validate() }
    let name = assignment.prefix { $0 != "=" }
    #expect(error?.message == "The setting \(name) is out of range.")
    #expect(error?.remedy == "It must be \(range).")
  }

  @Test(arguments: ["modelTrainings=0", "modelTrainings=21", "resamplesTrainingSubjects=true"])
  func impossibleTrainingsAreRefused(assignment: String) throws {
    let configuration = try SettingsFile.applying(
      [assignment], to: StudyConfiguration(preset: .synthetic))
    let error = #expect(throws: SmilestoneError.self) { try configuration.validate() }
    #expect(error?.remedy?.contains("trainings") == true)
  }

  @Test func listsHaveDefaultsAndPlainWords() throws {
    let list = ListedSetting.list(
      StudyConfiguration.own, of: StudyConfiguration(preset: .synthetic))
    let labels = try #require(list.first { $0.name == "vocabulary.labels" })
    #expect(labels.standard == "emotions7")
    #expect(labels.meaning == "what labels are studied, as --scheme (schemes.md)")
    #expect(try #require(list.first { $0.name == "data.faces" }).standard == "none")
    #expect(try #require(list.first { $0.name == "data.synthetic.subjects" }).standard == "1100")
  }
}

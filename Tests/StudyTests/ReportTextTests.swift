import Faces
import Foundation
import Report
import Study
import Support
import TestSupport
import Testing

/// What a page says of where its faces, labels and ages come from.
@Suite struct ReportTextTests {
  /// The page's input for a run that has gathered its faces.
  private func input(
    synthetic: Bool, records: [FaceRecord], cohort: String? = nil
  ) throws -> ReportInput {
    let folder = try TemporaryFolder()
    let run = RunFolder(folder.file("run"))
    var configuration = StudyConfiguration(preset: synthetic ? .synthetic : .open)
    if !synthetic {
      configuration.data.faces = "faces"
      configuration.data.ageFaces = "ages"
      configuration.infant.distanceLoss.weight = 0
      configuration.adult.distanceLoss.weight = 0
    }
    try AtomicFile.write(SettingsFile.encode(configuration), to: run.configuration)
    var manifest = Manifest(folder: run.url, records: records, vocabulary: .study)
    if let cohort {
      manifest.setExtraColumn("cohort", to: records.map { _ in cohort })
    }
    try manifest.write(to: run.manifest)
    return try ReportStage(run: run, observer: SilentObserver()).reportInput()
  }

  private func records(source: String) -> [FaceRecord] {
    AgeGrouping.study.groups.flatMap { group in
      (0..<6).map { index in
        FaceRecord(
          image: "\(group)-\(index).png", subject: "\(group)-\(index)", source: source,
          emotion: index == 0 ? .fear : .happy, votes: [0, 0, 0, 4, 1, 0, 0], ageInYears: 2,
          ageSource: .estimated, ageGroup: group, sex: .female, split: .train)
      }
    }
  }

  /// All that is said of the run, in every section.
  private func everything(_ input: ReportInput) -> String {
    ([input.cohort.text] + input.limitations.map(\.text) + input.warnings + input.methodsText
      + input.dataSheet.map(\.text) + input.methodNotes.flatMap(\.paragraphs))
      .joined(separator: "\n")
  }

  private func labels(_ input: ReportInput) throws -> String {
    try #require(input.dataSheet.first { $0.name == "Labels" }).text
  }

  private func limits(_ input: ReportInput, say words: String) -> Bool {
    input.limitations.contains { $0.text.contains(words) }
  }

  @Test func photographsHaveRatersAndNothingPlanted() throws {
    // The name of a folder makes no face a drawing, nor does the column alone.
    for (source, cohort) in [("archive", nil), (SyntheticFaces.source, nil), ("archive", "both")] {
      let input = try input(synthetic: false, records: records(source: source), cohort: cohort)
      #expect(!input.cohort.isSynthetic)
      // Nor is a term of the loss described that neither model has.
      for words in ["planted", "imulated", "distance term", "distance loss"] {
        #expect(!everything(input).contains(words), "\(source): \(words)")
      }
      #expect(try labels(input).contains("30 faces have raters’ votes"))
      #expect(limits(input, say: "Infants’ faces too are labelled by adults"))
      #expect(limits(input, say: "Sex is known of all and ethnicity of none of 30 faces"))
      #expect(limits(input, say: "which expressions were posed"))
      // Toddlers may be real infants, whose images stay out.
      let toddlers = input.sampleFaces.filter { $0.ageGroup == .toddler }
      #expect(toddlers.count == 2)
      for toddler in toddlers { #expect(toddler.isRealInfant) }
    }
  }

  /// Not where they lie, and nothing of synthetic faces where there are none.
  @Test func theStudysSettingsAreThoseThatHaveAnEffect() throws {
    func settings(synthetic: Bool) throws -> [String: String] {
      let facts = try input(synthetic: synthetic, records: records(source: "archive")).studySettings
      return Dictionary(uniqueKeysWithValues: facts.map { ($0.name, $0.text) })
    }
    let drawn = try settings(synthetic: true)
    #expect(drawn["Preset"] == "synthetic" && drawn["Seed"] == "1")
    #expect(drawn["Subjects with emotions"] == "1100")
    #expect(drawn["Planted age of the change"] == "8 years")
    let photographs = try settings(synthetic: false)
    #expect(photographs["Labels"] == "emotions7" && photographs["Age groups"] == "3;8;12;17")
    #expect(photographs["Share of test faces"] == "0.15")
    #expect(photographs["Subjects with emotions"] == nil && photographs["Faces"] == nil)
  }

  @Test func citesTheNetworksHowTheyLearnAndTheDataSetsOfTheRun() throws {
    let cited = try input(synthetic: false, records: records(source: "TIF")).references.map(\.key)
    #expect(
      cited == ["he2016deep", "king2009dlib", "menon2021longtail", "maack2017tromso"])
    let other = try input(synthetic: false, records: records(source: "beautiful")).references
    #expect(other.map(\.key) == ["he2016deep", "king2009dlib", "menon2021longtail"])
  }

  @Test func drawingsHaveSimulatedRatersAndAPlantedAge() throws {
    let input = try input(
      synthetic: true, records: records(source: SyntheticFaces.source), cohort: "both")
    #expect(input.cohort.isSynthetic)
    #expect(
      input.cohort.text
        == "30 synthetic faces of 30 subjects: expressions change from infant to adult "
        + "form at 8 years (planted), heads age.")
    let loss = try #require(input.methodNotes.first { $0.title.contains("loss") })
    #expect(loss.paragraphs.contains { $0.contains("distance term") })
    #expect(input.methodsText.contains { $0.contains("distance loss (λ = 0.0035)") })
    #expect(try labels(input).contains("30 faces have votes of simulated raters"))
    #expect(limits(input, say: "Labels are the choices of simulated raters"))
    #expect(limits(input, say: "estimated ages of change lay 0.7"))
    for words in ["raters or collectors perceived", "Infants’ faces too"] {
      #expect(!everything(input).contains(words), "\(words)")
    }
  }

  @Test func drawingsThatWereGivenAsFacesAreStillDrawings() throws {
    let input = try input(
      synthetic: false, records: records(source: SyntheticFaces.source), cohort: "both")
    #expect(input.cohort.isSynthetic)
    #expect(input.cohort.text == "30 synthetic faces of 30 subjects.")
    #expect(input.warnings.contains { $0.hasPrefix("These faces are synthetic") })
  }

  @Test(arguments: [false, true]) func limitationsHaveHeadingsOfTheirOwn(synthetic: Bool) throws {
    let headings = try input(
      synthetic: synthetic,
      records: records(source: synthetic ? SyntheticFaces.source : "archive"),
      cohort: synthetic ? "both" : nil
    ).limitations.map(\.name)
    #expect(headings.count > 6 && Set(headings).count == headings.count)
    for heading in headings { #expect((4...45).contains(heading.count), "\(heading)") }
    #expect(headings.contains("Demographic bias") == !synthetic)
  }

  @Test func aSourceHasItsLabelsAndItsCitation() throws {
    let source = try #require(
      try input(synthetic: false, records: records(source: "TIF")).sources.first)
    #expect(source.labels.map(\.emotion) == [.fear, .happy])
    #expect(source.labels.map(\.faces) == [5, 25])
    #expect(source.references.map(\.key) == ["maack2017tromso"])
  }

  @Test func saysFromHowManyFacesEachModelLearnt() throws {
    let input = try input(synthetic: false, records: records(source: "archive"))
    #expect(
      input.limitations.contains {
        $0.text.contains(
          "The infant model learnt from 6 faces of 6 subjects; happy is the most common emotion "
            + "among them (5), surprise the rarest (0).")
      })
  }
}

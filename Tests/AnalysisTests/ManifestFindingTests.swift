import Analysis
import Faces
import Foundation
import Testing

/// Findings that depend on what the manifest says of the faces: who rated them, and of which sex
/// they are.
@Suite struct ManifestFindingTests {
  /// Toddlers of both sexes, girls read worse than boys, with votes.
  private func metrics(
    source: String, cohort: String, trainedOn group: AgeGroup = .adult
  ) throws -> Metrics {
    var settings = quick
    settings.trainedOn = ["adult": group]
    var rows: [PredictionRow] = []
    var records: [FaceRecord] = []
    for (sex, correct) in [(Sex.female, 10), (.male, 30)] {
      var predictions = Predictions(group: .toddler, count: 40, correct: correct).rows
      for index in predictions.indices {
        predictions[index].image = "\(sex.rawValue)-\(predictions[index].image)"
        predictions[index].subject = predictions[index].image
        predictions[index].source = source
      }
      rows += predictions
      records += predictions.map { row in
        FaceRecord(
          image: row.image, subject: row.subject, source: source, emotion: row.emotion,
          votes: [4, 1, 1, 1, 1, 1, 1],
          sex: sex)
      }
    }
    var manifest = Manifest(folder: URL(fileURLWithPath: "/"), records: records, vocabulary: .study)
    manifest.setExtraColumn("cohort", to: records.map { _ in cohort })
    return try Metrics(
      predictions: PredictionTable(rows: rows, vocabulary: .study), manifest: manifest,
      settings: settings)
  }

  @Test func ratersAreSimulatedWhereFacesAreDrawn() throws {
    let drawn = try metrics(source: SyntheticFaces.source, cohort: "both")
    let reference = try #require(drawn.models[0].humanReference?.first)
    #expect(reference.facesWithSimulatedVotes == 80)
    #expect(reference.raters == "simulated raters")
    #expect(try #require(drawn.finding("adult-raters")).text.contains("votes of simulated raters"))
    #expect(try #require(drawn.finding("perceived-emotion")).text.contains("No person saw"))
    for (source, cohort) in [("archive", "both"), (SyntheticFaces.source, "")] {
      let real = try metrics(source: source, cohort: cohort)
      #expect(real.models[0].humanReference?.first?.facesWithSimulatedVotes == 0)
      #expect(try !#require(real.finding("adult-raters")).text.contains("simulated"))
      #expect(
        try #require(real.finding("perceived-emotion")).text.contains("adults perceive"))
    }
  }

  /// Named before looking, so that it can be tested; the widest gap of all is not.
  @Test func girlsAndBoysOfTheModelsOwnGroupAreCompared() throws {
    let metrics = try metrics(source: "archive", cohort: "", trainedOn: .toddler)
    let finding = try #require(metrics.finding("adult-sex"))
    #expect(finding.text.contains("right for 25.0% of those named female (n = 40 faces"))
    #expect(finding.text.contains("and 75.0% of those named male (n = 40 faces"))
    #expect(finding.text.contains("a difference of −50.0 points (95% CI −"))
    // Of two shares of 40: z = −0.5 / √(0.25 · 2 / 40) = −4.47.
    #expect(try #require(finding.pValue) < 0.0001)
    #expect(finding.family?.hasPrefix("Holm over ") == true)
    // The adult model's group is another here, and has no faces.
    #expect(try self.metrics(source: "archive", cohort: "").finding("adult-sex") == nil)
  }

  @Test func theLargestGapBetweenSubgroupsIsNamed() throws {
    let metrics = try metrics(source: "archive", cohort: "")
    let finding = try #require(metrics.finding("subgroup-gap"))
    #expect(finding.pValue == nil)
    #expect(finding.text.contains("(sex): on toddler faces the adult model is right for 25.0%"))
    #expect(finding.text.contains("named female (n = 40"))
    #expect(finding.text.contains("75.0% of those named male (n = 40"))
    #expect(finding.text.contains("50.0 points apart"))
    #expect(
      try Metrics(predictions: table([Predictions(count: 9, correct: 4)]), settings: quick)
        .finding("subgroup-gap") == nil)
  }
}

import Faces
import Foundation
import TestSupport
import Testing

/// Findings on photographs beside what appearance alone does.
@Suite struct AppearanceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.file(name).path }

  /// Both models' predictions, less often right with each age group.
  private func predictions(_ name: String, source: String, falling steps: Int) throws -> String {
    try folder.write(
      SimulatedPredictions.text(facesInAGroup: 100, source: source) { group, face in
        face < 90 - steps * AgeGrouping.study.index(of: group)
      }, to: name
    ).path
  }

  private func appearanceRun() throws -> String {
    try Program.killStudy(into: folder.file("run"), "--cohort", "appearance")
    let drawn = try predictions("drawn.csv", source: "synthetic", falling: 5)
    let evaluated = try Program.run(
      "evaluate", "--predictions", drawn, "--replicates", "50", "--out", path("run/evaluation"),
      "--verbose")
    #expect(evaluated.status == 0, "\(evaluated.errors)")
    #expect(!evaluated.output.contains("Appearance or expression?"))
    return path("run")
  }

  @Test func findingsOnPhotographsAreComparedWithTheUsersRuns() throws {
    let run = try appearanceRun()
    let photographs = try predictions("photographs.csv", source: "archive", falling: 10)
    let outcome = try Program.run(
      "evaluate", "--predictions", photographs, "--replicates", "50", "--out", path("out"),
      "--appearance", run, "--verbose")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output.contains(
        "\n  Appearance or expression? In one synthetic cohort in which only heads and skin change with "
          + "age, accuracy changed from toddlers to adults: that of the adult model by −20.0 points"
      ))
    #expect(
      outcome.output.contains(
        "in the runs that --appearance named (ResNet-18, 48 px in colour, at most 13 epochs from"))
    // Half of the 40 points.
    #expect(outcome.output.contains("Appearance alone can make 50% of the change here"))
    let unused = try Program.run(
      "evaluate", "--predictions", path("drawn.csv"), "--replicates", "50", "--out", path("out"),
      "--appearance", run)
    #expect(unused.status == 0 && unused.errors.contains("--appearance changed nothing"))
  }

  @Test func aRunThatMeasuresNothingIsNamedBeforeAnyWork() throws {
    let photographs = try predictions("photographs.csv", source: "archive", falling: 10)
    let evaluated = try Program.run(
      "evaluate", "--predictions", photographs, "--out", path("out"), "--appearance",
      path("nowhere"))
    #expect(evaluated.status == 3)
    #expect(evaluated.errors.contains("\(path("nowhere")) is not the folder of a study"))
    let studied = try Program.run(
      "study", "--faces", path("faces"), "--age-faces", path("ages"), "--out", path("study"),
      "--appearance", path("nowhere"))
    #expect(studied.status == 3)
    #expect(studied.errors.contains("nowhere"))
    #expect(!FileManager.default.fileExists(atPath: path("study")))
  }
}

import Foundation
import Planning
import TestSupport
import Testing

/// `smilestone plan` and `study --plan` as a user runs them.
@Suite struct PlanCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.file(name).path }

  private func plan(_ more: String...) throws -> Program.Outcome {
    try Program.finish(
      Program.process(
        [
          "plan", "--out", path("plan"), "--infant", "0.8,0.3", "--adult", "0.3,0.85", "--age", "8",
          "--studies", "20", "--no-figures",
        ] + more))
  }

  @Test func aPlanIsWrittenAndHeldTo() throws {
    let outcome = try plan(
      "--children", "60", "--preset", "synthetic", "--set", "adult.epochs=3", "--compare-ages",
      "6-10")
    #expect(outcome.status == 0, "\(outcome.errors)")
    for words in ["the crossing of the two models' curves", "children", "Best: "] {
      #expect(outcome.output.contains(words), "\(outcome.output)")
    }
    for file in [
      "plan.json5", "preregistration.md", "plan.html", "planning.json", "curve.csv", "ages.csv",
    ] {
      #expect(FileManager.default.fileExists(atPath: path("plan/\(file)")), "\(file)")
    }
    let again = try plan(
      "--children", "60", "--preset", "synthetic", "--set", "adult.epochs=3", "--compare-ages",
      "6-10", "--json")
    #expect(
      try JSONDecoder().decode(StudyPrediction.self, from: Data(again.output.utf8))
        == JSONDecoder().decode(
          StudyPrediction.self, from: Data(contentsOf: folder.file("plan/planning.json"))))

    let deviating = try Program.finish(
      Program.process([
        "study", "--out", path("run"), "--plan", path("plan/plan.json5"), "--set", "adult.epochs=2",
      ]))
    #expect(deviating.status == 2)
    #expect(deviating.errors.contains("adult.epochs: 3, now 2"), "\(deviating.errors)")
    #expect(!FileManager.default.fileExists(atPath: path("run/study.json")))
  }

  @Test func anAimOutOfReachFailsWithItsPage() throws {
    let outcome = try plan("--interval-width", "0.1", "--max-children", "100")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("Not even 100 children"), "\(outcome.errors)")
    #expect(outcome.output.contains("median width"))
    #expect(FileManager.default.fileExists(atPath: path("plan/plan.html")))
    #expect(!FileManager.default.fileExists(atPath: path("plan/plan.json5")))
  }

  @Test(arguments: [
    ([], "--infant, --adult and --age, or --pilot"), (["--age", "8"], "needs --infant"),
    (["--age", "8", "--infant", "0.5"], "two accuracies"),
    (["--pilot", "a", "--age", "8"], "cannot go together"),
    (["--pilot", "nowhere"], "nowhere"),
    (
      ["--age", "8", "--infant", "0.5,0.5", "--adult", "0.5,0.5"], "do not cross"
    ),
    (["--age", "8", "--rater-accuracy", "0.8"], "without --raters"),
    (["--age", "8", "--years-between", "2"], "without --visits"),
    (["--age", "8", "--ages", "8-4"], "“8-4”"),
  ])
  func wrongPlansAreExplained(words: [String], explanation: String) throws {
    let outcome = try Program.finish(Program.process(["plan", "--out", path("plan")] + words))
    #expect([2, 3].contains(outcome.status))
    #expect(outcome.errors.contains(explanation), "\(outcome.errors)")
  }
}

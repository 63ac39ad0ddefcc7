import Faces
import Foundation
import Support
import TestSupport
import Testing

/// Metrics and predictions of one folder belong together, or are refused.
@Suite(.serialized) struct EvaluationFolderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.file(name).path }

  /// Predictions of both models about 20 faces of each age group, the first `correct` of them right.
  private func predictions(_ name: String, correct: Int) throws -> String {
    try folder.write(
      SimulatedPredictions.text(facesInAGroup: 20, source: "archive") { $1 < correct }, to: name
    ).path
  }

  /// The folder of a study that was killed before anything was drawn, with a manifest put into it.
  private func run(_ name: String) throws {
    try Program.killStudy(into: folder.file(name))
    var rows = "image,subject,source,emotion,age_group,split\n"
    for group in AgeGrouping.study.groups {
      for face in 0..<20 {
        let (image, subject) = (
          SimulatedPredictions.image(group, face), SimulatedPredictions.subject(group, face)
        )
        rows += "\(image),\(subject),archive,happy,\(group.rawValue),test\n"
      }
    }
    try folder.write(rows, to: "\(name)/manifest.csv")
  }

  private func evaluate(_ predictions: String, into run: String) throws {
    let outcome = try Program.run(
      "evaluate", "--predictions", predictions, "--replicates", "50", "--out",
      path("\(run)/evaluation"))
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func columnsThatNothingUsesAreNamed() throws {
    let predictions = try String(contentsOfFile: predictions("p.csv", correct: 12), encoding: .utf8)
    let rows = predictions.split(separator: "\n")
    let table = [rows[0] + ",duplicate_clutser"] + rows.dropFirst().map { $0 + ",c" }
    try folder.write(table.joined(separator: "\n") + "\n", to: "more.csv")
    let outcome = try Program.run(
      "evaluate", "--predictions", path("more.csv"), "--replicates", "50", "--out", path("more"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.errors.contains(
        "more.csv: columns not used: duplicate_clutser (did you mean duplicate_cluster?)"),
      "\(outcome.errors)")

    try folder.write("Model,age_group,accuracy,raters\na,adult,0.5,3\n", to: "claims.csv")
    let claims = try Program.run("evaluate", "--from-table", path("claims.csv"))
    #expect(claims.errors.contains("claims.csv: columns not used: raters"), "\(claims.errors)")
  }

  private struct Header: Decodable { let predictionsSHA256: String? }

  @Test func evaluatingPredictionsKeepsThemBesideTheMetrics() throws {
    let predictions = try predictions("p.csv", correct: 12)
    try folder.write("of an earlier evaluation", to: "run/evaluation/predictions.csv")
    try evaluate(predictions, into: "run")
    let content = try Data(contentsOf: URL(fileURLWithPath: predictions))
    #expect(try Data(contentsOf: folder.file("run/evaluation/predictions.csv")) == content)
    let header = try JSONDecoder().decode(
      Header.self, from: Data(contentsOf: folder.file("run/evaluation/metrics.json")))
    #expect(try header.predictionsSHA256 == ContentHash.sha256(of: content))
    // Again in place.
    try evaluate(path("run/evaluation/predictions.csv"), into: "run")
    #expect(try Data(contentsOf: folder.file("run/evaluation/predictions.csv")) == content)
  }

  @Test func tablesComeFirstAndThreeFindings() throws {
    let predictions = try predictions("p.csv", correct: 12)
    func output(_ options: String...) throws -> String {
      let process = Program.process(
        ["evaluate", "--predictions", predictions, "--replicates", "50", "--out", path("out")]
          + options)
      let outcome = try Program.finish(process)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome.output
    }
    let (brief, full) = (try output(), try output("--verbose"))
    func findings(_ text: String) -> Int {
      text.split(separator: "\n").count { $0.hasPrefix("- ") }
    }
    #expect(brief.hasPrefix("infant model\nage group"))
    #expect(findings(brief) == 3 && findings(full) > 3)
    #expect(brief.contains("… and \(findings(full) - 3) finding"))
    #expect(brief.contains("out/metrics.json has them"))
    #expect(!full.contains("… and "))
  }

  @Test func reportsRefuseMetricsOfOtherPredictions() throws {
    let (first, second) = try (predictions("1.csv", correct: 12), predictions("2.csv", correct: 15))
    for name in ["a", "b"] {
      try run(name)
      try evaluate(first, into: name)
    }
    let fitting = try Program.run("report", path("a"), path("b"), "--out", path("page.html"))
    #expect(fitting.status == 0, "\(fitting.errors)")

    try Data(contentsOf: URL(fileURLWithPath: second)).write(
      to: folder.file("b/evaluation/predictions.csv"))
    for words in [
      ["report", path("b")], ["report", path("a"), path("b"), "--out", path("p.html")],
    ] {
      let outcome = try Program.finish(Program.process(words))
      #expect(outcome.status == 3, "\(outcome.errors)")
      #expect(outcome.errors.contains("are of two evaluations"), "\(outcome.errors)")
      #expect(outcome.errors.contains("b/evaluation/predictions.csv"), "\(outcome.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: path("p.html")))

    // Metrics of an earlier version have no hash; their counts tell.
    let metrics = folder.file("b/evaluation/metrics.json")
    let text = try String(contentsOf: metrics, encoding: .utf8)
    try text.replacing(#/\s*"predictionsSHA256" : "[0-9a-f]+",/#, with: "").write(
      to: metrics, atomically: true, encoding: .utf8)
    let counted = try Program.run("report", path("b"))
    #expect(counted.status == 3 && counted.errors.contains("two evaluations"), "\(counted.errors)")
  }
}

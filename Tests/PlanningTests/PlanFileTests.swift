import Analysis
import Foundation
import Planning
import Support
import TestSupport
import Testing

@Suite struct PlanFileTests {
  private static let simulated = Result {
    try StudyPlanning(
      design: StudyDesign(children: 60), expected: clear, target: PlanTarget(),
      settings: PlanSettings(studies: 20)
    ).plan()
  }

  private let prediction: StudyPrediction
  private let settings = JSONTree.object([
    "preset": .string("open"), "seed": .integer(7), "adult": .object(["epochs": .integer(12)]),
  ])

  init() throws { prediction = try Self.simulated.get() }

  private func text(_ prediction: StudyPrediction) throws -> String {
    try PlanFile.text(prediction, title: "Ours", settings: settings, program: "Smilestone 0")
  }

  @Test func aPlanIsReadAsItWasWritten() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(text(prediction), to: "plan.json5")
    let plan = try PlanFile(contentsOf: url)
    #expect(plan.prediction == prediction)
    #expect(plan.settings == settings)
    #expect(plan.stated.plan.title == "Ours")
    #expect(plan.stated.plan.hypotheses.map(\.id) == ["infant-transition", "adult-transition"])
    #expect(plan.stated.sha256 == (try ContentHash.sha256(of: Data(contentsOf: url))))
    // The same file states the hypotheses of `evaluate --plan`.
    #expect(try StatedPlan(contentsOf: url) == plan.stated)
  }

  @Test func hypothesesAloneAreAPlan() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(
      "{ format: 1, title: 't', hypotheses: [{ id: 'adult-trend', hypothesis: 'It rises.' }] }",
      to: "plan.json5")
    let plan = try PlanFile(contentsOf: url)
    #expect(plan.settings == nil)
    #expect(plan.prediction == nil)
  }

  @Test func aPredictionOfALaterProgramIsRefused() throws {
    var later = prediction
    later.format = 2
    let folder = try TemporaryFolder()
    let url = try folder.write(text(later), to: "plan.json5")
    let error = #expect(throws: SmilestoneError.self) { try PlanFile(contentsOf: url) }
    #expect(error?.message.contains("format 2") == true)
  }

  @Test func thePreregistrationHasTheFormsHeadings() throws {
    let text = Preregistration(
      prediction, title: "Ours", plan: "abc", settings: settings, program: "Smilestone 0"
    ).text
    for heading in [
      "Title", "Authors", "Research questions", "Hypotheses", "Datasets used", "Data availability",
      "Data access", "Data identifiers", "Access date", "Data collection procedures", "Codebook",
      "Manipulated variables", "Measured variables", "Unit of analysis", "Missing data",
      "Statistical outliers", "Sampling weights", "Prior publication/dissemination",
      "Prior knowledge", "Statistical models", "Effect size", "Statistical power",
      "Inference criteria", "Assumption violation/model non-convergence",
      "Reliability and robustness testing", "Exploratory analysis",
    ] {
      #expect(text.contains("\n### \(heading)\n"), "\(heading)")
    }
    #expect(text.contains("`abc`"))
    #expect(text.contains("- `adult.epochs`: 12"))
    #expect(text.contains("60 children and 15 adults"))
  }
}

import Analysis
import Foundation
import Support
import TestSupport
import Testing

@Suite struct AnalysisPlanTests {
  @Test func readsJSON5AndHashesTheFilesBytes() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(
      """
      // stated on Monday
      { format: 1, title: 'One question',
        hypotheses: [{ id: 'adult-trend', hypothesis: 'It rises.' }] }
      """, to: "plan.json5")
    let stated = try StatedPlan(contentsOf: url)
    #expect(
      stated.plan.hypotheses == [
        PlannedHypothesis(id: "adult-trend", hypothesis: "It rises.", alpha: 0.05)
      ])
    #expect(stated.sha256 == (try ContentHash.sha256(of: Data(contentsOf: url))))
  }

  @Test func standardPlanRoundTripsToTheSameHash() throws {
    let stated = try StatedPlan()
    let folder = try TemporaryFolder()
    let url = try folder.write(
      String(decoding: stated.plan.encoded(), as: UTF8.self), to: "plan.json5")
    #expect(try StatedPlan(contentsOf: url) == stated)
  }

  @Test func testsOutsideThePlanAreExploratory() throws {
    let stated = try StatedPlan(
      AnalysisPlan(
        title: "t",
        hypotheses: [
          PlannedHypothesis(id: "adult-trend", hypothesis: "It rises."),
          PlannedHypothesis(id: "adult-chance", hypothesis: "It recognises."),
        ]))
    let marks = stated.marking(testsMade: ["infant-trend", "adult-trend"])
    #expect(
      marks
        == PlanMarks(
          planned: ["adult-trend"], exploratory: ["infant-trend"], notMade: ["adult-chance"]))
  }

  @Test(arguments: [
    ("{ format: 2, title: 't', hypotheses: [{ id: 'a', hypothesis: 'h' }] }", "format 2"),
    ("{ format: 1, title: 't', hypotheses: [] }", "no hypothesis"),
    ("{ format: 1, title: 't', hypotheses: [{ id: 'A b', hypothesis: 'h' }] }", "A b"),
    ("{ format: 1, title: 't', hypotheses: [{ id: 'a', hypothesis: ' ' }] }", "says nothing"),
    (
      "{ format: 1, title: 't', hypotheses: [{ id: 'a', hypothesis: 'h', alpha: 1 }] }",
      "alpha 1"
    ),
    (
      """
      { format: 1, title: 't', hypotheses: [{ id: 'a', hypothesis: 'h' },
        { id: 'a', hypothesis: 'g' }] }
      """, "twice"
    ),
    ("{ format: 1, title: 't' }", "not an analysis plan"),
    ("{ format:", "not an analysis plan"),
  ])
  func plansThatCannotBeFollowedAreRefused(text: String, message: String) throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(text, to: "plan.json5")
    let error = #expect(throws: SmilestoneError.self) { try StatedPlan(contentsOf: url) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains(message) == true)
  }

  @Test func aMissingFileIsNamed() {
    let error = #expect(throws: SmilestoneError.self) {
      try StatedPlan(contentsOf: URL(fileURLWithPath: "/nowhere/plan.json5"))
    }
    #expect(error?.message.contains("/nowhere/plan.json5") == true)
  }
}

import Analysis
import Faces
import Report
import TestSupport
import Testing

/// What the page shows where a run has no result, or none that is defined.
@Suite struct MissingResultsPageTests {
  /// A run of which nothing is known yet.
  private func unknownRun() -> ReportInput {
    ReportInput(
      runName: "new", cohort: CohortDescription(text: "None yet.", isSynthetic: false),
      counts: HeadlineCounts(faces: 1, emotions: 7, ageGroups: 5, models: 0, skipped: 0))
  }

  /// Each section says so, with the command that makes it where one does.
  @Test(arguments: [
    ("age", "age evaluate"), ("results", "evaluate"), ("transition", "evaluate"),
    ("confusions", "evaluate"), ("emotions", "evaluate"), ("hit-rate", "evaluate"),
    ("saliency", "evaluate"), ("calibration", "evaluate"),
    ("age-error", "evaluate"), ("audit", "explore"), ("data", "stratify"), ("training", "train"),
  ])
  func saysWhatIsMissing(section: String, command: String) throws {
    let part = try Page(unknownRun()).section(section)
    #expect(part.contains("class=\"missing\""))
    #expect(part.contains("<code>smilestone \(command)"))
  }

  @Test func countsOneFaceAsOne() throws {
    #expect(try Page(unknownRun()).header().contains("1 face in 5 age groups"))
  }

  @Test func nowhereOnTheWholePageOfAnUnknownRunIsAnOptional() throws {
    #expect(try !Page(unknownRun()).text.contains("Optional("))
  }

  @Test func leavesUndefinedUndefined() throws {
    var input = try Demo.input()
    input.metrics = try Demo.metricsWithEmptyGroup(.toddler)
    let page = try Page(input)
    #expect(try page.section("confusions").contains("no test faces in this age"))
    #expect(
      try page.section("results").contains(
        "<td class=\"n first\">0</td><td class=\"n\"><b>–</b></td>"))
  }

  @Test func nowhereOnTheWholePageIsAnUndefinedNumber() throws {
    var input = try Demo.input()
    input.metrics = try Demo.metricsWithEmptyGroup(.toddler)
    #expect(try !Page(input).text.contains(#/>-?nan|NaN/#))
  }
}

import Foundation
import Report
import Testing

/// Not a check: writes the demonstration for a person to look at, into the folder that
/// SMILESTONE_DEMO_FOLDER names.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SMILESTONE_DEMO_FOLDER"] != nil))
struct DemoFiles {
  @Test func writesThePageAndFigures() throws {
    let path = try #require(ProcessInfo.processInfo.environment["SMILESTONE_DEMO_FOLDER"])
    let folder = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let page = try ReportPage.html(Demo.input(), bundle: VegaBundle.locate())
    try page.write(
      to: folder.appendingPathComponent("report.html"), atomically: true, encoding: .utf8)
    try ComparePage.html(comparedRuns(), bundle: VegaBundle.locate()).write(
      to: folder.appendingPathComponent("comparison.html"), atomically: true, encoding: .utf8)
    let outcome = try FigureExporter().export(
      Demo.input(), to: folder.appendingPathComponent("figures"))
    #expect(outcome.note == nil)
  }
}

import Foundation
import Report
import Support
import TestSupport
import Testing

@Suite struct FigureExporterTests {
  private static let environment = ProcessInfo.processInfo.environment

  @Test(arguments: ["/nowhere/python3", "/bin/false"])
  func writesSpecificationsAndNumbersWithoutPython(python: String) throws {
    let folder = try TemporaryFolder()
    let exporter = FigureExporter(
      environment: Self.environment.merging(["SMILESTONE_PYTHON": python]) { $1 })
    let outcome = try exporter.export(Demo.input(), to: folder.file("figures"))
    #expect(outcome.note?.contains("make setup") == true)
    // 25 charts: a table each, a specification of each in one column's width or two, and of 20 in
    // both; the captions.
    #expect(outcome.files.count == 25 + 25 + 20 + 1)
    for file in outcome.files { #expect(try !Data(contentsOf: file).isEmpty) }
    let captions = try String(contentsOf: folder.file("figures/captions.md"), encoding: .utf8)
    #expect(captions.contains("Error bars are 95% confidence intervals (CI)"))
  }

  @Test func namesTheFolderThatItCannotWrite() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("not a folder", to: "figures")
    let error = #expect(throws: SmilestoneError.self) {
      try FigureExporter(environment: Self.environment).export(Demo.input(), to: file)
    }
    #expect(error?.message.contains(file.path) == true)
  }

  /// Draws every specification, which proves them valid Vega-Lite; only where the package is.
  @Test(.enabled(if: FigureExporter().problem() == nil, "the renderer of figures is missing"))
  func drawsEveryFigure() throws {
    let folder = try TemporaryFolder()
    let outcome = try FigureExporter(environment: Self.environment).export(
      Demo.input(), to: folder.url)
    #expect(outcome.note == nil, "\(outcome.note ?? "")")
    let starts: [String: Data] = [
      "svg": Data("<svg".utf8), "pdf": Data("%PDF".utf8), "png": Data([0x89, 0x50, 0x4E, 0x47]),
    ]
    // 85 mm and 180 mm at 300 dots to the inch.
    for (name, millimetres) in [("cross-age", 85.0), ("cross-age-wide", 180), ("recall", 180)] {
      let png = try Data(contentsOf: folder.file("\(name).png"))
      let width = png[16..<20].reduce(0) { $0 << 8 | Int($1) }
      #expect(abs(Double(width) / 300 * 25.4 - millimetres) < 3, "\(name)")
      // The file says so in pixels per metre, or word processors take it for 72 to the inch.
      let chunk = try #require(png.range(of: Data("pHYs".utf8)))
      let density = png[chunk.upperBound..<chunk.upperBound + 4].reduce(0) { $0 << 8 | Int($1) }
      #expect(density == 11_811 && png[chunk.upperBound + 8] == 1, "\(name)")
    }
    for file in outcome.files {
      guard let start = starts[file.pathExtension] else { continue }
      #expect(try Data(contentsOf: file).starts(with: start), "\(file.lastPathComponent)")
    }
    #expect(outcome.files.count == 25 + 25 + 20 + 1 + 3 * 45)
  }
}

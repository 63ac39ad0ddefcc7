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
    #expect(outcome.files.count == 21)
    for file in outcome.files { #expect(try !Data(contentsOf: file).isEmpty) }
    let captions = try String(contentsOf: folder.file("figures/captions.txt"), encoding: .utf8)
    #expect(captions.contains("Error bars are 95% intervals (Wilson)."))
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
  @Test func drawsEveryFigureWhereItCan() throws {
    let folder = try TemporaryFolder()
    let outcome = try FigureExporter(environment: Self.environment).export(
      Demo.input(), to: folder.url)
    if let note = outcome.note {
      #expect(note.contains("make setup"), "\(note)")
      return
    }
    let starts: [String: Data] = [
      "svg": Data("<svg".utf8), "pdf": Data("%PDF".utf8), "png": Data([0x89, 0x50, 0x4E, 0x47]),
    ]
    for file in outcome.files {
      guard let start = starts[file.pathExtension] else { continue }
      #expect(try Data(contentsOf: file).starts(with: start), "\(file.lastPathComponent)")
    }
    #expect(outcome.files.count == 51)
  }
}

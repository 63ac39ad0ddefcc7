import Foundation
import Presentation
import Support

/// Writes charts as files that go into a paper: the Vega-Lite specification and the numbers of
/// each, and SVG, PDF and 300-dpi PNG where Python has `vl_convert`.
public struct FigureExporter: Sendable {
  /// What an export has written.
  public struct Outcome: Sendable {
    public var files: [URL]
    /// Why there is no SVG, PDF and PNG, and how to get them; nil when there is.
    public var note: String?
  }

  private let renderer: PythonRenderer

  /// - Parameter environment: `SMILESTONE_PYTHON` names the Python to use; `python3` otherwise.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    renderer = PythonRenderer(environment: environment)
  }

  /// Why images of charts cannot be made here, and the remedy; nil where they can.
  public func problem() -> String? { renderer.problem() }

  /// Writes the figures of a report: one column of a paper wide (85 mm) as NAME, two columns wide
  /// (180 mm) as NAME-wide; those that need two columns have no other form and no suffix.
  ///
  /// Each is NAME.vl.json and images of it; NAME.csv has its numbers, and captions.md all
  /// captions.
  /// - Throws: `SmilestoneError` when a file cannot be written. A missing or failing renderer is
  ///   no error: the outcome's note tells of it.
  public func export(_ input: ReportInput, to folder: URL) throws -> Outcome {
    try export(ChartSpecs.charts(for: input), to: folder)
  }

  /// Writes charts in both widths.
  public func export(_ charts: [Chart], to folder: URL) throws -> Outcome {
    try AtomicFile.createFolder(folder)
    var files: [URL] = []
    func write(_ text: String, to name: String) throws {
      let file = folder.appendingPathComponent(name)
      try AtomicFile.write(text, to: file)
      files.append(file)
    }
    let figures =
      charts.map { ($0.name, $0.spec.value(in: .column)) }
      + charts.filter { !$0.needsTwoColumns }.map {
        ("\($0.name)-wide", $0.spec.value(in: .twoColumns))
      }
    for (name, spec) in figures {
      try write(spec.text(isPretty: true) + "\n", to: "\(name).vl.json")
    }
    for chart in charts { try write(chart.table.csv, to: "\(chart.name).csv") }
    try write(FigureExporter.captions(charts), to: "captions.md")

    let names = figures.map(\.0)
    let note = renderer.render(names, in: folder)
    if note == nil {
      files += names.flatMap { name in
        ["svg", "pdf", "png"].map { folder.appendingPathComponent("\(name).\($0)") }
      }
    }
    return Outcome(files: files, note: note)
  }

  private static func captions(_ charts: [Chart]) -> String {
    let captions = charts.map { "## \($0.name)\n\n**\($0.heading)** \($0.paperCaption)\n" }
    return "# Captions\n\n\(captions.joined(separator: "\n"))"
  }
}

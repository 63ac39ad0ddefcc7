import Foundation
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

  /// Why pictures of charts cannot be made here, and the remedy; nil where they can.
  public func problem() -> String? { renderer.problem() }

  /// Writes NAME.vl.json and NAME.csv for each chart, then pictures of them.
  /// - Throws: `SmilestoneError` when a file cannot be written. A missing or failing renderer is
  ///   no error: the outcome's note tells of it.
  public func export(_ input: ReportInput, to folder: URL) throws -> Outcome {
    try export(ChartSpecs.charts(for: input, theme: .publication), to: folder)
  }

  /// Writes charts that were made with the theme `publication`.
  public func export(_ charts: [Chart], to folder: URL) throws -> Outcome {
    try AtomicFile.createFolder(folder)
    var files: [URL] = []
    for chart in charts {
      let spec = folder.appendingPathComponent("\(chart.name).vl.json")
      let table = folder.appendingPathComponent("\(chart.name).csv")
      try AtomicFile.write(try chart.spec.text(isPretty: true) + "\n", to: spec)
      try AtomicFile.write(chart.table.csv, to: table)
      files += [spec, table]
    }
    let captions = charts.map { "\($0.name)\n\($0.title). \($0.caption)\n" }.joined(separator: "\n")
    let captionFile = folder.appendingPathComponent("captions.txt")
    try AtomicFile.write(captions, to: captionFile)
    files.append(captionFile)

    let note = renderer.render(charts.map(\.name), in: folder)
    if note == nil {
      files += charts.flatMap { chart in
        ["svg", "pdf", "png"].map { folder.appendingPathComponent("\(chart.name).\($0)") }
      }
    }
    return Outcome(files: files, note: note)
  }
}

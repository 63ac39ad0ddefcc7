import Analysis
import Presentation
import Support

/// The report of a run: one HTML file that holds everything it shows and asks the network for
/// nothing.
public enum ReportPage {
  /// Writes the page.
  /// - Returns: the HTML text, the chart library and all data included.
  /// - Throws: `SmilestoneError` when the metrics have the wrong shape.
  public static func html(_ input: ReportInput, bundle: VegaBundle) throws -> String {
    try input.results.metrics?.checkShape()
    var builder = PageBuilder(input: input, glossary: try Glossary())
    let body = builder.body()
    return try OfflinePage.html(
      title: "\(builder.title) – \(input.runName)", skipLabel: "Skip to the report", body: body,
      charts: builder.shownCharts,
      data: input.judgedFaces.map { ["judged-faces": $0.json] } ?? [:], bundle: bundle)
  }
}

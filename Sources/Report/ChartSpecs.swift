import Analysis
import Presentation

/// The charts of a report as pure functions of its numbers: the page shows them, `FigureExporter`
/// writes them to files.
public enum ChartSpecs {
  /// Every chart that the input has numbers for: of the data, of the trainings, of each analysis.
  /// - Throws: `SmilestoneError` when the metrics have the wrong shape.
  public static func charts(for input: ReportInput) throws -> [Chart] {
    try input.results.metrics?.checkShape()
    return ownCharts(for: input)
      + Analyses.all.flatMap {
        $0.section(of: input.shownResults)?.flatMap(\.charts) ?? []
      }
  }

  /// Those that are of no analysis.
  static func ownCharts(for input: ReportInput) -> [Chart] {
    [
      emotionCounts(
        input.emotionCounts, scheme: input.results.vocabulary.labels, ages: input.results.ages)
    ].compactMap(\.self)
      + input.histories.flatMap { training($0) }
  }
}

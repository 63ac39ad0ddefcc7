import Faces

/// Everything that `evaluation/metrics.json` holds: what the models achieved on the test faces.
///
/// Undefined values are absent (nil), never zero. docs/metrics.md describes every field.
public struct Metrics: Sendable, Equatable {
  /// The version of the format that this program writes.
  public static let currentFormat = 2

  /// Version of this format; readers refuse a newer one.
  public var format: Int
  /// SHA-256 of the `predictions.csv` that the numbers were made from; nil where that was not
  /// recorded.
  public var predictionsSHA256: String?
  /// How the numbers were made; nil where that was not recorded.
  public var settings: EvaluationSettings?
  /// Statements made from the numbers.
  public var findings: [Finding]
  /// The plan that was stated before the test faces were read, and which findings it has; nil
  /// where none was given: all findings are then exploratory.
  public var plan: PlannedAnalysis?
  /// The numbers of each analysis that keeps them here.
  package var results: AnalysisResults

  /// What labels and age groups the numbers are of.
  public var vocabulary: Vocabulary { settings?.vocabulary ?? .study }

  package init(
    format: Int = Metrics.currentFormat, settings: EvaluationSettings? = nil,
    findings: [Finding] = [], results: AnalysisResults = AnalysisResults()
  ) {
    self.format = format
    self.settings = settings
    self.findings = findings
    self.results = results
  }
}

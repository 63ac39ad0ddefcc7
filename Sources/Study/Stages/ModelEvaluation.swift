import Analysis
import Faces
import Foundation
import Support

/// Makes predictions and metrics out of model predictions.
public enum ModelEvaluation {
  /// Writes the prediction table, then the metrics.
  /// - Parameters:
  ///   - furtherTrainings: what the same models, trained again, predicted on the same faces.
  ///   - manifest: the faces that were judged, for what the rows do not say of them.
  ///   - knownAges: faces of known age that correct imputed ages; nil for none.
  ///   - agePredictions: the age estimator's test predictions; empty where there is none.
  ///   - baselineAgeInYears: the constant prediction to compare the age estimator with.
  ///   - ageUncertainty: gives the predictions their intervals, whose coverage is then measured.
  ///   - appearance: what appearance alone does to accuracy.
  ///   - choice: what is made beside what is always made.
  @discardableResult
  public static func write(
    _ rows: [PredictionRow], furtherTrainings: [PredictionTable] = [], manifest: Manifest,
    knownAges: KnownAgeSample? = nil, agePredictions: [AgePrediction],
    baselineAgeInYears: Double?, ageUncertainty: AgeUncertainty? = nil,
    settings: EvaluationSettings, appearance: AppearanceReference = .shipped,
    choice: AnalysisChoice = AnalysisChoice(), predictions: URL,
    metrics url: URL, observer: any ProgressObserver = SilentObserver()
  ) throws -> Metrics {
    let table = PredictionTable(rows: rows, vocabulary: manifest.vocabulary)
    try table.write(to: predictions)
    let evidence = try Evidence(
      predictions: table, furtherTrainings: furtherTrainings, manifest: manifest,
      knownAges: knownAges,
      agePredictions: agePredictions.map { $0.calibrated(by: ageUncertainty) },
      baselineAgeInYears: baselineAgeInYears, settings: settings, wanted: choice.wanted,
      results: .with(appearance), observer: observer)
    var metrics = try Metrics(evidence, plan: choice.plan)
    try metrics.record(predictionsIn: predictions)
    try metrics.write(to: url)
    return metrics
  }

  /// The age estimator's quality.
  /// - Parameter vocabulary: what the predictions' emotions mean.
  /// - Throws: `SmilestoneError.badInput` for fewer than two subjects.
  public static func ageMetrics(
    _ predictions: [AgePrediction], baselineAgeInYears: Double?, settings: EvaluationSettings,
    vocabulary: Vocabulary
  ) throws -> AgeMetrics {
    var settings = settings
    settings.vocabulary = vocabulary
    let metrics = try AgeMetrics(
      predictions, baselineAgeInYears: baselineAgeInYears, settings: settings)
    guard let metrics else {
      throw SmilestoneError.badInput(
        "One subject alone says nothing about the age estimator's error.",
        remedy: "Test it on faces of at least two subjects.")
    }
    return metrics
  }
}

import Analysis
import Faces
import Foundation
import Testing

/// Faces with invented predictions: `correct` of `count` faces right in a group.
struct Predictions {
  var model = "adult"
  var group: AgeGroup?
  var count: Int
  var correct: Int
  /// Faces of each subject; 0 leaves the subject unknown.
  var facesPerSubject = 1
  var split = "test"
  /// Correct predictions come first, or are dealt evenly among the subjects.
  var dealt = false

  /// True emotions run through all seven; a wrong prediction names the next one.
  var rows: [PredictionRow] {
    (0..<count).map { index in
      let emotion = LabelScheme.emotions7.emotions[index % 7]
      let right = dealt ? (index * correct) % count < correct : index < correct
      let predicted = right ? emotion : LabelScheme.emotions7.emotions[(index + 1) % 7]
      var probabilities = [Float](repeating: 0.05, count: 7)
      probabilities[LabelScheme.emotions7.position(of: predicted)] = 0.7
      let place = "\(split)-\(group?.rawValue ?? "none")"
      return PredictionRow(
        image: "\(place)-\(index)",
        subject: facesPerSubject == 0 ? nil : "\(place)-\(index / facesPerSubject)",
        source: "invented", split: split, ageGroup: group, emotion: emotion, model: model,
        predicted: predicted, probabilities: probabilities)
    }
  }
}

func table(_ predictions: [Predictions]) -> PredictionTable {
  PredictionTable(rows: predictions.flatMap(\.rows), vocabulary: .study)
}

/// Settings with fewer resamples, to keep tests quick.
let quick = EvaluationSettings(replicates: 400)

extension Metrics {
  func finding(_ id: String) -> Finding? { findings.first { $0.id == id } }

  func group(_ group: AgeGroup, model: Int = 0) throws -> GroupMetrics {
    try #require(models[model].groups.first { $0.ageGroup == group })
  }
}

func fixture(_ name: String) throws -> URL {
  try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    .appendingPathComponent(name)
}

extension Metrics {
  /// Metrics of a table, with results that were made elsewhere.
  init(
    predictions: PredictionTable, manifest: Manifest? = nil,
    agePredictions: [AgePrediction] = [], baselineAgeInYears: Double? = nil,
    settings: EvaluationSettings = EvaluationSettings(),
    appearance: AppearanceReference = .shipped,
    transition: TransitionAnalysis? = nil, ageError: AgeErrorAnalysis? = nil,
    plan: StatedPlan? = nil
  ) throws {
    var results = AnalysisResults.with(appearance)
    results[TransitionAge.self] = transition
    results[AgeErrorDependence.self] = ageError
    try self.init(
      Evidence(
        predictions: predictions, manifest: manifest, agePredictions: agePredictions,
        baselineAgeInYears: baselineAgeInYears, settings: settings, results: results),
      plan: plan)
  }
}

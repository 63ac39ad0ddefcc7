import Analysis
import Faces
import Foundation
import Statistics
import Support

/// The demonstration's metrics, made from its predictions as a run makes them, with few resamples.
extension Demo {
  static func metrics() throws -> Metrics { try made.get() }

  private static let made = Result {
    let curves = TransitionSettings(
      replicates: 40, boundSimulations: 19, flatSimulations: 199, levellingSimulations: 19)
    let ages = Dictionary(
      uniqueKeysWithValues: manifest.records.map {
        (
          PathKey($0.image),
          AgeEstimate(ageInYears: $0.ageInYears ?? 0, standardDeviationInYears: 0.8)
        )
      })
    // Made with fewer resamples than an evaluation would.
    var results = AnalysisResults.with(appearance)
    results[TransitionAge.self] = try TransitionAnalysis(predictions: predictions, settings: curves)
    results[AgeErrorDependence.self] = try AgeErrorAnalysis(
      predictions: predictions, ages: ages,
      settings: AgeErrorSettings(imputations: 3, cycles: 2, resamples: 10, transition: curves))
    return try Metrics(
      Evidence(
        predictions: predictions, manifest: manifest, agePredictions: agePredictions,
        baselineAgeInYears: 24, settings: EvaluationSettings(replicates: 200), results: results),
      plan: StatedPlan())
  }

  /// Invented: what appearance alone does to the two models.
  private static let appearance = AppearanceReference(
    cohorts: 5, settings: "ResNet-18, 64 px", ages: .study,
    models: [
      ModelAppearance(
        model: "infant", trend: change(-0.03), toddlerAdult: change(-0.12), claimedTransitions: 3),
      ModelAppearance(
        model: "adult", trend: change(0.01), toddlerAdult: change(0.05), claimedTransitions: 1),
    ])

  private static func change(_ value: Double) -> Estimate {
    Estimate(
      value: value, lower: value - 0.01, upper: value + 0.01, level: 0.95,
      method: "Student t over cohorts")
  }

  static var agePredictions: [AgePrediction] {
    var generator = SeededGenerator(seed: 7, stream: "demo ages")
    return (0..<600).map { index in
      let age = [1.5, 5, 10, 15, 18 + generator.uniform(0, 60)][index % 5]
      return AgePrediction(
        subject: "\(index)", ageInYears: age,
        estimate: AgeEstimate(
          ageInYears: max(0, age + generator.uniform(-0.3, 0.3) * (2 + age / 2))), ages: .study)
    }
  }

  static func decode(_ object: [String: Any]) throws -> Metrics {
    try JSONDecoder().decode(Metrics.self, from: JSONSerialization.data(withJSONObject: object))
  }

  /// A group's metrics, all from its confusion matrix.
  static func groupMetrics(_ group: AgeGroup, confusion: [[Int]]) -> [String: Any] {
    let totals = confusion.map { $0.reduce(0, +) }
    let n = totals.reduce(0, +)
    let correct = (0..<7).reduce(0) { $0 + confusion[$1][$1] }
    let recall: [Double?] = (0..<7).map {
      totals[$0] == 0 ? nil : Double(confusion[$0][$0]) / Double(totals[$0])
    }
    let defined = recall.compactMap { $0 }
    var metrics: [String: Any] = [
      "ageGroup": group.rawValue, "n": n, "correct": correct, "confusion": confusion,
      "recall": recall.map { $0 ?? NSNull() as Any },
    ]
    guard n > 0 else { return metrics }
    metrics["subjects"] = (n + 1) / 2
    metrics["accuracy"] = wilson(correct: correct, n: n)
    metrics["macroRecall"] = defined.reduce(0, +) / Double(defined.count)
    return metrics
  }

  private static func wilson(correct: Int, n: Int) -> [String: Any] {
    let z = 1.959963984540054
    let count = Double(n)
    let p = Double(correct) / count
    let scale = 1 + z * z / count
    let middle = (p + z * z / (2 * count)) / scale
    let half = z * (p * (1 - p) / count + z * z / (4 * count * count)).squareRoot() / scale
    return [
      "value": p, "lower": middle - half, "upper": middle + half, "level": 0.95,
      "method": "Wilson",
    ]
  }
}

import Cohort
import Evaluation
import Foundation
import Support

/// The demonstration's metrics, made as JSON the way a run folder holds them.
extension Demo {
  static func metrics(_ generator: inout SeededGenerator) throws -> Metrics {
    let curves = [
      "infant": [0.62, 0.5, 0.47, 0.4, 0.29], "adult": [0.41, 0.63, 0.74, 0.76, 0.79],
    ]
    let sizes = [83, 71, 64, 70, 412]
    let models = ["infant", "adult"].map { model -> [String: Any] in
      let groups = zip(AgeGroup.allCases, zip(curves[model] ?? [], sizes)).map { group, point in
        groupMetrics(group, accuracy: point.0, n: point.1, &generator)
      }
      return ["model": model, "groups": groups]
    }
    let findings: [[String: Any]] = [
      [
        "id": "adult-trend", "test": "Cochran–Armitage trend test", "pValue": 0.00004,
        "text": "The adult model’s accuracy rises from toddlers to adults (n = 700).",
      ],
      ["id": "infant-peak", "text": "The infant model is best on toddlers."],
    ]
    return try decode(
      ["format": 1, "ageEstimator": age, "models": models, "findings": findings])
  }

  static func decode(_ object: [String: Any]) throws -> Metrics {
    try JSONDecoder().decode(Metrics.self, from: JSONSerialization.data(withJSONObject: object))
  }

  private static var age: [String: Any] {
    let errors = [1.21, 2.43, 3.1, 3.62, 5.8]
    let groups = zip(AgeGroup.allCases, errors).map { group, error -> [String: Any] in
      [
        "ageGroup": group.rawValue, "n": 120,
        "meanAbsoluteError": estimate(error, 0.8 * error, 1.25 * error, "bootstrap percentile"),
        "within5Years": wilson(correct: Int(130 - 10 * error), n: 120),
        "bias": estimate(0.1 * error, -0.1 * error, 0.3 * error, "bootstrap percentile"),
      ]
    }
    return [
      "n": 600, "meanAbsoluteError": estimate(4.12, 3.84, 4.43, "bootstrap percentile"),
      "within5Years": wilson(correct: 437, n: 600),
      "bias": estimate(-0.31, -0.72, 0.09, "bootstrap percentile"),
      "baselineMeanAbsoluteError": 12.6, "byGroup": groups,
    ]
  }

  private static func groupMetrics(
    _ group: AgeGroup, accuracy: Double, n: Int, _ generator: inout SeededGenerator
  ) -> [String: Any] {
    var confusion = Array(repeating: Array(repeating: 0, count: 7), count: 7)
    for _ in 0..<n {
      // Toddlers are hardly ever labelled surprised here: a row without faces.
      let truth = generator.integer(below: group == .toddler ? 6 : 7)
      let isRight = generator.uniform() < accuracy
      let predicted = isRight ? truth : (truth + 1 + generator.integer(below: 6)) % 7
      confusion[truth][predicted] += 1
    }
    return self.groupMetrics(group, confusion: confusion)
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

  private static func estimate(
    _ value: Double, _ lower: Double, _ upper: Double, _ method: String
  ) -> [String: Any] {
    ["value": value, "lower": lower, "upper": upper, "level": 0.95, "method": method]
  }

  private static func wilson(correct: Int, n: Int) -> [String: Any] {
    let z = 1.959963984540054
    let count = Double(n)
    let p = Double(correct) / count
    let scale = 1 + z * z / count
    let middle = (p + z * z / (2 * count)) / scale
    let half = z * (p * (1 - p) / count + z * z / (4 * count * count)).squareRoot() / scale
    return estimate(p, middle - half, middle + half, "Wilson")
  }
}

import Analysis
import Faces
import Foundation
import Support
import Testing

/// The warning that the distribution of emotions decides how a curve of accuracy over age looks.
@Suite struct ClassDistributionWarningTests {
  /// Mean accuracy by age group.
  static let curves: [[Double]] = [
    [0.35, 0.45, 0.55, 0.56, 0.56], [0.35, 0.42, 0.49, 0.56, 0.63], [0.5, 0.5, 0.5, 0.5, 0.5],
  ]
  /// How much easier each emotion is than the mean.
  static let ease: [Double] = [-0.15, -0.2, -0.1, 0.3, 0.15, -0.05, 0.05]

  /// Four faces each of 150 subjects; the emotions' distribution is that of `weights` in each group.
  private func predictions(
    _ curve: [Double], seed: UInt64, weights: (AgeGroup) -> [Double]
  ) -> PredictionTable {
    var generator = SeededGenerator(seed: seed, stream: "distribution")
    var rows: [PredictionRow] = []
    for subject in 0..<150 {
      let group = AgeGrouping.study.groups[subject % 5]
      let weights = weights(group)
      for face in 0..<4 {
        var left = generator.uniform() * weights.reduce(0, +)
        let emotion =
          LabelScheme.emotions7.emotions.first { emotion in
            left -= weights[LabelScheme.emotions7.position(of: emotion)]
            return left < 0
          } ?? .surprise
        let isRight =
          generator.uniform() < curve[AgeGrouping.study.index(of: group)]
          + Self.ease[LabelScheme.emotions7.position(of: emotion)]
        rows.append(
          PredictionRow(
            image: "\(subject)-\(face)", subject: "\(subject)", split: "test", ageGroup: group,
            emotion: emotion, model: "adult",
            predicted: isRight ? emotion : emotion.next,
            probabilities: [0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]))
      }
    }
    return PredictionTable(rows: rows, vocabulary: .study)
  }

  private func warnings(
    of curve: [Double], draws: Int, weights: @escaping @Sendable (AgeGroup) -> [Double]
  ) throws -> Int {
    try parallelMap(count: draws) { seed in
      try Metrics(
        predictions: predictions(curve, seed: UInt64(seed), weights: weights),
        settings: EvaluationSettings(replicates: 100)
      ).finding("adult-class-distribution")?.text.hasPrefix("Warning") == true
    }.count(where: \.self)
  }

  /// All groups have the same distribution, so that every warning is a false alarm.
  @Test func equalMixesAreRarelyWarnedOf() throws {
    let draws = 80
    let alarms = try Self.curves.map { curve in
      try warnings(of: curve, draws: draws) { _ in Array(repeating: 1, count: 7) }
    }
    print("class-distribution warnings of \(draws) data sets with equal distributions: \(alarms)")
    #expect(Double(alarms.reduce(0, +)) <= 0.05 * Double(3 * draws))
  }

  /// Adults are shown happy twice as often as toddlers, which alone makes the flat curve rise.
  @Test func aMixThatMakesTheCurveIsFound() throws {
    let found = try warnings(of: Self.curves[2], draws: 20) { group in
      let happy = 1 + 1.5 * Double(AgeGrouping.study.index(of: group))
      return [1, 1, 1, happy, 1, 1, 1]
    }
    #expect(found >= 16)
  }
}

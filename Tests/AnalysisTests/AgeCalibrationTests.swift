import Analysis
import Faces
import Foundation
import Support
import Testing

@Suite struct AgeCalibrationTests {
  /// Faces estimated as adults, of which a share is younger, and a teenager's probability that is said
  /// of each. Subjects have four faces.
  private func predictions(
    subjects: Int, teenagers share: Double, said: Double, seed: UInt64
  ) -> [AgePrediction] {
    var generator = SeededGenerator(seed: seed)
    let teenagers = Int((said * 199).rounded())
    let distribution = AgeDistribution(
      quantilesInYears: Array(repeating: 15, count: teenagers)
        + Array(repeating: 30, count: 199 - teenagers))
    return (0..<subjects).flatMap { subject in
      let age = generator.uniform() < share ? 15.0 : 30
      return (0..<4).map { _ in
        AgePrediction(
          subject: "\(subject)", ageInYears: age,
          estimate: AgeEstimate(ageInYears: 25, distribution: distribution), ages: .study)
      }
    }
  }

  private func calibration(_ predictions: [AgePrediction]) throws -> AgeCalibration {
    try #require(
      try AgeMetrics(predictions, settings: EvaluationSettings(replicates: 500))?.calibration)
  }

  @Test func wrongProbabilitiesAreFound() throws {
    let right = try calibration(
      predictions(subjects: 200, teenagers: 0.22, said: 0.22, seed: 1))
    let adults = try #require(right.byEstimatedGroup.first)
    #expect(right.byEstimatedGroup.count == 1 && adults.ageGroup == .adult && adults.n == 800)
    let teenager = adults.memberships[AgeGrouping.study.index(of: .teenager)]
    #expect(abs(teenager.probability.value - 44.0 / 199) < 1e-9)
    #expect(teenager.share.lower < 0.22 && teenager.share.upper > 0.22)
    // All intervals hold their age, which is more than 90 %.
    #expect(right.broken.allSatisfy { $0.kind != .membership })

    let wrong = try calibration(
      predictions(subjects: 200, teenagers: 0.22, said: 0.1, seed: 1))
    let broken = wrong.broken.filter { $0.kind == .membership }
    #expect(broken.map(\.of) == [.teenager, .adult])
    #expect(broken[0].among == .adult && abs(broken[0].promised - 20.0 / 199) < 1e-9)
    #expect(broken[0].found.lower > 0.1)
    #expect(broken[0].text.contains("800 faces estimated as"), "\(broken[0].text)")
    #expect(broken[0].text.contains("where 10% were said"))
  }

  /// Promises that are kept are not called broken, with so many of them looked at.
  @Test func keptPromisesAreRarelyCalledBroken() throws {
    let alarms = try (1...60).count { seed in
      try !calibration(
        predictions(
          subjects: 60, teenagers: 0.22, said: 0.22, seed: UInt64(seed))
      ).broken.filter { $0.kind == .membership }.isEmpty
    }
    #expect(alarms <= 8)
  }

  /// Errors of one standard deviation, of which subjects share a part.
  @Test(arguments: [0, 0.55]) func theCorrelationWithinSubjectsIsFound(_ shared: Double) throws {
    var generator = SeededGenerator(seed: 9)
    let predictions = try (0..<400).flatMap { subject in
      let own = generator.normal() * shared.squareRoot()
      return try (0..<4).map { _ in
        let error = 5 * (own + generator.normal() * (1 - shared).squareRoot())
        return AgePrediction(
          subject: "\(subject)", ageInYears: 40 + error,
          estimate: AgeEstimate(
            ageInYears: 40,
            distribution: try AgeDistribution(ageInYears: 40, standardDeviationInYears: 5)),
          ages: .study)
      }
    }
    let found = try #require(try calibration(predictions).withinSubjectCorrelation)
    #expect(abs(found.value - shared) < 0.1, "\(found)")
    #expect(found.upper - found.lower < 0.25)
  }

  @Test func withoutDistributionsThereIsNone() throws {
    let predictions = (0..<20).map { face in
      AgePrediction(
        ageInYears: Double(face), estimate: AgeEstimate(ageInYears: Double(face) + 1), ages: .study)
    }
    #expect(try AgeMetrics(predictions)?.calibration == nil)
  }

  /// metrics.json of earlier versions has no calibration and is read; what is written comes back.
  @Test func itComesBackFromJSON() throws {
    let metrics = try #require(
      try AgeMetrics(
        predictions(subjects: 40, teenagers: 0.2, said: 0.4, seed: 2),
        settings: EvaluationSettings(replicates: 200)))
    let data = try JSONEncoder().encode(metrics)
    #expect(
      try JSONDecoder().decode(AgeMetrics.self, from: data).calibration == metrics.calibration)
    var object = try #require(
      try JSONSerialization.jsonObject(with: data) as? [String: Any])
    object["calibration"] = nil
    let earlier = try JSONDecoder().decode(
      AgeMetrics.self, from: JSONSerialization.data(withJSONObject: object))
    #expect(earlier.calibration == nil && earlier.n == metrics.n)
  }
}

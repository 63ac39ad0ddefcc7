import Analysis
import Faces
import Foundation
import Support
import Testing

@Suite struct AgeCalibrationTests {
  /// Faces estimated as adults, of which a share is younger, and a teenager's probability that is said
  /// of each. Subjects have four faces with an error of their own and one that they share.
  private func predictions(
    subjects: Int, teenagers share: Double, said: Double, shared: Double, seed: UInt64
  ) -> [AgePrediction] {
    var generator = SeededGenerator(seed: seed)
    return (0..<subjects).flatMap { subject in
      let isTeenager = generator.uniform() < share
      let own = generator.normal() * shared.squareRoot()
      return (0..<4).map { _ in
        var prediction = AgePrediction(
          subject: "\(subject)", ageInYears: isTeenager ? 15 : 30, estimatedAgeInYears: 25,
          intervalsInYears: Array(repeating: 10...40, count: AgeCoverage.levels.count))
        prediction.groupProbabilities = [0, 0, 0, said, 1 - said]
        prediction.standardScore = own + generator.normal() * (1 - shared).squareRoot()
        return prediction
      }
    }
  }

  private func calibration(_ predictions: [AgePrediction]) throws -> AgeCalibration {
    try #require(
      try AgeMetrics(predictions, settings: EvaluationSettings(replicates: 500))?.calibration)
  }

  @Test func wrongProbabilitiesAreFound() throws {
    let right = try calibration(
      predictions(subjects: 200, teenagers: 0.22, said: 0.22, shared: 0, seed: 1))
    let adults = try #require(right.byEstimatedGroup.first)
    #expect(right.byEstimatedGroup.count == 1 && adults.ageGroup == .adult && adults.n == 800)
    let teenager = adults.memberships[AgeGrouping.study.index(of: .teenager)]
    #expect(abs(teenager.probability.value - 0.22) < 1e-9)
    #expect(teenager.share.lower < 0.22 && teenager.share.upper > 0.22)
    // All intervals hold their age, which is more than 90 %.
    #expect(right.broken.allSatisfy { $0.kind != .membership })

    let wrong = try calibration(
      predictions(subjects: 200, teenagers: 0.22, said: 0.1, shared: 0, seed: 1))
    let broken = wrong.broken.filter { $0.kind == .membership }
    #expect(broken.map(\.of) == [.teenager, .adult])
    #expect(broken[0].among == .adult && abs(broken[0].promised - 0.1) < 1e-9)
    #expect(broken[0].found.lower > 0.1)
    #expect(broken[0].text.contains("800 faces estimated as"), "\(broken[0].text)")
    #expect(broken[0].text.contains("where 10 % were said"))
  }

  /// Promises that are kept are not called broken, with so many of them looked at.
  @Test func keptPromisesAreRarelyCalledBroken() throws {
    let alarms = try (1...60).count { seed in
      try !calibration(
        predictions(
          subjects: 60, teenagers: 0.22, said: 0.22, shared: 0.5, seed: UInt64(seed))
      ).broken.filter { $0.kind == .membership }.isEmpty
    }
    #expect(alarms <= 8)
  }

  @Test(arguments: [0, 0.55]) func theCorrelationWithinSubjectsIsFound(_ shared: Double) throws {
    let found = try #require(
      try calibration(
        predictions(subjects: 400, teenagers: 0.2, said: 0.2, shared: shared, seed: 9)
      ).withinSubjectCorrelation)
    #expect(abs(found.value - shared) < 0.1, "\(found)")
    #expect(found.upper - found.lower < 0.25)
  }

  @Test func withoutDistributionsThereIsNone() throws {
    let predictions = (0..<20).map { face in
      AgePrediction(ageInYears: Double(face), estimatedAgeInYears: Double(face) + 1)
    }
    #expect(try AgeMetrics(predictions)?.calibration == nil)
  }

  /// metrics.json of earlier versions has no calibration and is read; what is written comes back.
  @Test func itComesBackFromJSON() throws {
    let metrics = try #require(
      try AgeMetrics(
        predictions(subjects: 40, teenagers: 0.2, said: 0.4, shared: 0.5, seed: 2),
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

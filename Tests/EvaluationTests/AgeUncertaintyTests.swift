import Cohort
import Evaluation
import Support
import Testing

@Suite struct AgeUncertaintyTests {
  /// Faces whose spread grows with age, estimated with that spread times `factor`.
  private func faces(
    _ count: Int, seed: UInt64, factor: Double = 1
  ) -> [AgeUncertainty.Calibration] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let age = generator.uniform(20, 70)
      let spread = 1 + age / 20
      return AgeUncertainty.Calibration(
        ageInYears: age, estimatedAgeInYears: age + generator.normal(standardDeviation: spread),
        spreadInYears: spread * factor)
    }
  }

  private func covered(
    _ uncertainty: AgeUncertainty, _ faces: [AgeUncertainty.Calibration], level: Double
  ) -> Double {
    let hits = faces.count {
      uncertainty.distribution(
        estimatedAgeInYears: $0.estimatedAgeInYears, spreadInYears: $0.spreadInYears
      ).intervalInYears(level: level).contains($0.ageInYears)
    }
    return Double(hits) / Double(faces.count)
  }

  /// Whatever the estimator says of its spread, validation faces set it right.
  @Test(arguments: [0.3, 1, 4]) func intervalsCoverWhatTheyPromise(_ factor: Double) throws {
    let uncertainty = try #require(
      AgeUncertainty(calibratingOn: faces(4000, seed: 1, factor: factor)))
    let fresh = faces(4000, seed: 2, factor: factor)
    for level in AgeCoverage.levels {
      #expect(abs(covered(uncertainty, fresh, level: level) - level) < 0.025)
    }
  }

  @Test func spreadAndGroupsFollowTheQuantiles() throws {
    // Errors of exactly −10 … +10 in equal steps.
    let steps = (0...400).map { Double($0) / 20 - 10 }
    let uncertainty = try #require(
      AgeUncertainty(
        calibratingOn: steps.map {
          AgeUncertainty.Calibration(
            ageInYears: 40 + $0, estimatedAgeInYears: 40, spreadInYears: nil)
        }))
    let adult = uncertainty.distribution(estimatedAgeInYears: 17.5, spreadInYears: nil)
    let interval = adult.intervalInYears(level: 0.9)
    #expect(abs(interval.lowerBound - 8.5) < 0.1 && abs(interval.upperBound - 26.5) < 0.1)
    // Uniform over 20 years: 20/√12.
    #expect(abs(adult.standardDeviationInYears - 5.77) < 0.1)
    let groups = adult.groupProbabilities
    #expect(abs(groups.reduce(0, +) - 1) < 1e-12)
    for (share, expected) in zip(groups, [0, 0.025, 0.2, 0.25, 0.525]) {
      #expect(abs(share - expected) < 0.011)
    }
    // A group without faces of its own takes all faces' quantiles; ages are never negative.
    let toddler = uncertainty.distribution(estimatedAgeInYears: 1, spreadInYears: nil)
    #expect(toddler.intervalInYears(level: 0.95).lowerBound == 0)
  }

  @Test func tooFewFacesSayNothing() {
    #expect(AgeUncertainty(calibratingOn: faces(39, seed: 3)) == nil)
  }

  @Test func coverageAndConfusionAreCounted() throws {
    let rows = [(2.0, 4.0, 1.0...5.0), (10, 10, 9...9.5), (30, 12, 20...40), (40, 41, 39...50)]
    let metrics = try #require(
      try AgeMetrics(
        rows.map { age, estimate, interval in
          AgePrediction(
            ageInYears: age, estimatedAgeInYears: estimate,
            intervalsInYears: Array(repeating: interval, count: AgeCoverage.levels.count))
        }))
    let coverage = try #require(metrics.coverage)
    #expect(coverage.map(\.level) == AgeCoverage.levels)
    #expect(coverage.allSatisfy { $0.covered.value == 0.75 && $0.medianWidthInYears == 11 })
    #expect(metrics.groupConfusion?[0] == [0, 1, 0, 0, 0])
    #expect(metrics.groupConfusion?[4] == [0, 0, 1, 0, 1])
    #expect(metrics.within3Years?.value == 0.75 && metrics.within10Years?.value == 0.75)
    let squared = try #require(metrics.rootMeanSquaredError)
    #expect(abs(squared.value - ((4.0 + 0 + 324 + 1) / 4).squareRoot()) < 1e-12)
  }
}

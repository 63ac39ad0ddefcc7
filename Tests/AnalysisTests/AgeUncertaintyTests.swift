import Analysis
import Faces
import Foundation
import Support
import Testing

@Suite struct AgeUncertaintyTests {
  /// Faces whose spread grows with age, estimated with that spread times `factor`.
  private func faces(
    _ count: Int, seed: UInt64, factor: Double = 1
  ) -> [AgePrediction] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let age = generator.uniform(20, 70)
      let spread = 1 + age / 20
      return AgePrediction(
        ageInYears: age,
        estimate: AgeEstimate(
          ageInYears: age + generator.normal(standardDeviation: spread),
          standardDeviationInYears: spread * factor), ages: .study)
    }
  }

  private func covered(
    _ uncertainty: AgeUncertainty, _ faces: [AgePrediction], level: Double
  ) -> Double {
    let hits = faces.count {
      uncertainty.distribution(around: $0.estimate).intervalInYears(level: level).contains(
        $0.ageInYears)
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
          AgePrediction(
            ageInYears: 15 + $0, estimate: AgeEstimate(ageInYears: 15), ages: .study)
        }))
    #expect(uncertainty.faces == 401 && uncertainty.subjects == 401)
    let estimate = uncertainty.calibrated(AgeEstimate(ageInYears: 15))
    let predicted = try #require(estimate.distribution)
    #expect(estimate.ageInYears == 15)
    #expect(estimate.standardDeviationInYears == predicted.standardDeviationInYears)
    let interval = predicted.intervalInYears(level: 0.9)
    #expect(abs(interval.lowerBound - 6) < 0.15 && abs(interval.upperBound - 24) < 0.15)
    // Uniform over 20 years: 20/√12.
    #expect(abs(predicted.standardDeviationInYears - 5.77) < 0.1)
    let groups = predicted.probabilities(of: .study)
    #expect(abs(groups.reduce(0, +) - 1) < 1e-12)
    for (share, expected) in zip(groups, [0, 0.15, 0.2, 0.25, 0.4]) {
      #expect(abs(share - expected) < 0.011)
    }
  }

  /// An archive with steps between its age groups, as all have, and an estimator whose errors are a
  /// quarter of the age and shared by a subject's four faces.
  private func cohort(subjects: Int, seed: UInt64) -> [AgePrediction] {
    var generator = SeededGenerator(seed: seed)
    let groups = [0.3...3.0, 3...8, 8...12, 12...17, 17...60]
    return (0..<subjects).flatMap { subject in
      let years = groups[[0, 0, 1, 2, 3, 3, 4, 4, 4, 4][subject % 10]]
      let age = generator.uniform(years.lowerBound, years.upperBound)
      let shared = generator.normal(standardDeviation: 0.2)
      return (0..<4).map { _ in
        let factor = exp(shared + generator.normal(standardDeviation: 0.15))
        return AgePrediction(
          subject: "\(subject)", ageInYears: age,
          estimate: AgeEstimate(ageInYears: age * factor, standardDeviationInYears: nil),
          ages: .study)
      }
    }
  }

  /// Not only on average over an estimated group, but within it: teenagers are many among faces
  /// estimated at 17 to 20 years and none among those of 35.
  @Test func probabilitiesOfGroupsAreRightAtEveryEstimatedAge() throws {
    let uncertainty = try #require(
      AgeUncertainty(calibratingOn: cohort(subjects: 2000, seed: 11)))
    let fresh = cohort(subjects: 3000, seed: 12).map {
      (
        $0,
        uncertainty.distribution(around: $0.estimate)
      )
    }
    let bands = [0...3.0, 3...8, 8...12, 12...14, 14...17, 17...20, 20...25, 25...35, 35...90]
    for band in bands {
      let faces = fresh.filter { band.contains($0.0.estimate.ageInYears) }
      for group in AgeGrouping.study.groups {
        let said =
          faces.reduce(0) {
            $0 + $1.1.probabilities(of: .study)[AgeGrouping.study.index(of: group)]
          } / Double(faces.count)
        let found =
          Double(faces.count { AgeGrouping.study.group(ofAgeInYears: $0.0.ageInYears) == group })
          / Double(faces.count)
        #expect(abs(said - found) < 0.12, "\(band) \(group): \(said), \(found)")
      }
      let held = faces.count { $0.1.intervalInYears(level: 0.9).contains($0.0.ageInYears) }
      #expect(abs(Double(held) / Double(faces.count) - 0.9) < 0.09, "\(band)")
    }
  }

  /// Whole years stand for all that round to them, and a bound belongs to the group below it.
  @Test func wholeYearsKeepTheirGroups() throws {
    var generator = SeededGenerator(seed: 5)
    func faces(_ count: Int) -> [AgePrediction] {
      (0..<count).map { _ in
        let age = generator.uniform(0, 30).rounded(.up)
        return AgePrediction(
          ageInYears: age,
          estimate: AgeEstimate(
            ageInYears: max(age + generator.normal(), 0), standardDeviationInYears: 1), ages: .study
        )
      }
    }
    let uncertainty = try #require(AgeUncertainty(calibratingOn: faces(3000)))
    let fresh = faces(3000)
    for group in AgeGrouping.study.groups {
      let said = fresh.reduce(0) {
        $0
          + uncertainty.distribution(around: $1.estimate).probabilities(of: .study)[
            AgeGrouping.study.index(of: group)]
      }
      let found = fresh.count { AgeGrouping.study.group(ofAgeInYears: $0.ageInYears) == group }
      #expect(abs(said - Double(found)) < 0.02 * 3000, "\(group): \(said), \(found)")
    }
  }

  @Test func modelsOfEarlierVersionsKeepTheirIntervals() throws {
    let levels = (1...199).map { Double($0) / 200 }
    let json: [String: Any] = [
      "pooled": levels.map { 2 * $0 - 1 },
      "byGroup": [NSNull(), NSNull(), NSNull(), NSNull(), levels.map { 4 * $0 - 2 }],
    ]
    let uncertainty = try JSONDecoder().decode(
      AgeUncertainty.self, from: JSONSerialization.data(withJSONObject: json))
    let child = uncertainty.distribution(
      around: AgeEstimate(ageInYears: 6, standardDeviationInYears: 2))
    #expect(abs(child.intervalInYears(level: 0.9).lowerBound - (6 - 1.8)) < 1e-9)
    let adult = uncertainty.distribution(around: AgeEstimate(ageInYears: 30))
    #expect(abs(adult.intervalInYears(level: 0.9).upperBound - (30 + 1.8)) < 1e-9)
    let again = try JSONDecoder().decode(
      AgeUncertainty.self, from: JSONEncoder().encode(uncertainty))
    #expect(again == uncertainty)
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
            ageInYears: age,
            estimate: AgeEstimate(
              ageInYears: estimate,
              distribution: AgeDistribution(
                quantilesInYears: Array(repeating: interval.lowerBound, count: 100)
                  + Array(repeating: interval.upperBound, count: 99))), ages: .study)
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

  /// Ages in whole years stand for themselves: likely ages between two of them would be half a year too young on average.
  @Test func wholeYearsStayWholeYears() throws {
    func faces(_ count: Int, seed: UInt64) -> [AgePrediction] {
      var generator = SeededGenerator(seed: seed)
      return (0..<count).map { _ in
        let age = generator.uniform(1, 41).rounded(.down)
        return AgePrediction(
          ageInYears: age,
          estimate: AgeEstimate(
            ageInYears: max(0.1, age + 2 * generator.normal()), standardDeviationInYears: 2),
          ages: .study)
      }
    }
    let uncertainty = try #require(AgeUncertainty(calibratingOn: faces(4000, seed: 1)))
    let fresh = faces(4000, seed: 2)
    let likely = fresh.map { uncertainty.distribution(around: $0.estimate) }
    #expect(likely.allSatisfy { $0.quantilesInYears.allSatisfy { $0 == $0.rounded() } })
    let bias = zip(likely, fresh).reduce(0) { sum, pair in
      sum + pair.0.quantilesInYears.reduce(0, +) / 199 - pair.1.ageInYears
    }
    #expect(abs(bias / 4000) < 0.12)
    // Whole years make intervals somewhat too wide, never too narrow.
    #expect(covered(uncertainty, fresh, level: 0.9) > 0.89)
    // Groups are promised as they are counted, by the same whole years.
    for group in AgeGrouping.study.groups.indices {
      let said = likely.reduce(0) { $0 + $1.probabilities(of: .study)[group] } / 4000
      let found =
        Double(fresh.count { AgeGrouping.study.index(ofAgeInYears: $0.ageInYears) == group }) / 4000
      #expect(abs(said - found) < 0.03)
    }
  }
}

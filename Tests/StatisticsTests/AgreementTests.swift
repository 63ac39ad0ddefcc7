import Foundation
import Statistics
import Testing

@Suite struct CalibrationTests {
  @Test func errorAgreesWithScikitLearnsBins() throws {
    let item = try CurveReference.load().calibration
    let error = expectedCalibrationError(
      confidences: item.confidences, isCorrect: item.correct)
    #expect(near(error, item.error))
    #expect(expectedCalibrationError(confidences: [], isCorrect: []) == nil)
    #expect(expectedCalibrationError(confidences: [0, 1], isCorrect: [false, true]) == 0)
  }

  @Test func temperatureAgreesWithScipysMinimum() throws {
    let item = try CurveReference.load().calibration
    let scaling = try #require(
      TemperatureScaling(fitting: item.logProbabilities, labels: item.labels))
    #expect(near(scaling.temperature, item.temperature))
    let scaled = scaling.probabilities(item.logProbabilities[0])
    for (value, reference) in zip(scaled, item.firstScaled) { #expect(near(value, reference)) }
    #expect(abs(scaled.reduce(0, +) - 1) < 1e-12)
  }

  @Test func withoutABestTemperatureThereIsNone() {
    let certain = [[log(0.9), log(0.1)], [log(0.2), log(0.8)]]
    #expect(TemperatureScaling(fitting: [], labels: []) == nil)
    #expect(TemperatureScaling(fitting: certain, labels: [0, 1]) == nil)
    #expect(TemperatureScaling(fitting: certain, labels: [1, 0]) == nil)
  }
}

@Suite struct AgreementTests {
  @Test func kappaAgreesWithScikitLearn() throws {
    for item in try CurveReference.load().kappas {
      let classes = 0..<4
      let agreed = zip(item.labels, item.answers).count { $0 == $1 }
      let kappa = cohensKappa(
        agreed: Double(agreed),
        first: classes.map { emotion in Double(item.labels.count { $0 == emotion }) },
        second: classes.map { emotion in Double(item.answers.count { $0 == emotion }) })
      #expect(near(kappa, item.kappa))
    }
    #expect(cohensKappa(agreed: 0, first: [0, 0], second: [0, 0]) == nil)
    #expect(cohensKappa(agreed: 4, first: [4, 0], second: [4, 0]) == nil)
  }

  @Test func leaveOneOutAgreesWithEveryRaterInTurn() throws {
    for item in try CurveReference.load().raters {
      #expect(near(leaveOneOutAgreement(item.votes), item.agreement), "\(item.votes)")
    }
    #expect(leaveOneOutAgreement([1, 0, 0]) == nil)
    #expect(leaveOneOutAgreement([0.5, 2.5]) == nil)
    #expect(leaveOneOutAgreement([]) == nil)
  }

  @Test func divergenceAgreesWithScipy() throws {
    for item in try CurveReference.load().divergences {
      #expect(near(jensenShannonDivergence(item.first, item.second), item.bits))
    }
    #expect(jensenShannonDivergence([0, 0], [1, 1]) == nil)
  }
}

@Suite struct StandardisationTests {
  private let first = StratifiedShare(trials: [10, 30, 60], successes: [9, 18, 12])
  private let second = StratifiedShare(trials: [50, 40, 10], successes: [40, 20, 1])

  @Test func rawAndStandardisedShares() {
    #expect(near(first.raw, 0.39))
    #expect(near(second.raw, 0.61))
    #expect(near(first.standardised(to: [1, 1, 1]), (0.9 + 0.6 + 0.2) / 3))
    #expect(near(first.standardised(to: [2, 1, 1]), (1.8 + 0.6 + 0.2) / 4))
    #expect(StratifiedShare(trials: [0], successes: [0]).raw == nil)
  }

  @Test func theTwoPartsAddUpToTheDifference() throws {
    let parts = try #require(first.decomposedDifference(minus: second))
    #expect(near(parts.distribution + parts.within, 0.39 - 0.61))
    // Σ (p − p′)(r + r′)/2 by hand.
    #expect(near(parts.distribution, -0.4 * 0.85 - 0.1 * 0.55 + 0.5 * 0.15))
    let reversed = try #require(second.decomposedDifference(minus: first))
    #expect(near(reversed.distribution, -parts.distribution))
  }

  @Test func emptyStrataAreUndefined() {
    let gap = StratifiedShare(trials: [5, 0, 5], successes: [1, 0, 1])
    #expect(gap.standardised(to: [1, 1, 1]) == nil)
    #expect(near(gap.standardised(to: [1, 0, 1]), 0.2))
    #expect(gap.decomposedDifference(minus: first) == nil)
  }
}

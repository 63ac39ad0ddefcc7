import Cohort
import Evaluation
import Foundation
import Statistics
import Support
import Testing

/// Faces whose true age lies around the estimated one and decides how they are answered.
private func faces(
  _ count: Int, spread: Double, seed: UInt64 = 1, accuracy: (Double) -> Double
) -> (table: PredictionTable, spreads: [String: Double]) {
  var generator = SeededGenerator(seed: seed)
  var rows: [PredictionRow] = []
  var spreads: [String: Double] = [:]
  for index in 0..<count {
    let estimate = generator.uniform(0.5, 24)
    let age = max(0, estimate + spread * generator.normal())
    let emotion = Emotion.allCases[index % 7]
    let isRight = generator.uniform() < accuracy(age)
    rows.append(
      PredictionRow(
        image: "\(index)", subject: "s\(index)", split: "test", age: estimate, emotion: emotion,
        model: "adult", predicted: isRight ? emotion : Emotion.allCases[(emotion.index + 1) % 7],
        probabilities: [1, 0, 0, 0, 0, 0, 0]))
    spreads["\(index)"] = spread
  }
  return (PredictionTable(rows: rows), spreads)
}

private let few = AgeErrorSettings(imputations: 6, cycles: 3)

@Suite struct AgeErrorTests {
  @Test func naiveDrawsAttenuateAndInformedOnesDoNot() throws {
    let curve = TransitionCurve(
      infantAsymptote: 0.25, adultAsymptote: 0.85, midpoint: 9, scale: 1)
    let (table, spreads) = faces(4000, spread: 3, accuracy: curve.accuracy(at:))
    let analysis = try AgeErrorAnalysis(
      predictions: table, spreadInYears: spreads, settings: few)
    #expect(analysis.n == 4000)
    #expect(analysis.facesWithoutSpread == 0)
    #expect(analysis.facesNearBoundary > 1500)
    let difference = try #require(analysis.results.first { $0.quantity == .toddlerAdult })
    let informed = try #require(difference.imputed?.estimate.value)
    let naive = try #require(difference.naive?.estimate.value)
    // True toddlers are all infants to the model, true adults all adults: 0.6 apart.
    #expect(abs(informed - 0.6) < 0.06)
    #expect(naive < informed - 0.03)
    #expect(try #require(difference.missingShare) > 0)
    let age = try #require(analysis.results.first { $0.quantity == .transitionAge })
    #expect(age.imputed?.estimate.lower ?? 99 < 9)
    #expect(age.imputed?.estimate.upper ?? 0 > 9)
    #expect(analysis.summary.contains("of 4000 faces"))
  }

  @Test func exactAgesLeaveEverythingAsItIs() throws {
    let (table, _) = faces(600, spread: 0, accuracy: { 0.3 + 0.02 * $0 })
    let analysis = try AgeErrorAnalysis(predictions: table, spreadInYears: [:], settings: few)
    #expect(analysis.facesWithoutSpread == 600)
    #expect(analysis.facesNearBoundary == 0)
    for result in analysis.results {
      let plain = try #require(result.asEstimated?.estimate)
      let imputed = try #require(result.imputed?.estimate)
      #expect(abs(plain.value - imputed.value) < 1e-12)
      // Equal numbers, but for the rounding of sums.
      #expect(try #require(result.missingShare) < 1e-12)
      let distant = try #require(result.withoutBoundaryFaces?.estimate)
      #expect(abs(distant.value - plain.value) < 1e-12)
    }
    #expect(analysis.turningResults.isEmpty)
  }

  @Test func sameSeedSameBytes() throws {
    let (table, spreads) = faces(400, spread: 2, accuracy: { 0.3 + 0.02 * $0 })
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let encoded = try (0..<2).map { _ in
      try encoder.encode(
        AgeErrorAnalysis(predictions: table, spreadInYears: spreads, settings: few))
    }
    #expect(encoded[0] == encoded[1])
    let decoded = try JSONDecoder().decode(AgeErrorAnalysis.self, from: encoded[0])
    #expect(try encoder.encode(decoded) == encoded[0])
  }

  @Test func impossibleSpreadsAndSettingsAreRefused() throws {
    let (table, _) = faces(50, spread: 1, accuracy: { _ in 0.5 })
    let error = #expect(throws: SmilestoneError.self) {
      try AgeErrorAnalysis(predictions: table, spreadInYears: ["7": -1], settings: few)
    }
    #expect(error?.message.contains("7") == true)
    #expect(throws: SmilestoneError.self) {
      try AgeErrorAnalysis(
        predictions: table, spreadInYears: [:], settings: AgeErrorSettings(imputations: 1))
    }
  }
}

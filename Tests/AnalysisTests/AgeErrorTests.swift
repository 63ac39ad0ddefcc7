import Analysis
import Faces
import Foundation
import Statistics
import Support
import Testing

/// Faces whose true age lies around the estimated one and decides how each model predicts them.
private func faces(
  _ count: Int, spread: Double, models: [String: (Double) -> Double]
) throws -> (table: PredictionTable, ages: [PathKey: AgeEstimate]) {
  var generator = SeededGenerator(seed: 1)
  var rows: [PredictionRow] = []
  var ages: [PathKey: AgeEstimate] = [:]
  for index in 0..<count {
    let estimate = generator.uniform(0.5, 24)
    let age = max(0, estimate + spread * generator.normal())
    let emotion = LabelScheme.emotions7.emotions[index % 7]
    for (model, accuracy) in models.sorted(by: { $0.key < $1.key }) {
      let isRight = generator.uniform() < accuracy(age)
      rows.append(
        PredictionRow(
          image: "\(index)", subject: "s\(index)", split: "test", age: estimate, emotion: emotion,
          model: model, predicted: isRight ? emotion : emotion.next,
          probabilities: [1, 0, 0, 0, 0, 0, 0]))
    }
    ages[PathKey("\(index)")] = AgeEstimate(
      ageInYears: estimate, standardDeviationInYears: spread)
  }
  return (PredictionTable(rows: rows, vocabulary: .study), ages)
}

private func faces(
  _ count: Int, spread: Double, accuracy: @escaping (Double) -> Double
) throws -> (table: PredictionTable, ages: [PathKey: AgeEstimate]) {
  try faces(count, spread: spread, models: ["adult": accuracy])
}

private let fewCurves = TransitionSettings(
  replicates: 60, boundSimulations: 19, flatSimulations: 9, levellingSimulations: 9)
private let few = AgeErrorSettings(
  imputations: 6, cycles: 3, resamples: 20, transition: fewCurves)

@Suite struct AgeErrorTests {
  @Test func naiveDrawsAttenuateAndInformedOnesDoNot() throws {
    let curve = TransitionCurve(
      infantAsymptote: 0.25, adultAsymptote: 0.85, midpoint: 9, scale: 1)
    let (table, ages) = try faces(4000, spread: 3, accuracy: curve.accuracy(at:))
    let analysis = try AgeErrorAnalysis(
      predictions: table, ages: ages, settings: few)
    #expect(analysis.n == 4000)
    #expect(analysis.facesWithoutStandardDeviation == 0)
    #expect(analysis.facesNearBoundary > 1500)
    let difference = try #require(analysis.results.first { $0.quantity == .toddlerAdult })
    let informed = try #require(difference.imputed?.estimate.value)
    let naive = try #require(difference.naive?.estimate.value)
    // True toddlers are all infants to the model, true adults all adults: 0.6 apart.
    #expect(abs(informed - 0.6) < 0.06)
    #expect(naive < informed - 0.03)
    #expect(try #require(difference.missingShare) > 0)
    let age = try #require(analysis.ages?.first)
    #expect(age.model == "adult" && age.quantity == .transitionAge)
    #expect(try #require(age.imputed).interval.contains(9))
    // Without an infant model there is nothing to cross.
    #expect(analysis.ages?.count == 1)
    #expect(analysis.summary.contains("of 4,000 faces"))
  }

  /// A second model that errs on the very same faces says nothing more about their ages.
  @Test func whatModelsErrOnAlikeCountsOnce() throws {
    let curve = TransitionCurve(
      infantAsymptote: 0.25, adultAsymptote: 0.85, midpoint: 9, scale: 1)
    let (table, ages) = try faces(4000, spread: 3, accuracy: curve.accuracy(at:))
    let twice = PredictionTable(
      rows: table.rows
        + table.rows.map { row in
          var copy = row
          copy.model = "infant"
          return copy
        }, vocabulary: .study)
    let (alone, both) = try (
      AgeErrorAnalysis(predictions: table, ages: ages, settings: few),
      AgeErrorAnalysis(predictions: twice, ages: ages, settings: few)
    )
    let differences = try [alone, both].map { analysis in
      try #require(
        analysis.results.first { $0.quantity == .toddlerAdult && $0.model == "adult" }?.imputed?
          .estimate.value)
    }
    // Counted twice it would be 0.11 larger.
    #expect(abs(differences[0] - differences[1]) < 0.03, "\(differences)")
  }

  /// What is expected of predictive distributions that are right is found: not all faces near a bound.
  @Test func facesInTheWrongGroupAreExpectedAndCounted() throws {
    let (table, ages) = try faces(1000, spread: 3, accuracy: { _ in 0.5 })
    var generator = SeededGenerator(seed: 4)
    let known = try ages.mapValues {
      try #require(try $0.likelyAges()).quantilesInYears[generator.integer(below: 199)]
    }
    let settings = AgeErrorSettings(
      imputations: 2, cycles: 1, resamples: 1, transition: fewCurves)
    let analysis = try AgeErrorAnalysis(
      predictions: table, ages: ages, knownAgesInYears: known, settings: settings)
    let wrong = try #require(analysis.inWrongGroup)
    let expected = try #require(analysis.expectedInWrongGroup)
    #expect(abs(expected - Double(wrong)) < 45)
    #expect(wrong < analysis.facesNearBoundary)
    #expect(
      analysis.summary.contains(
        "are expected to stand in the wrong one; by their true ages"))
    let estimated = try AgeErrorAnalysis(predictions: table, ages: ages, settings: settings)
    #expect(estimated.inWrongGroup == nil && !estimated.summary.contains("true ages"))
  }

  @Test func exactAgesLeaveEverythingAsItIs() throws {
    let (table, _) = try faces(600, spread: 0, accuracy: { 0.3 + 0.02 * $0 })
    let analysis = try AgeErrorAnalysis(predictions: table, ages: [:], settings: few)
    #expect(analysis.facesWithoutStandardDeviation == 600)
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
    // No change turns; what bounds an age is made in different ways, and may leave one open.
    #expect(analysis.turningResults.allSatisfy { $0.hasSuffix("transition-age") })
    let age = try #require(analysis.ages?.first)
    let plain = try #require(age.asEstimated?.ageInYears)
    #expect(abs(plain - (try #require(age.imputed?.ageInYears))) < 1e-3)
  }

  /// Ages that are known leave the sampling of subjects alone to bound the midpoint; blurred ones add
  /// to it.
  @Test func blurredAgesWidenTheInterval() throws {
    let curve = TransitionCurve(
      infantAsymptote: 0.25, adultAsymptote: 0.85, midpoint: 9, scale: 1)
    let ages = try [0.0, 3].map { spread in
      let (table, ages) = try faces(1500, spread: spread, accuracy: curve.accuracy(at:))
      return try #require(
        try AgeErrorAnalysis(predictions: table, ages: ages, settings: few).ages?.first)
    }
    let known = try #require(ages[0].asEstimated?.interval)
    let exact = try #require(ages[0].imputed?.interval)
    for bound in [\OpenInterval.lower, \.upper] {
      #expect(
        abs(try #require(known[keyPath: bound]) - (try #require(exact[keyPath: bound]))) < 0.2)
    }
    let blurred = try #require(ages[1].imputed?.interval)
    #expect(try #require(blurred.width) > 1.5 * (try #require(exact.width)))
  }

  /// The adult model's curve has two steps, so that no logistic curve is its shape.
  @Test func theCrossingIsFoundThroughBlurredAges() throws {
    let step = { (midpoint: Double, scale: Double) in
      TransitionCurve(infantAsymptote: 0, adultAsymptote: 1, midpoint: midpoint, scale: scale)
    }
    let (heads, expressions) = (step(2, 0.5), step(9, 0.8))
    let (table, ages) = try faces(
      6000, spread: 3,
      models: [
        "infant": { 0.7 - 0.5 * expressions.accuracy(at: $0) },
        "adult": { 0.2 + 0.1 * heads.accuracy(at: $0) + 0.4 * expressions.accuracy(at: $0) },
      ])
    let analysis = try AgeErrorAnalysis(predictions: table, ages: ages, settings: few)
    let results = try #require(analysis.ages)
    #expect(results.map(\.model) == ["infant", "adult", nil])
    #expect(results.map(\.quantity.rawValue) == ["transition-age", "transition-age", "crossing"])
    // The curves are equal where 0.9 of the expression's step makes up for 0.4: at 8.8 years.
    let crossing = try #require(results.last?.imputed)
    #expect(crossing.interval.contains(8.8))
    #expect(try #require(crossing.interval.width) < 2)
    #expect(analysis.summary.contains("the curves' crossing is"))
    // As estimated, the ages are those of the transition analysis.
    let transition = try TransitionAnalysis(predictions: table, settings: fewCurves)
    #expect(results.last?.asEstimated?.ageInYears == transition.crossing?.age)
    #expect(results.last?.asEstimated?.interval == transition.crossing?.interval)
    for (result, model) in zip(results, transition.models) {
      #expect(result.asEstimated?.ageInYears == model.curve?.logistic.midpoint)
      #expect(result.asEstimated?.interval == model.curve?.profileInterval)
    }
  }

  /// All older children and teenagers lie near a bound between groups, so that no curve is left, and this
  /// is said instead of an age.
  @Test func tooFewFacesAwayFromTheBoundsGiveAReason() throws {
    let curve = TransitionCurve(
      infantAsymptote: 0.25, adultAsymptote: 0.85, midpoint: 9, scale: 1)
    let (table, ages) = try faces(1500, spread: 3, accuracy: curve.accuracy(at:))
    let analysis = try AgeErrorAnalysis(predictions: table, ages: ages, settings: few)
    let age = try #require(analysis.ages?.first)
    #expect(age.asEstimated?.boundedAgeInYears != nil)
    #expect(age.withoutBoundaryFaces == nil)
    let reason = try #require(age.reasons?["withoutBoundaryFaces"])
    #expect(reason.contains("0 older child faces") && reason.contains("needs 30"))
    let trend = try #require(analysis.results.first { $0.quantity == .trend })
    #expect(trend.asEstimated != nil && trend.withoutBoundaryFaces == nil)
    #expect(trend.reasons?["asEstimated"] == nil)
    #expect(
      trend.reasons?["withoutBoundaryFaces"]?.contains("0 older child faces of 0 subjects") == true)
    #expect(
      analysis.reasonsInWords(.study).contains {
        $0.hasPrefix(
          "The adult model's transition age without faces near a bound between age groups: ")
      })
    // The transition age depends on the treatment, and the summary says how.
    #expect(analysis.turningResults.contains("adult transition-age"))
    #expect(analysis.summary.contains("1 of 1 ages depend on the treatment"))
    #expect(
      analysis.summary.contains("the adult model's transition age: without faces near a bound"))
    #expect(analysis.summary.contains("it cannot be located"))
  }

  @Test func aHandfulOfToddlersIsNotComparedWithAdults() throws {
    let (all, ages) = try faces(900, spread: 0.3, accuracy: { 0.3 + 0.02 * $0 })
    var toddlers = 0
    let table = PredictionTable(
      rows: all.rows.filter { row in
        guard let age = row.age, age <= 3 else { return true }
        toddlers += 1
        return toddlers <= 8
      }, vocabulary: .study)
    let analysis = try AgeErrorAnalysis(predictions: table, ages: ages, settings: few)
    let result = try #require(analysis.results.first { $0.quantity == .toddlerAdult })
    #expect(result.asEstimated == nil && result.imputed == nil && result.naive == nil)
    #expect(
      result.reasons?["asEstimated"]?.contains("8 toddler faces of 8 subjects") == true)
    #expect(!analysis.turningResults.contains("adult toddler-adult"))
    // What has no estimate is no change that could depend on the treatment.
    let compared = analysis.results.count { $0.asEstimated != nil && $0.imputed != nil }
    #expect(compared < analysis.results.count)
    #expect(analysis.summary.contains("of \(compared) changes of accuracy"), "\(analysis.summary)")
  }

  @Test func anAgeWithoutBoundsIsNotQuoted() throws {
    let (table, ages) = try faces(300, spread: 2, accuracy: { _ in 0.5 })
    let analysis = try AgeErrorAnalysis(predictions: table, ages: ages, settings: few)
    let imputed = try #require(analysis.ages?.first?.imputed)
    #expect(imputed.ageInYears != nil && imputed.interval.width == nil)
    #expect(imputed.boundedAgeInYears == nil)
    #expect(!analysis.summary.contains("transition age"))
  }

  @Test func sameSeedSameBytes() throws {
    let (table, ages) = try faces(400, spread: 2, accuracy: { 0.3 + 0.02 * $0 })
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let encoded = try (0..<2).map { _ in
      try encoder.encode(
        AgeErrorAnalysis(predictions: table, ages: ages, settings: few))
    }
    #expect(encoded[0] == encoded[1])
    let decoded = try JSONDecoder().decode(AgeErrorAnalysis.self, from: encoded[0])
    #expect(try encoder.encode(decoded) == encoded[0])
  }

  @Test func impossibleSettingsAreRefused() throws {
    let (table, _) = try faces(50, spread: 1, accuracy: { _ in 0.5 })
    for settings in [AgeErrorSettings(imputations: 1), AgeErrorSettings(resamples: 0)] {
      #expect(throws: SmilestoneError.self) {
        try AgeErrorAnalysis(predictions: table, ages: [:], settings: settings)
      }
    }
  }
}

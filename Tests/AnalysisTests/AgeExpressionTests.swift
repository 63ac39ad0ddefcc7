import Analysis
import Faces
import Foundation
import Statistics
import Support
import Testing

/// An invented estimator's answers with numbers of scikit-learn and statsmodels, made by
/// Fixtures/make_age_fixtures.py.
private struct AgeReference: Decodable {
  struct Effects: Decodable {
    let emotions: [Emotion]
    /// Value, lower and upper bound of each.
    let means: [[Double]]
    let deviations: [[Double]]
    /// F and p.
    let wald: [Double]
    let older: Emotion
    let younger: Emotion
    let gap: [Double]
  }

  let subjects: [Int]
  let ages: [Double]
  let estimates: [Double]
  let emotions: [Emotion]
  let weights: [Double]
  let sexes: [Sex]
  let ethnicities: [String]
  let meanAbsoluteError: Double
  let rootMeanSquaredError: Double
  let bias: Double
  let limits: [Double]
  let confusion: [[Int]]
  let groupAccuracy: Double
  let femaleError: Double
  let errorByEmotion: Effects
  let ageByEmotion: Effects
  /// Value, lower and upper bound, F, p.
  let weight: [Double]

  static func load() throws -> AgeReference {
    try JSONDecoder().decode(AgeReference.self, from: Data(contentsOf: fixture("ages.json")))
  }

  var predictions: [AgePrediction] {
    ages.indices.map {
      AgePrediction(
        subject: "\(subjects[$0])", ageInYears: ages[$0],
        estimate: AgeEstimate(ageInYears: estimates[$0]),
        sex: sexes[$0], ethnicity: ethnicities[$0], emotion: emotions[$0],
        transitionWeight: weights[$0], ages: .study)
    }
  }

  func faces(withAges: Bool) -> [AgeByExpression.Face] {
    predictions.map {
      AgeByExpression.Face(
        subject: $0.subject, emotion: $0.emotion ?? .neutral,
        estimatedAgeInYears: $0.estimate.ageInYears, ageInYears: withAges ? $0.ageInYears : nil,
        transitionWeight: $0.transitionWeight)
    }
  }
}

private func near(_ value: Double?, _ reference: Double) -> Bool {
  value.map { abs($0 - reference) <= 1e-8 * max(abs(reference), 1e-3) } ?? false
}

private func near(_ estimate: Estimate?, _ reference: [Double]) -> Bool {
  near(estimate?.value, reference[0]) && near(estimate?.lower, reference[1])
    && near(estimate?.upper, reference[2])
}

@Suite struct AgeReferenceTests {
  @Test func metricsAgreeWithScikitLearn() throws {
    let reference = try AgeReference.load()
    let metrics = try #require(try AgeMetrics(reference.predictions, settings: quick))
    #expect(near(metrics.meanAbsoluteError.value, reference.meanAbsoluteError))
    #expect(near(metrics.rootMeanSquaredError?.value, reference.rootMeanSquaredError))
    #expect(near(metrics.bias.value, reference.bias))
    #expect(metrics.groupConfusion == reference.confusion)
    #expect(near(metrics.groupAccuracy?.value, reference.groupAccuracy))
    let limits = try #require(metrics.limitsOfAgreement)
    #expect(near(limits.lower.value, reference.limits[0]))
    #expect(near(limits.upper.value, reference.limits[1]))
    #expect(limits.lower.lower < limits.lower.value && limits.lower.upper > limits.lower.value)
    let right = reference.confusion.indices.map { reference.confusion[$0][$0] }
    for (group, right) in zip(metrics.byGroup, right) {
      #expect(near(group.groupAccuracy?.value, Double(right) / Double(group.n)))
    }
  }

  @Test func subgroupsAreMeasuredAndSmallOnesSuppressed() throws {
    let reference = try AgeReference.load()
    let metrics = try #require(
      try AgeMetrics(reference.predictions, baselineAgeInYears: 20, settings: quick))
    let subgroups = try #require(metrics.subgroups)
    let female = try #require(subgroups.first { $0.value == "female" && $0.ageGroup == nil })
    #expect(near(female.errors?.meanAbsoluteError.value, reference.femaleError))
    #expect(female.n == reference.sexes.count { $0 == .female })
    // Three subjects: nothing is said of them.
    let rare = try #require(subgroups.first { $0.value == "rare" && $0.ageGroup == nil })
    #expect(rare.isSuppressed && rare.n == nil && rare.errors == nil)
    // The baseline of all faces is the mean of the groups', weighted by faces.
    let baselines = metrics.byGroup.reduce(0.0) {
      $0 + Double($1.n) * ($1.baselineMeanAbsoluteError ?? 0)
    }
    #expect(near(metrics.baselineMeanAbsoluteError, baselines / Double(metrics.n)))
  }

  @Test func metricsComeBackFromJSON() throws {
    let metrics = try #require(
      try AgeMetrics(AgeReference.load().predictions, baselineAgeInYears: 20, settings: quick))
    let json = try JSONEncoder().encode(metrics)
    #expect(try JSONDecoder().decode(AgeMetrics.self, from: json) == metrics)
    // The errors' fields stand beside the others, as in files of earlier versions.
    let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    #expect(object["meanAbsoluteError"] is [String: Any] && object["n"] is Int)
    let groups = try #require(object["byGroup"] as? [[String: Any]])
    #expect(groups[0]["within5Years"] is [String: Any])
  }
}

@Suite struct AgeExpressionTests {
  @Test func errorsByEmotionAgreeWithStatsmodels() throws {
    let reference = try AgeReference.load()
    let result = try #require(
      try AgeByExpression(reference.faces(withAges: true), labels: .emotions7))
    #expect(result.outcome == .error)
    try expect(result, reference.errorByEmotion)
    for (emotion, mean) in zip(result.emotions, reference.errorByEmotion.means) {
      #expect(near(emotion.adjustedMean, mean))
    }
    let weight = try #require(result.weight)
    #expect(near(weight.difference, reference.weight))
    #expect(near(weight.test?.statistic, reference.weight[3]))
    #expect(near(weight.test?.pValue, reference.weight[4]))
    // Planted: happy faces look 1.5 years older, infant expressions 1.2 years younger.
    #expect(result.widestGap?.older == .happy)
    #expect(result.text.contains("error goes with the perceived emotion"))
    #expect(result.text.contains("Faces with fully adult expressions"))
  }

  @Test func estimatedAgesAloneAreAWarning() throws {
    let reference = try AgeReference.load()
    let result = try #require(
      try AgeByExpression(reference.faces(withAges: false), labels: .emotions7))
    #expect(result.outcome == .estimatedAge)
    try expect(result, reference.ageByEmotion)
    #expect(result.weight == nil)
    #expect(result.emotions.allSatisfy { $0.adjustedMean == nil })
    for (emotion, mean) in zip(result.emotions, reference.ageByEmotion.means) {
      #expect(near(emotion.mean.value, mean[0]))
    }
    #expect(result.text.contains("only faces of known age can tell"))
  }

  private func expect(_ result: AgeByExpression, _ effects: AgeReference.Effects) throws {
    #expect(result.emotions.map(\.emotion) == effects.emotions)
    for (emotion, deviation) in zip(result.emotions, effects.deviations) {
      #expect(near(emotion.deviation, deviation), "\(emotion.emotion)")
    }
    #expect(near(result.test?.statistic, effects.wald[0]))
    #expect(near(result.test?.pValue, effects.wald[1]))
    #expect(result.widestGap?.older == effects.older)
    #expect(result.widestGap?.younger == effects.younger)
    #expect(near(result.widestGap?.difference, effects.gap))
  }

  @Test func aWeightThatFollowsAgeCannotBeToldFromIt() throws {
    let faces = try AgeReference.load().faces(withAges: true).map { face in
      var face = face
      face.transitionWeight = face.ageInYears.map { 1 / (1 + exp(-($0 - 8) / 2)) }
      return face
    }
    let weight = try #require(try AgeByExpression(faces, labels: .emotions7)?.weight)
    #expect(weight.difference == nil)
    #expect(weight.reason?.contains("same at the same age") == true)
  }

  /// Without any effect the test rejects at its level.
  @Test func theTestKeepsItsLevel() throws {
    var generator = SeededGenerator(seed: 3)
    var rejections = 0
    for _ in 0..<400 {
      let faces = (0..<60).flatMap { subject in
        let age = generator.uniform(1, 40)
        let own = generator.normal(standardDeviation: 2)
        return (0..<4).map { _ in
          AgeByExpression.Face(
            subject: "\(subject)", emotion: generator.uniform() < 0.5 ? .happy : .sad,
            estimatedAgeInYears: age + own + generator.normal(standardDeviation: 1 + age / 20),
            ageInYears: age)
        }
      }
      if let p = try AgeByExpression(faces, labels: .emotions7)?.test?.pValue, p < 0.05 {
        rejections += 1
      }
    }
    #expect((6...36).contains(rejections), "\(rejections) of 400")
  }

  @Test func tooFewFacesGiveNothing() throws {
    let faces = try AgeReference.load().faces(withAges: true)
    #expect(try AgeByExpression([], labels: .emotions7) == nil)
    #expect(try AgeByExpression(faces.filter { $0.emotion == .happy }, labels: .emotions7) == nil)
    let few =
      faces.filter { $0.emotion != .surprise }
      + faces.filter { $0.emotion == .surprise }
      .prefix(4)
    #expect(try AgeByExpression(few, labels: .emotions7)?.leftOut == [.surprise])
  }
}

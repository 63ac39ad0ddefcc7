import Analysis
import Faces
import Statistics
import Testing

/// No score has an interval without width, however alike the predictions are.
@Suite struct IntervalWidthTests {
  private func metrics(correct: Int, facesPerSubject: Int) throws -> Metrics {
    try metrics { _ in
      correct
    } facesPerSubject: {
      facesPerSubject
    }
  }

  private func metrics(
    correct: (AgeGroup) -> Int, facesPerSubject: () -> Int
  ) throws -> Metrics {
    try Metrics(
      predictions: table(
        ["infant", "adult"].flatMap { model in
          AgeGrouping.study.groups.map { group in
            Predictions(
              model: model, group: group, count: 42, correct: correct(group),
              facesPerSubject: facesPerSubject())
          }
        }), settings: quick)
  }

  @Test(arguments: [0, 42], [1, 3])
  func allRightAndAllWrongHaveIntervalsWithWidth(correct: Int, facesPerSubject: Int) throws {
    let result = try metrics(correct: correct, facesPerSubject: facesPerSubject)
    let subjects = 42 / facesPerSubject
    for model in result.models {
      for group in model.groups {
        let scores = try #require(group.scores)
        var estimates = [
          group.accuracy, group.macroRecallEstimate, scores.macroF1, scores.topTwoAccuracy,
          scores.kappa, scores.logLoss, scores.brierScore,
        ]
        estimates += scores.f1 + scores.precision + (group.recallEstimates ?? [])
        for estimate in estimates.compactMap(\.self) {
          #expect(estimate.lower < estimate.upper, "\(estimate)")
          #expect(estimate.lower <= estimate.value && estimate.value <= estimate.upper)
        }
        // F1 falls back as recall does: subjects with the emotion are its trials.
        let f1 = try #require(scores.f1[LabelScheme.emotions7.position(of: .happy)])
        #expect(f1.value == (correct == 0 ? 0 : 1) && f1.method == "Wilson with subjects as n")
        // A mean over seven emotions rests on no more subjects than there are.
        let recall = try #require(group.macroRecallEstimate)
        let mean = try #require(try wilsonInterval(successes: subjects, trials: subjects))
        #expect(recall.upper - recall.lower >= mean.upper - mean.lower - 1e-9)
        let accuracy = try #require(group.accuracy)
        let wilson = try #require(
          try wilsonInterval(
            successes: correct == 0 ? 0 : subjects, trials: subjects))
        #expect(abs(accuracy.lower - wilson.lower) < 1e-9)
        #expect(abs(accuracy.upper - wilson.upper) < 1e-9)
      }
      for distribution in [model.crossAge?.emotionStandardisation].compactMap(\.self) {
        // At most as narrow as all of a group's subjects as trials would make it.
        for group in distribution.groups {
          let standardised = try #require(group.standardised)
          let wilson = try #require(
            try wilsonInterval(successes: subjects, trials: subjects))
          #expect(standardised.value == (correct == 0 ? 0 : 1))
          #expect(standardised.upper - standardised.lower >= wilson.upper - wilson.lower - 1e-9)
        }
        let parts = distribution.differences.flatMap { [$0.total, $0.distribution, $0.within] }
        for estimate in (parts + [distribution.rawSlope, distribution.slopeDifference]).compactMap(
          \.self)
        {
          #expect(estimate.lower < estimate.upper)
        }
      }
    }
    // The models never differ; what that shows depends on the number of subjects.
    let same = try #require(result.comparisons?.first?.groups.first)
    let difference = try #require(same.difference)
    #expect(difference.value == 0 && difference.lower < 0 && difference.upper > 0)
    #expect(difference.method == "Newcombe with subjects as n")
    #expect(same.detectableDifference == nil)
  }

  /// Sixty faces on which one model is always ahead: the difference is 1, and what is detectable has no
  /// variance to be made of.
  @Test func theDetectableDifferenceIsMadeOfTheVarianceAroundTheMean() throws {
    // First model right on 40 of 60, second on 10 of them: leads of +1 on 30, 0 on 30.
    let result = try Metrics(
      predictions: table([
        Predictions(model: "infant", group: .adult, count: 60, correct: 40),
        Predictions(model: "adult", group: .adult, count: 60, correct: 10),
      ]), settings: quick)
    let all = try #require(result.comparisons?.first?.groups.first)
    // 30 leads of +1 and 30 of 0: Σ(d − 0.5)² = 15.
    let z = try NormalDistribution.quantile(0.975) + NormalDistribution.quantile(0.8)
    #expect(abs(try #require(all.detectableDifference) - z * 15.0.squareRoot() / 60) < 1e-12)
    let finding = try #require(result.finding("infant-adult-same-faces"))
    #expect(finding.text.contains("Smallest difference detectable with 80% power: "))
  }

  /// One quantity has one interval, wherever it stands.
  @Test func accuraciesHaveOneIntervalEach() throws {
    let result = try metrics {
      20 + 4 * AgeGrouping.study.index(of: $0)
    } facesPerSubject: {
      3
    }
    for model in result.models {
      let distribution = try #require(model.crossAge?.emotionStandardisation)
      #expect(distribution.groups.count == 5)
      for (raw, group) in zip(distribution.groups.map(\.raw), model.groups) {
        #expect(raw == group.accuracy)
      }
    }
  }
}

import Analysis
import Faces
import Statistics
import Testing

private func metrics(_ predictions: [Predictions], ages: [AgePrediction] = []) throws -> Metrics {
  try Metrics(
    predictions: table(predictions), agePredictions: ages, baselineAgeInYears: 30, settings: quick)
}

/// A curve over the five groups, `count` faces each.
private func curve(
  _ correct: [Int], of count: Int, model: String = "adult", facesPerSubject: Int = 1,
  dealt: Bool = false
) -> [Predictions] {
  zip(AgeGrouping.study.groups, correct).map { group, correct in
    Predictions(
      model: model, group: group, count: count, correct: correct,
      facesPerSubject: facesPerSubject, dealt: dealt)
  }
}

@Suite struct FindingsTests {
  @Test func aClearTrendIsClaimedWithItsTest() throws {
    let result = try metrics(curve([80, 110, 130, 150, 170], of: 200))
    let finding = try #require(result.finding("adult-trend"))
    let reference = try cochranArmitageTest(
      successes: [80, 110, 130, 150, 170], trials: Array(repeating: 200, count: 5))
    #expect(finding.pValue == reference?.pValue)
    #expect(finding.test == "Cochran-Armitage trend test")
    #expect(finding.text.hasPrefix("The adult model's accuracy rises with age: +11.0 points"))
    #expect(finding.text.contains("n = 1,000 faces,"))
    #expect(finding.text.contains("p < 0.001"))
  }

  @Test func aFlatCurveClaimsNothing() throws {
    let result = try metrics(curve([101, 99, 100, 102, 98], of: 200))
    #expect(
      result.finding("adult-trend")?.text.hasPrefix("No trend of the adult model's") == true)
    #expect(
      result.finding("adult-best-group")?.text.contains("cannot be told from") == true)
    #expect(
      result.finding("adult-toddler-adult")?.text.hasPrefix("No difference") == true)
  }

  @Test func falsePositivesAreCorrectedForTheNumberOfTests() throws {
    // p of the trend alone is about 0.02; four tests make it no claim.
    let result = try metrics(curve([94, 96, 100, 104, 113], of: 200))
    let finding = try #require(result.finding("adult-trend"))
    let adjusted = try #require(finding.adjustedPValue)
    #expect(try #require(finding.pValue) < 0.05)
    #expect(adjusted > 0.05)
    #expect(finding.text.hasPrefix("No trend"))
    #expect(finding.text.contains("Holm over 4 findings p = "))
    let tested = result.findings.filter { $0.pValue != nil }
    #expect(holmAdjusted(tested.compactMap(\.pValue)) == tested.compactMap(\.adjustedPValue))
  }

  @Test func repeatedSubjectsAreNotTakenAsIndependent() throws {
    // The same curve, from 20 subjects of ten faces each who are all right or all wrong.
    let predictions = [80, 90, 100, 110, 120]
    let independent = try metrics(curve(predictions, of: 200)).finding("adult-trend")
    let clustered = try metrics(curve(predictions, of: 200, facesPerSubject: 10))
    let finding = try #require(clustered.finding("adult-trend"))
    #expect(try #require(independent?.pValue) < 0.001)
    #expect(try #require(finding.pValue) > 0.05)
    #expect(finding.test == "cluster-robust Wald test of trend")
    #expect(
      clustered.finding("adult-toddler-adult")?.test == "cluster-robust Wald test of a difference")
    #expect(
      clustered.finding("adult-chance")?.test
        == "skewness-adjusted t test over subjects (one-sided)")
    #expect(clustered.finding("independence")?.text.contains("resample subjects") == true)
    #expect(finding.text.contains("n = 1,000 faces of 100 subjects"))
  }

  @Test func chanceIsTestedWhereTheModelWasTrained() throws {
    let above = try metrics(
      curve([60, 0, 0, 0, 0], of: 100, model: "infant")
        + curve([0, 0, 0, 0, 14], of: 100, model: "adult"))
    let infant = try #require(above.finding("infant-chance"))
    #expect(
      infant.pValue
        == (try binomialTest(successes: 60, trials: 100, greaterThan: 1.0 / 7))?.pValue)
    #expect(infant.text.contains("perceived emotion of 60.0% (n = 100 faces, 95% CI"))
    #expect(infant.text.contains("above the 14.3% of guessing"))
    #expect(above.finding("adult-chance")?.text.contains("cannot be told from the 14.3%") == true)
  }

  @Test func perfectAnswersOfRepeatedSubjectsAreTestedOverSubjects() throws {
    let result = try metrics([
      Predictions(group: .adult, count: 60, correct: 60, facesPerSubject: 5)
    ])
    let finding = try #require(result.finding("adult-chance"))
    #expect(finding.test == "exact binomial test over subjects (one-sided)")
    #expect(
      finding.pValue
        == (try binomialTest(successes: 12, trials: 12, greaterThan: 1.0 / 7))?.pValue)
  }

  @Test func theBestGroupMustBeatEveryOther() throws {
    let clear = try metrics(curve([100, 100, 100, 180, 100], of: 200))
    #expect(clear.finding("adult-best-group")?.text.contains("than on each of the others") == true)
    let open = try metrics(curve([100, 100, 178, 180, 100], of: 200))
    let finding = try #require(open.finding("adult-best-group"))
    #expect(finding.text.contains("cannot be told from older child faces"))
    let test = try twoProportionTest(successes: 180, trials: 200, against: 178, trials: 200)
    #expect(finding.pValue == test?.pValue)
  }

  @Test func smallGroupsAreNamedAndLeftOut() throws {
    var predictions = curve([100, 100, 100, 100, 100], of: 200)
    predictions[0] = Predictions(group: .toddler, count: 29, correct: 29)
    predictions[1] = Predictions(group: .youngerChild, count: 45, correct: 45, facesPerSubject: 5)
    let result = try metrics(predictions)
    let text = try #require(result.finding("small-groups")?.text)
    #expect(text.contains("toddler (n = 29 faces)"))
    #expect(text.contains("younger child (n = 45 faces of 9 subjects)"))
    #expect(!text.contains("older child"))
    #expect(result.finding("adult-best-group")?.text.contains("toddler") == false)
    #expect(result.finding("adult-toddler-adult") == nil)
  }

  @Test func classDistributionThatReversesTheOrderIsAWarning() throws {
    // Adults: 90 of 100 happy faces right, ten of each other class never. Toddlers: half of each.
    var adults = Predictions(group: .adult, count: 160, correct: 0).rows
    for index in adults.indices {
      let others = LabelScheme.emotions7.emotions.filter { $0 != .happy }
      adults[index].emotion = index < 100 ? .happy : others[(index - 100) / 10]
      adults[index].predicted = index < 90 ? .happy : index < 100 ? .sad : .happy
    }
    let toddlers = Predictions(group: .toddler, count: 140, correct: 70).rows
    let mixed = try Metrics(
      predictions: PredictionTable(rows: adults + toddlers, vocabulary: .study), settings: quick)
    let text = try #require(mixed.finding("adult-class-distribution")?.text)
    #expect(text.hasPrefix("Warning: the distribution of emotions differs between the age groups"))
    #expect(text.contains("Raw accuracy: toddler 50.0% (n = 140"))
    #expect(text.contains("adult 12.9% (n = 160"))
    #expect(text.contains("In opposite order: toddler and adult."))
    let even = try metrics(curve([100, 100, 100, 100, 160], of: 200))
    #expect(even.finding("adult-class-distribution") == nil)
  }

  @Test func rareEmotionsAreLeftOutByName() throws {
    // Four happy toddlers: happy leaves everywhere.
    var toddlers = Predictions(group: .toddler, count: 140, correct: 70).rows
    for index in toddlers.indices where toddlers[index].emotion == .happy && index > 27 {
      toddlers[index].emotion = .neutral
    }
    let adults = Predictions(group: .adult, count: 140, correct: 100).rows
    let distribution = try #require(
      try Metrics(
        predictions: PredictionTable(rows: adults + toddlers, vocabulary: .study), settings: quick
      )
      .models[0].crossAge?.emotionStandardisation)
    #expect(distribution.leftOut == ["happy"])
    #expect(distribution.strata.count == 6)
    #expect(distribution.groups.map(\.n) == [136, 120])
  }

  @Test func crossingIsDescribedOnly() throws {
    let crossed = try metrics(
      curve([120, 100, 90, 80, 70], of: 200, model: "infant")
        + curve([80, 90, 120, 130, 150], of: 200, model: "adult"))
    let finding = try #require(crossed.finding("curves-crossing"))
    #expect(finding.pValue == nil)
    #expect(finding.text.contains("cross or meet between younger child and older child."))
    #expect(finding.text.contains("toddler +20.0 points (n = 200 and 200)"))
    let apart = try metrics(
      curve([20, 20, 20, 20, 20], of: 200, model: "infant")
        + curve([80, 90, 120, 130, 150], of: 200, model: "adult"))
    #expect(apart.finding("curves-crossing")?.text.contains("do not cross") == true)
  }

  @Test func agesAndCaveatsAreStated() throws {
    let ages = (0..<40).map {
      AgePrediction(
        ageInYears: 20, estimate: AgeEstimate(ageInYears: 20 + Double($0 % 10)), ages: .study)
    }
    let result = try metrics([Predictions(group: .adult, count: 10, correct: 3)], ages: ages)
    let text = try #require(result.finding("age-error")?.text)
    #expect(text.contains("off by 4.50 years (95% CI"))
    #expect(text.contains("60.0% are within 5 years"))
    #expect(text.contains("would be off by 10.00 years"))
    #expect(result.finding("appearance")?.text.contains("Appearance alone can make") == true)
    #expect(result.finding("perceived-emotion") != nil)
  }

  @Test func unknownSubjectsAreSaid() throws {
    let result = try metrics([Predictions(group: .adult, count: 10, correct: 3, facesPerSubject: 0)]
    )
    #expect(result.finding("independence")?.text.contains("is unknown") == true)
  }

  @Test func everyFindingHasAnIdOfItsOwn() throws {
    let result = try metrics(
      curve([120, 100, 90, 80, 70], of: 200, model: "infant")
        + curve([80, 90, 120, 130, 150], of: 200, model: "adult"))
    #expect(Set(result.findings.map(\.id)).count == result.findings.count)
    #expect(
      result.findings.map(\.id) == [
        "infant-chance", "infant-trend", "infant-best-group", "infant-toddler-adult",
        "infant-shape", "infant-power", "adult-chance", "adult-trend", "adult-best-group",
        "adult-toddler-adult", "adult-shape", "adult-power", "curves-crossing",
        "image-quality", "perceived-emotion", "infant-adult-same-faces", "infant-hit-rate",
        "adult-hit-rate", "appearance",
      ])
  }
}

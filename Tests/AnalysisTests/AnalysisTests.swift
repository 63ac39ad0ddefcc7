import Analysis
import Faces
import Statistics
import Support
import Testing

@Suite struct AnalysisTests {
  private let metrics: Metrics
  private let reference: AnalysisReference

  init() throws {
    metrics = try AnalysisReference.metrics.get()
    reference = try AnalysisReference.load()
  }

  private func pairs() throws -> [(ModelMetrics, AnalysisReference.Model)] {
    try metrics.models.map { ($0, try #require(reference.models[$0.model])) }
  }

  @Test func scoresAgreeWithScikitLearn() throws {
    // Where nothing says which ages a model was trained on, all calibrate.
    for model in try AnalysisReference.metricsOfAllAges.get().models {
      let expected = try #require(reference.models[model.model])
      #expect(near(model.temperature, expected.temperature))
      for (name, sample) in expected.samples {
        let group = model.groups.first { $0.ageGroup.rawValue == name }
        let scores = try #require(name == "all" ? model.overall?.scores : group?.scores)
        #expect((group?.n ?? model.overall?.n) == sample.n)
        #expect((group?.subjects ?? model.overall?.subjects) == sample.subjects)
        for (value, reference) in zip(scores.precision, sample.precision) {
          #expect(near(value?.value, reference))
        }
        for (value, reference) in zip(scores.f1, sample.f1) {
          #expect(near(value?.value, reference))
        }
        #expect(near(scores.macroF1?.value, sample.macroF1))
        #expect(near(scores.topTwoAccuracy?.value, sample.topTwo))
        #expect(near(scores.kappa?.value, sample.kappa))
        // scikit-learn scales each row to sum to 1 first.
        #expect(near(scores.logLoss?.value, sample.logLoss, 3e-6))
        #expect(near(scores.brierScore?.value, sample.brier))
        #expect(near(scores.calibrationError, sample.calibration))
        #expect(near(scores.scaledLogLoss, sample.scaledLogLoss))
        #expect(near(scores.scaledBrierScore, sample.scaledBrier))
        #expect(near(scores.scaledCalibrationError, sample.scaledCalibration))
        for (row, reference) in zip(scores.confusionShares, sample.confusionShares) {
          #expect((row == nil) == (reference == nil))
          for (value, reference) in zip(row ?? [], reference ?? []) {
            #expect(near(value, reference))
          }
        }
      }
    }
  }

  @Test func intervalsOfRepeatedSubjectsAreBootstrapped() throws {
    let scores = try #require(try metrics.group(.adult).scores)
    #expect(scores.topTwoAccuracy?.method == "subject-cluster bootstrap, BCa")
    let kappa = try #require(scores.kappa)
    #expect(kappa.lower < kappa.value && kappa.value < kappa.upper)
  }

  @Test func standardisationAgreesWithPandas() throws {
    for (model, expected) in try pairs() {
      let analysis = try #require(model.crossAge)
      #expect(analysis.comparedGroups == AgeGrouping.study.groups)
      try check(try #require(analysis.emotionStandardisation), expected.emotionStandardisation)
      #expect(analysis.qualityStandardisation.map(\.variable) == ["sharpness"])
      #expect(analysis.missingQualities == [.size])
      try check(try #require(analysis.qualityStandardisation.first), expected.sharpness)
    }
  }

  private func check(_ distribution: Standardisation, _ expected: AnalysisReference.Distribution)
    throws
  {
    #expect(distribution.strata.map(\.name) == expected.kept)
    #expect(Set(distribution.leftOut) == Set(expected.leftOut))
    #expect(near(distribution.strata.reduce(0) { $0 + $1.weight }, 1))
    #expect(distribution.groups.map(\.n) == expected.n)
    #expect(distribution.groups.map(\.rawN) == expected.rawN)
    for (index, group) in distribution.groups.enumerated() {
      #expect(near(group.standardised?.value, expected.standardised[index]))
      #expect(near(group.raw?.value, expected.raw[index]))
    }
    #expect(near(distribution.rawSlope?.value, expected.rawSlope))
    #expect(near(distribution.standardisedSlope?.value, expected.standardisedSlope))
    #expect(distribution.differences.count == expected.pairs.count)
    for (difference, pair) in zip(distribution.differences, expected.pairs) {
      #expect(difference.first == pair.first && difference.second == pair.second)
      #expect(near(difference.total?.value, pair.total))
      #expect(near(difference.distribution?.value, pair.distribution))
      #expect(near(difference.within?.value, pair.within))
    }
  }

  @Test func anotherMixIsTakenWhereAsked() throws {
    var settings = quick
    settings.standardDistribution = [0, 0, 1, 0, 1, 0, 0]
    let distribution = try Metrics(
      predictions: PredictionTable(contentsOf: fixture("cohort-predictions.csv")),
      settings: settings
    ).models[0].crossAge?.emotionStandardisation
    #expect(distribution?.strata.map(\.name) == ["fear", "neutral"])
    #expect(distribution?.leftOut == [])
    settings.standardDistribution = [1, 2]
    #expect(throws: SmilestoneError.self) { try settings.standardDistributionIsRefused() }
  }

  @Test func ageRegressionAgreesWithStatsmodels() throws {
    for (model, expected) in try pairs() {
      let regression = try #require(model.crossAge?.ageRegression)
      #expect(regression.n == 300)
      #expect(regression.subjects == 100)
      #expect(regression.fits.map(\.shape) == [.linear, .quadratic, .spline])
      for fit in regression.fits.prefix(2) {
        let reference = try #require(expected.ageRegression[fit.shape.rawValue])
        #expect(near(fit.logLikelihood, reference.logLikelihood))
        #expect(near(fit.association?.statistic, reference.statistic))
        #expect(near(fit.association?.pValue, reference.p))
        guard fit.shape == .linear else { continue }
        #expect(near(fit.slopePerYear?.value, reference.slope))
        #expect(near(fit.slopePerYear?.lower, reference.lower))
        #expect(near(fit.slopePerYear?.upper, reference.upper))
        #expect(fit.nonlinearity == nil)
      }
      #expect(regression.fits.allSatisfy { $0.accuracy.count == regression.agesInYears.count })
    }
  }

  @Test func ratersAgreeWithTheDefinitions() throws {
    for (model, expected) in try pairs() {
      let references = try #require(model.humanReference)
      #expect(references.map(\.ageGroup) == [nil] + AgeGrouping.study.groups)
      let all = references[0]
      #expect(all.n == expected.raters.n)
      #expect(all.facesWithShares == 0)
      #expect(near(all.raterAgreement?.value, expected.raters.agreement))
      #expect(near(all.labelAgreement?.value, expected.raters.label))
      #expect(near(all.modelAccuracy?.value, expected.raters.accuracy))
      #expect(near(all.divergence?.value, expected.raters.divergence))
      #expect(near(all.uniformDivergence, expected.raters.uniform))
      #expect(metrics.finding("\(model.model)-raters") != nil)
      // The raters are the same beside every model.
      for (own, other) in zip(references, metrics.models[0].humanReference ?? []) {
        #expect(own.raterAgreement == other.raterAgreement)
        #expect(own.labelAgreement == other.labelAgreement)
      }
      for (reference, group) in zip(references.dropFirst(), model.groups)
      where reference.n == group.n {
        #expect(reference.modelAccuracy == group.accuracy)
      }
    }
  }

  @Test func subgroupsAreMeasuredAndSmallOnesSuppressed() throws {
    for (model, expected) in try pairs() {
      let subgroups = try #require(model.subgroups)
      for (sex, cell) in expected.sexes {
        let found = try #require(
          subgroups.first { $0.variable == .sex && $0.value == sex && $0.ageGroup == nil })
        #expect(found.n == cell.n)
        #expect(near(found.accuracy?.value, cell.accuracy))
        #expect(found.scores != nil)
      }
      let rare = subgroups.filter { $0.value == "rare" }
      #expect(rare.count == 2)
      for cell in rare {
        #expect(cell.isSuppressed)
        #expect(cell.n == nil && cell.accuracy == nil && cell.correct == nil)
      }
      let byAge = subgroups.filter { $0.variable == .sex && $0.ageGroup == .toddler }
      #expect(byAge.allSatisfy { !$0.isSuppressed && $0.accuracy != nil && $0.scores == nil })
    }
  }

  @Test func theModelsAreComparedOnTheSameFaces() throws {
    let comparison = try #require(metrics.comparisons?.first)
    let all = comparison.groups[0]
    #expect(comparison.first == "infant" && comparison.second == "adult")
    #expect(all.n == reference.pairs.n)
    #expect(all.onlyFirst == reference.pairs.onlyInfant)
    #expect(all.onlySecond == reference.pairs.onlyAdult)
    #expect(
      near(
        all.difference?.value,
        Double(reference.pairs.onlyInfant - reference.pairs.onlyAdult)
          / Double(reference.pairs.n)))
    #expect(all.test?.name == "sign-flip test over subjects")
    #expect(comparison.groups.map(\.ageGroup) == [nil] + AgeGrouping.study.groups)
    let byAge = comparison.groups.dropFirst()
    #expect(
      holmAdjusted(byAge.compactMap(\.test?.pValue)) == byAge.compactMap(\.adjustedPValue))
    let finding = try #require(metrics.finding("infant-adult-same-faces"))
    #expect(finding.test == "sign-flip test over subjects")
    #expect(all.adjustedPValue == finding.adjustedPValue && all.family == finding.family)
  }

  @Test func everyPairIsTestedAndCorrected() throws {
    let analysis = try #require(metrics.models[1].crossAge)
    #expect(analysis.pairwise.count == 10)
    // A pair that a finding states has that finding's corrected p-value, the others one of their own.
    let stated = analysis.pairwise.filter { $0.finding != nil }
    #expect(stated.contains { $0.finding == "adult-toddler-adult" && $0.first == .adult })
    for pair in stated {
      let finding = try #require(metrics.findings.first { $0.id == pair.finding })
      #expect(pair.difference?.test.pValue == finding.pValue)
      #expect(pair.adjustedPValue == finding.adjustedPValue && pair.family == finding.family)
    }
    let others = analysis.pairwise.filter { $0.finding == nil }
    #expect(
      holmAdjusted(others.compactMap(\.difference?.test.pValue))
        == others.compactMap(\.adjustedPValue))
    #expect(
      others.allSatisfy { $0.family == "Holm over \(others.count) other pairs of the adult model" })
    // So are all tests of the curve's shape.
    let shape = analysis.monotonicity
    let directions = shape.compactMap(\.test?.pValue)
    let steps = shape.compactMap(\.everyStep?.pValue)
    #expect(
      holmAdjusted(directions + steps)
        == shape.compactMap(\.adjustedPValue) + shape.compactMap(\.everyStepAdjustedPValue))
    #expect(
      shape[0].family
        == "Holm over \(directions.count + steps.count) tests of the adult model's shape")
    #expect(analysis.adjustedTrend?.name.contains("Rao-Scott") == true)
    #expect(near(analysis.peak.reduce(0) { $0 + $1.raw }, 1))
    #expect(near(analysis.peak.reduce(0) { $0 + ($1.standardised ?? 0) }, 1))
    let highest = try #require(analysis.peak.max { $0.raw < $1.raw })
    #expect([.teenager, .adult].contains(highest.ageGroup))
  }

  @Test func monotonicityHasBothDirections() throws {
    let shapes = try #require(metrics.models[1].crossAge?.monotonicity)
    #expect(shapes.count == 4)
    // The adult model's curve rises by 30 points: falling throughout is contradicted.
    let falling = try #require(shapes.first { $0.curve == .raw && $0.direction == .falling })
    #expect(try #require(falling.test).pValue < 0.01)
    let rising = try #require(shapes.first { $0.curve == .raw && $0.direction == .rising })
    #expect(try #require(rising.test).pValue > 0.05)
    #expect(zip(rising.fit, rising.fit.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(try #require(rising.everyStep).pValue > 0.05)
    #expect(metrics.finding("adult-shape")?.text.contains("rises throughout") == true)
  }

  @Test func aManifestOfOtherFacesIsRefused() throws {
    let other = Manifest(
      folder: try fixture("."), records: [FaceRecord(image: "elsewhere.png")], vocabulary: .study)
    let error = #expect(throws: SmilestoneError.self) {
      try Metrics(
        predictions: table([Predictions(group: .adult, count: 5, correct: 3)]), manifest: other)
    }
    #expect(error?.code == .badInput)
  }

  @Test func aQualityThatIsNoNumberIsRefused() throws {
    var manifest = try Manifest(contentsOf: fixture("cohort-manifest.csv"))
    manifest.setExtraColumn("size", to: manifest.records.map { _ in "big" })
    let error = #expect(throws: SmilestoneError.self) {
      try Metrics(
        predictions: PredictionTable(contentsOf: fixture("cohort-predictions.csv")),
        manifest: manifest, settings: quick)
    }
    #expect(error?.message.contains("column size holds “big”") == true)
  }

  @Test func withoutAManifestTheRestIsTheSame() throws {
    let plain = try Metrics(
      predictions: PredictionTable(contentsOf: fixture("cohort-predictions.csv")),
      settings: quick)
    #expect(plain.models[0].groups == metrics.models[0].groups)
    #expect(plain.models[0].subgroups == [])
    #expect(plain.models[0].humanReference == [])
    #expect(plain.models[0].crossAge?.missingQualities == [.sharpness, .size])
    #expect(plain.finding("image-quality")?.text.contains("sharpness and size") == true)
  }
}

/// One face per subject: the tests for independent faces.
@Suite struct IndependentFacesTests {
  @Test func likelihoodRatioAndMcNemarAreForOneFacePerSubject() throws {
    var rows: [PredictionRow] = []
    for model in ["infant", "adult"] {
      for group in AgeGrouping.study.groups {
        for var row in Predictions(
          model: model, group: group, count: 40, correct: model == "adult" ? 26 : 22, dealt: true
        ).rows {
          row.age = Double(4 * AgeGrouping.study.index(of: group)) + Double(rows.count % 7) / 2
          rows.append(row)
        }
      }
    }
    let metrics = try Metrics(
      predictions: PredictionTable(rows: rows, vocabulary: .study), settings: quick)
    let analysis = try #require(metrics.models[0].crossAge)
    #expect(analysis.adjustedTrend == nil)
    #expect(analysis.trend?.test.name == "Cochran-Armitage trend test")
    #expect(analysis.ageRegression?.fits[0].association?.name == "likelihood-ratio test")
    let comparison = try #require(metrics.comparisons?.first?.groups.first)
    #expect(comparison.test?.name == "McNemar's exact test")
    #expect(
      comparison.test
        == (try mcnemarTest(onlyFirst: comparison.onlyFirst, onlySecond: comparison.onlySecond)))
  }

  @Test func perfectAndEmptyGroupsAreUndefinedNotZero() throws {
    let metrics = try Metrics(
      predictions: table([
        Predictions(group: .adult, count: 70, correct: 70),
        Predictions(group: .toddler, count: 1, correct: 0),
      ]), settings: quick)
    let empty = try metrics.group(.teenager)
    #expect(empty.scores == nil)
    let model = metrics.models[0]
    #expect(model.temperature == nil)
    #expect(try metrics.group(.adult).scores?.kappa?.value == 1)
    #expect(try metrics.group(.adult).scores?.scaledLogLoss == nil)
    let analysis = try #require(model.crossAge)
    #expect(analysis.comparedGroups == [.adult])
    #expect(
      analysis.trend == nil && analysis.emotionStandardisation == nil
        && analysis.ageRegression == nil)
    #expect(analysis.peak == [] && analysis.pairwise == [] && analysis.monotonicity == [])
    let single = try metrics.group(.toddler).scores
    #expect(single?.kappa == nil && single?.macroF1 == nil)
    #expect(single?.precision.compactMap(\.self).count == 1)
  }
}

extension EvaluationSettings {
  /// Settings are checked where metrics are made.
  fileprivate func standardDistributionIsRefused() throws {
    _ = try Metrics(
      predictions: table([Predictions(group: .adult, count: 5, correct: 3)]), settings: self)
  }
}

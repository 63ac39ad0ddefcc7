import Analysis
import Faces
import Foundation
import Statistics
import Support
import Synthetic
import Testing

/// Synthetic faces with every column but the images, and two models whose predictions follow what was planted.
private struct DrawnStudy {
  var kind = CohortKind.both
  var planted = ExpressionTransition()
  var subjects = 260
  /// How far the models' own change lies from what was planted, in years.
  var shift = 0.0

  var faces: [FaceRecord] {
    get throws {
      try SyntheticCohort.faces(
        SyntheticCohortSettings(kind: kind, seed: 4, subjects: subjects, transition: planted)
      ).map(\.record)
    }
  }

  func manifest() throws -> Manifest {
    Manifest(
      folder: URL(fileURLWithPath: "/"), extraColumns: SyntheticFaces.extraColumns,
      records: try faces, vocabulary: .study)
  }

  func predictions() throws -> PredictionTable {
    var generator = SeededGenerator(seed: 9)
    let change = TransitionCurve(
      infantAsymptote: 0, adultAsymptote: 1, midpoint: planted.ageInYears + shift, scale: 1)
    let rows = try faces.flatMap { face -> [PredictionRow] in
      guard let emotion = face.emotion, let age = face.ageInYears else { return [] }
      return [("infant", 0.75, -0.45), ("adult", 0.3, 0.45)].map { model, start, rise in
        let isRight = generator.uniform() < start + rise * change.accuracy(at: age)
        return PredictionRow(
          image: face.image, subject: face.subject, source: face.source, split: "test", age: age,
          ageGroup: face.ageGroup, emotion: emotion, model: model,
          predicted: isRight ? emotion : emotion.next,
          probabilities: [1, 0, 0, 0, 0, 0, 0])
      }
    }
    return PredictionTable(rows: rows, vocabulary: .study)
  }
}

private let curves = TransitionSettings(
  replicates: 40, boundSimulations: 19, flatSimulations: 199, levellingSimulations: 19)

private func metrics(
  _ study: DrawnStudy, spread: Double? = nil, plan: StatedPlan? = nil
) throws -> Metrics {
  let (table, manifest) = (try study.predictions(), try study.manifest())
  let ages = spread.map { spread in
    Dictionary(
      uniqueKeysWithValues: manifest.records.map {
        (
          PathKey($0.image),
          AgeEstimate(ageInYears: $0.ageInYears ?? 0, standardDeviationInYears: spread)
        )
      })
  }
  return try Metrics(
    predictions: table, manifest: manifest, settings: quick,
    transition: TransitionAnalysis(predictions: table, settings: curves),
    ageError: ages.map {
      try AgeErrorAnalysis(
        predictions: table, ages: $0,
        settings: AgeErrorSettings(imputations: 4, cycles: 2, resamples: 12, transition: curves))
    }, plan: plan)
}

@Suite struct AgeFindingsTests {
  @Test func theAgesAreAmongTheFindings() throws {
    let result = try metrics(DrawnStudy())
    let curve = try #require(result.transition?.models[0].curve)
    let finding = try #require(result.finding("infant-transition"))
    #expect(curve.isClaimed)
    let age = try #require(finding.age)
    #expect(age.ageInYears == curve.logistic.midpoint && age.interval == curve.profileInterval)
    #expect(age.treatment == .asEstimated)
    #expect(finding.pValue == curve.noTransitionTest?.pValue)
    #expect(
      finding.text.contains(
        String(format: "at %.1f years (95%% CI", curve.logistic.midpoint)))
    #expect(finding.text.contains("with the ages as given"))
    let crossing = try #require(result.finding("crossing-age"))
    #expect(crossing.age?.ageInYears == result.transition?.crossing?.age)
    #expect(crossing.pValue == nil)
    // One corrected p-value for each test.
    #expect(curve.adjustedPValue == finding.adjustedPValue && curve.family == finding.family)
  }

  @Test func imputedAgesAreThoseToQuote() throws {
    let result = try metrics(DrawnStudy(), spread: 1)
    for (id, age) in zip(
      ["infant-transition", "adult-transition", "crossing-age"],
      try #require(result.ageError?.ages))
    {
      let quoted = try #require(result.finding(id)?.age)
      #expect(quoted.treatment == .imputed)
      #expect(quoted.interval == age.imputed?.interval)
      #expect(quoted.ageInYears == age.imputed?.boundedAgeInYears)
      #expect(
        result.finding(id)?.text.contains("corrected for age-estimation error") == true)
    }
  }

  @Test func whatWasPlantedStandsBesideEveryEstimate() throws {
    let planted = ExpressionTransition(ageInYears: 7.3, widthInYears: 1.1)
    let result = try metrics(DrawnStudy(planted: planted, shift: -3), spread: 1)
    let record = try #require(result.transition?.planted)
    #expect(record.ageInYears == 7.3 && record.widthInYears == 1.1)
    // Two models and the crossing, each with three treatments; what draws without predictions is none.
    #expect(record.estimates.allSatisfy { $0.treatment != .naive })
    for treatment in [AgeTreatment.asEstimated, .imputed] {
      let estimates = record.estimates.filter { $0.treatment == treatment }
      #expect(estimates.map(\.model) == ["infant", "adult", nil])
      for estimate in estimates {
        let age = try #require(estimate.ageInYears)
        #expect(estimate.offInYears == age - 7.3)
        // The models change three years before what was planted, and their intervals say so.
        #expect(abs(age - 4.3) < 1.5)
        #expect(estimate.holdsPlanted == estimate.interval.contains(7.3))
      }
      #expect(estimates.last?.holdsPlanted == false)
    }
    let text = try #require(result.finding("planted-transition")?.text)
    #expect(text.contains("at 7.30 years"))
    #expect(text.contains("years too young"))
    #expect(text.contains("excludes the planted age"))
    let file = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(Metrics.self, from: file) == result)
  }

  @Test func nothingIsPlantedWhereExpressionsDoNotChangeOrFacesAreNotDrawn() throws {
    #expect(try metrics(DrawnStudy(kind: .appearance)).transition?.planted == nil)
    let study = DrawnStudy()
    var manifest = try study.manifest()
    manifest.records[0].source = "photographs"
    let table = try study.predictions()
    let transition = try TransitionAnalysis(predictions: table, settings: curves)
    let mixed = try Metrics(
      predictions: table, manifest: manifest, settings: quick, transition: transition)
    #expect(mixed.transition?.planted == nil && mixed.finding("planted-transition") == nil)
    // Two cohorts with different transitions follow no common curve.
    manifest = try study.manifest()
    let others = try DrawnStudy(planted: ExpressionTransition(ageInYears: 12)).manifest()
    for row in manifest.records.indices where row % 2 == 0 {
      manifest.records[row] = others.records[row]
    }
    #expect(
      try Metrics(predictions: table, manifest: manifest, settings: quick, transition: transition)
        .transition?.planted == nil)
  }

  @Test func plannedTestsDoNotPayForExploratoryOnes() throws {
    let plan = try StatedPlan()
    let result = try metrics(DrawnStudy(), plan: plan)
    let tested = result.findings.filter { $0.pValue != nil }
    let planned = tested.filter { finding in
      plan.plan.hypotheses.contains { $0.id == finding.id }
    }
    #expect(planned.map(\.id).contains("infant-transition"))
    #expect(planned.count == 7 && planned.allSatisfy { $0.family == "Holm over 7 planned tests" })
    #expect(holmAdjusted(planned.compactMap(\.pValue)) == planned.compactMap(\.adjustedPValue))
    let exploratory = tested.filter { finding in !planned.contains { $0.id == finding.id } }
    #expect(
      exploratory.allSatisfy { $0.family == "Holm over \(exploratory.count) exploratory tests" })
    #expect(
      holmAdjusted(exploratory.compactMap(\.pValue)) == exploratory.compactMap(\.adjustedPValue))
    #expect(result.plan?.marks.planned == planned.map(\.id))
    #expect(result.plan?.marks.notMade == [])
  }

  /// The test's p-value is below 0.05, and after correction for the others it is not.
  @Test func aTransitionIsClaimedByItsCorrectedPValue() throws {
    var study = try metrics(DrawnStudy())
    let table = try DrawnStudy().predictions()
    var transition = try #require(study.transition)
    transition.models[0].curve?.noTransitionTest?.pValue = 0.04
    transition.models[0].curve?.noTransitionTest?.pValueIsUpperBound = nil
    study = try Metrics(predictions: table, settings: quick, transition: transition)
    let curve = try #require(study.transition?.models[0].curve)
    #expect(transition.models[0].curve?.isClaimed == true && !curve.isClaimed)
    let finding = try #require(study.finding("infant-transition"))
    #expect(finding.text.hasPrefix("No transition of the infant model's accuracy"))
    #expect(finding.age?.ageInYears == nil)
  }

  @Test func aPValueAtItsFloorIsABound() throws {
    let result = try metrics(DrawnStudy())
    let finding = try #require(result.finding("infant-transition"))
    #expect(result.transition?.models[0].curve?.noTransitionTest?.pValueIsUpperBound == true)
    #expect(finding.pValue == 0.005 && finding.pValueIsUpperBound == true)
    #expect(finding.text.contains("p ≤ 0.005, Holm over"))
  }

  @Test func anUnboundedAgeIsNotQuoted() throws {
    let table = try DrawnStudy().predictions()
    var transition = try TransitionAnalysis(predictions: table, settings: curves)
    transition.models[1].curve?.profileInterval.upper = nil
    let result = try Metrics(predictions: table, settings: quick, transition: transition)
    let finding = try #require(result.finding("adult-transition"))
    #expect(
      finding.text.contains(
        "cannot be located: with the ages as given, 95% CI from"))
    #expect(finding.age?.ageInYears == nil)
    #expect(result.transition?.models[1].curve?.isClaimed == false)
  }
}

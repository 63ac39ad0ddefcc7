import Analysis
import Faces
import Foundation
import Statistics
import Testing

private func estimate(_ value: Double, half: Double, level: Double = 0.95) -> Estimate {
  Estimate(value: value, lower: value - half, upper: value + half, level: level, method: "given")
}

/// Appearance alone makes toddlers 12 points better than adults for the infant model.
private let reference = AppearanceReference(
  cohorts: 5, settings: "a small network", ages: .study,
  models: [
    ModelAppearance(
      model: "infant", trend: estimate(-0.03, half: 0.01),
      toddlerAdult: estimate(-0.12, half: 0.03), claimedTransitions: 2),
    ModelAppearance(
      model: "adult", trend: estimate(0.02, half: 0.01), toddlerAdult: nil, claimedTransitions: 0),
  ])

/// Both models on 200 faces of each group.
private func rows(infant: [Int], adult: [Int], source: String = "archive") -> [PredictionRow] {
  [("infant", infant), ("adult", adult)].flatMap { model, correct in
    zip(AgeGrouping.study.groups, correct).flatMap { group, correct in
      Predictions(model: model, group: group, count: 200, correct: correct, facesPerSubject: 2).rows
    }
  }.map { row in
    var row = row
    row.source = source
    return row
  }
}

private func metrics(
  _ rows: [PredictionRow], manifest: Manifest? = nil,
  appearance: AppearanceReference = reference
) throws -> Metrics {
  try Metrics(
    predictions: PredictionTable(rows: rows, vocabulary: manifest?.vocabulary ?? .study),
    manifest: manifest, settings: quick, appearance: appearance)
}

private let falling = [160, 140, 120, 110, 100]
private let rising = [100, 110, 120, 140, 160]

@Suite struct AppearanceShareTests {
  private func share(_ appearance: Double, _ half: Double, of observed: Double) throws
    -> AppearanceShare
  {
    try #require(
      AppearanceShare(
        model: "infant", quantity: .trend, observed: estimate(observed, half: 0.02),
        appearance: estimate(appearance, half: half)))
  }

  /// By hand: 0.1² − 0.02² = 0.0096, √(0.01² · 0.0096 + 0.05² · 0.02²) = 0.0014, and
  /// (0.05 · 0.1 ∓ 0.0014) / 0.0096 = 0.375 and 0.667.
  @Test func theShareHasFiellersInterval() throws {
    let part = try share(0.05, 0.01, of: 0.1)
    #expect(part.share == 0.5)
    #expect(abs(try #require(part.interval.lower) - 0.375) < 1e-12)
    #expect(abs(try #require(part.interval.upper) - 2.0 / 3) < 1e-12)
    #expect(
      part.inWords
        == "Appearance alone can make 50% of the change here (95% CI 38 to 67%).")
    #expect(try share(-0.05, 0.01, of: -0.1).interval == part.interval)
  }

  @Test func wordsStayWithinNoneAndAll() throws {
    #expect(
      try share(0.11, 0.03, of: 0.1).inWords
        == "Appearance alone can make all of the change here (95% CI 76 to 100%).")
    #expect(try share(0.3, 0.01, of: 0.1).inWords.contains("(the whole 95% CI lies above"))
    let opposite = try share(-0.01, 0.03, of: 0.1)
    #expect(try #require(opposite.share) < 0)
    #expect(
      opposite.inWords
        == "Appearance alone can make none of the change here (95% CI 0 to 20%): there "
        + "accuracy goes the other way.")
    #expect(try share(-0.08, 0.01, of: 0.1).inWords.contains("(the whole 95% CI lies below"))
  }

  @Test func theShareOfAChangeThatCannotBeSeenIsUnknown() throws {
    let unknown = try share(0.05, 0.01, of: 0.015)
    #expect(unknown.interval.lower == nil && unknown.interval.upper == nil)
    #expect(unknown.inWords.contains("is unknown"))
    let none = try share(0.05, 0.01, of: 0)
    #expect(none.share == nil && none.inWords == unknown.inWords)
  }

  @Test func intervalsOfDifferentLevelsAreNotCombined() {
    #expect(
      AppearanceShare(
        model: "infant", quantity: .trend, observed: estimate(0.1, half: 0.02, level: 0.9),
        appearance: estimate(0.05, half: 0.01)) == nil)
  }
}

@Suite struct AppearanceReferenceTests {
  /// What the findings of each cohort state is what the reference holds.
  @Test func cohortsAreCombinedByStudentsT() throws {
    let first = try metrics(rows(infant: falling, adult: rising, source: SyntheticFaces.source))
    let second = try metrics(
      rows(infant: [150, 140, 130, 120, 110], adult: rising, source: SyntheticFaces.source))
    let combined = try AppearanceReference(
      cohorts: [first, second], runs: ["a", "b"], settings: "any")
    #expect(combined.cohorts == 2 && combined.models.map(\.model) == ["infant", "adult"])
    let infant = try #require(combined.model("infant"))
    // Adults minus toddlers: −0.3 and −0.2; the 97.5 % quantile of t with one degree of freedom is
    // 12.7062, the standard error 0.05.
    let difference = try #require(infant.toddlerAdult)
    #expect(abs(difference.value + 0.25) < 1e-12)
    #expect(abs(difference.upper - (-0.25 + 12.706_204_736 * 0.05)) < 1e-8)
    #expect(difference.method == "Student t over cohorts")
    // Least squares over the groups' ranks: −0.075 and −0.05.
    #expect(abs(try #require(infant.trend).value + 0.0625) < 1e-12)
    #expect(infant.claimedTransitions == nil)
    let adult = try #require(combined.model("adult")?.toddlerAdult)
    #expect(adult.lower == adult.upper)
  }

  @Test func oneCohortKeepsItsOwnInterval() throws {
    let cohort = try metrics(rows(infant: falling, adult: rising, source: SyntheticFaces.source))
    let trend = try #require(
      AppearanceReference(cohorts: [cohort], runs: ["a"], settings: "any").model("infant")?.trend)
    let own = try #require(cohort.models[0].crossAge?.trend?.estimate)
    #expect(trend.value == own.value && trend.lower == own.lower && trend.upper == own.upper)
    #expect(trend.method == "cluster-robust t, CR2, one cohort")
  }

  @Test func whatOneCohortLacksIsNotCombined() throws {
    let whole = try metrics(rows(infant: falling, adult: rising, source: SyntheticFaces.source))
    let without = try metrics(
      rows(infant: falling, adult: rising, source: SyntheticFaces.source)
        .filter { $0.ageGroup != .toddler })
    let combined = try AppearanceReference(
      cohorts: [whole, without], runs: ["a", "b"], settings: "any")
    #expect(combined.model("infant")?.toddlerAdult == nil)
    #expect(combined.model("infant")?.trend != nil)
  }

  @Test func transitionsAreCounted() throws {
    let rows = rows(infant: falling, adult: rising, source: SyntheticFaces.source)
    var cohort = try metrics(rows)
    cohort.transition = try TransitionAnalysis(
      predictions: PredictionTable(rows: rows, vocabulary: .study),
      settings: TransitionSettings(replicates: 10))
    // The faces have no age, so that there is no curve to claim anything of.
    let combined = try AppearanceReference(cohorts: [cohort], runs: ["a"], settings: "any")
    #expect(combined.models.map(\.claimedTransitions) == [0, 0])
    #expect(
      reference.transitionsInWords
        == "In synthetic cohorts in which only heads and skin change with age, a transition "
        + "was claimed in 2 of 5 for the infant model and in 0 of 5 for the adult model."
    )
  }
}

@Suite struct AppearanceNoteTests {
  @Test func everyFindingOnAChangeWithAgeHasANote() throws {
    let result = try metrics(rows(infant: falling, adult: rising))
    #expect(result.appearance == reference)
    // The reference does not know how the adult model changes from toddlers to adults.
    #expect(
      result.findings.filter { $0.appearance != nil }.map(\.id) == [
        "infant-trend", "infant-best-group", "infant-toddler-adult", "infant-shape", "adult-trend",
        "curves-crossing", "appearance",
      ])
    let trend = try #require(result.finding("infant-trend")?.appearance)
    #expect(
      trend.text.hasPrefix(
        "In 5 synthetic cohorts in which only heads and skin change with age, accuracy "
          + "changed from one age group to the next: that of the infant model by −3.0 "
          + "points (95% CI −4.0 to −2.0 points). Appearance alone can make "))
    let share = try #require(trend.share)
    #expect(share.observed == result.models[0].crossAge?.trend?.estimate)
    #expect(share.appearance == reference.models[0].trend)
    #expect(share.share == share.appearance.value / share.observed.value)
    #expect(trend.text.hasSuffix(share.inWords))
    let difference = try #require(result.finding("infant-toddler-adult")?.appearance?.share)
    #expect(abs(difference.observed.value + 0.3) < 1e-12)
    #expect(abs(try #require(difference.share) - 0.4) < 1e-12)
    let shape = try #require(result.finding("infant-shape")?.appearance)
    #expect(shape.share == nil)
    #expect(shape.text.contains("from toddlers to adults: that of the infant model by −12.0"))
    #expect(result.finding("appearance")?.appearance?.text.hasSuffix(reference.caveat) == true)
    #expect(reference.caveat.contains("models of the preset synthetic (a small network)"))
  }

  @Test func syntheticFacesHaveNone() throws {
    let drawn = try metrics(rows(infant: falling, adult: rising, source: SyntheticFaces.source))
    #expect(drawn.appearance == nil)
    #expect(drawn.findings.allSatisfy { $0.appearance == nil })
    // Nothing else depends on the reference.
    var photographs = try metrics(rows(infant: falling, adult: rising))
    photographs.appearance = nil
    for index in photographs.findings.indices { photographs.findings[index].appearance = nil }
    #expect(photographs == drawn)
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appendingPathComponent("appearance-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try drawn.write(to: file)
    // As earlier versions wrote it.
    #expect(try !String(contentsOf: file, encoding: .utf8).contains("\"appearance\" : {"))
    #expect(try Metrics(contentsOf: file) == drawn)
  }

  @Test func onePhotographIsEnough() throws {
    var mixed = rows(infant: falling, adult: rising, source: SyntheticFaces.source)
    mixed[0].source = nil
    #expect(try metrics(mixed).appearance == reference)
    mixed[0].split = "train"
    #expect(try metrics(mixed).appearance == nil)
  }

  @Test func notesAreKept() throws {
    let photographs = try metrics(rows(infant: falling, adult: rising))
    let data = try JSONEncoder().encode(photographs)
    #expect(try JSONDecoder().decode(Metrics.self, from: data) == photographs)
  }

  @Test func aReferenceWithoutModelsSaysNothing() throws {
    let silent = AppearanceReference(cohorts: 0, settings: "none", ages: .study, models: [])
    let result = try metrics(rows(infant: falling, adult: rising), appearance: silent)
    #expect(result.appearance == nil)
    #expect(result.findings.allSatisfy { $0.appearance == nil })
  }

  @Test func otherAgeGroupsAreNotCompared() throws {
    let rows = rows(infant: falling, adult: rising)
    var manifest = Manifest(
      folder: URL(fileURLWithPath: "/"),
      records: rows.map { FaceRecord(image: $0.image, ageGroup: $0.ageGroup) }, vocabulary: .study)
    manifest.vocabulary.ages = try AgeGrouping(studyNamesWithBounds: [2, 6, 12, 18])
    let result = try metrics(rows, manifest: manifest)
    #expect(result.appearance == nil)
    #expect(result.findings.filter { $0.appearance != nil }.map(\.id) == ["appearance"])
    let text = try #require(result.finding("appearance")?.appearance?.text)
    #expect(text.contains("measured for toddlers (up to and including 3 years)"))
  }
}

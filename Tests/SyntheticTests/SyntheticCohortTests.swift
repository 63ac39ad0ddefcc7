import Datasets
import Faces
import Foundation
import Support
import Synthetic
import TestSupport
import Testing

@Suite struct SyntheticCohortTests {
  private func settings(_ kind: CohortKind = .both, subjects: Int = 10) -> SyntheticCohortSettings {
    SyntheticCohortSettings(
      kind: kind, seed: 4, subjects: subjects, imagesPerSubject: 2, sizeInPixels: 32)
  }

  @Test func theSameSeedGivesTheSameBytesOnAnyNumberOfThreads() throws {
    let folder = try TemporaryFolder()
    let one = try SyntheticCohort.draw(settings(), into: folder.file("one"), workers: 1)
    let two = try SyntheticCohort.draw(settings(), into: folder.file("two"), workers: 2)
    #expect(one.records == two.records)
    for name in one.records.map(\.image) + ["manifest.csv"] {
      let first = try Data(contentsOf: folder.file("one/\(name)"))
      #expect(try Data(contentsOf: folder.file("two/\(name)")) == first)
    }
    var other = settings()
    other.seed = 5
    let third = try SyntheticCohort.draw(other, into: folder.file("three"))
    #expect(
      try Data(contentsOf: folder.file("three/\(third.records[0].image)"))
        != Data(contentsOf: folder.file("one/\(one.records[0].image)")))
  }

  /// Drawings of different people are alike; only files of `synth` are exempt from the comparison.
  @Test func syntheticFacesAreNoNearDuplicates() throws {
    let folder = try TemporaryFolder()
    var manifest = try SyntheticCohort.draw(settings(subjects: 150), into: folder.url)
    #expect(manifest.isSynthetic.allSatisfy { $0 })
    #expect(try DuplicateScan(manifest).duplicates.members.isEmpty)
    manifest.setExtraColumn("cohort", to: manifest.records.map { _ in "" })
    #expect(!manifest.isSynthetic.contains(true))
    #expect(try !DuplicateScan(manifest).duplicates.members.isEmpty)
  }

  @Test(arguments: CohortKind.allCases)
  func theManifestSaysWhatWasPlanted(kind: CohortKind) throws {
    let folder = try TemporaryFolder()
    let settings = settings(kind)
    let drawn = try SyntheticCohort.draw(settings, into: folder.url)
    let manifest = try Manifest(contentsOf: folder.file("manifest.csv"))
    #expect(manifest.folder == drawn.folder)
    #expect(manifest.records == drawn.records)
    #expect(manifest.records.count == 20)
    #expect(manifest.extraColumns == SyntheticFaces.extraColumns)
    let weights = try #require(manifest.values(ofExtraColumn: "transition_weight"))
    let ages = try #require(manifest.values(ofExtraColumn: "true_age"))
    #expect(manifest.values(ofExtraColumn: "cohort") == Array(repeating: kind.rawValue, count: 20))
    for (index, record) in manifest.records.enumerated() {
      let age = try #require(record.ageInYears)
      #expect(Double(ages[index]) == age)
      #expect(record.ageGroup == AgeGrouping.study.group(ofAgeInYears: age))
      #expect(record.ageSource == .label)
      #expect(record.votes?.reduce(0, +) == 10)
      let expected = kind == .both || kind == .expression ? 1 / (1 + exp(-(age - 8) / 1.5)) : 1
      #expect(Double(weights[index]) == expected)
    }
    #expect(Set(manifest.records.compactMap(\.subject)).count == 10)
  }

  @Test func simulatedRatersAreNamedWhereAsked() throws {
    let folder = try TemporaryFolder()
    var settings = self.settings()
    var development = CohortDevelopment()
    development.wrongLabels = DevelopmentCurve(start: 0.5)
    settings.development = development
    let plain = try SyntheticCohort.draw(settings, into: folder.file("plain"))
    try SyntheticCohort.draw(settings, into: folder.file("named"), namesRaters: true)
    let (named, remarks) = try Manifest.read(folder.file("named/manifest.csv"))
    // What they said are the votes, or reading would have refused it.
    #expect(remarks.isEmpty && named.records.map(\.votes) == plain.records.map(\.votes))
    let cells = try #require(named.values(ofExtraColumn: RaterLabels.column))
    #expect(cells.allSatisfy { $0.hasPrefix("1:") && $0.contains(";\(settings.raters):") })
    #expect(plain.values(ofExtraColumn: RaterLabels.column) == nil)
  }

  @Test func landmarksAreListedWhereAsked() throws {
    let folder = try TemporaryFolder()
    let plain = try SyntheticCohort.draw(settings(), into: folder.file("plain"))
    try SyntheticCohort.draw(settings(), into: folder.file("listed"), withLandmarks: true)
    let listed = try Manifest(contentsOf: folder.file("listed/manifest.csv"))
    #expect(listed.records.map(\.emotion) == plain.records.map(\.emotion))
    for places in try FaceLandmarks.places(in: listed, path: "listed") {
      #expect(places.count == 52)
      // A chin can lie below the image.
      #expect(places.allSatisfy { $0 > -0.1 && $0 < 1.1 })
    }
    #expect {
      try FaceLandmarks.places(in: plain, path: "plain")
    } throws: { ($0 as? SmilestoneError)?.message.contains("no column landmarks") == true }
    var broken = listed
    broken.setExtraColumn(
      FaceLandmarks.column, to: ["0.1 0.2 0.3 0.4 0.5 0.6"] + Array(repeating: "0.1", count: 19))
    #expect {
      try FaceLandmarks.places(in: broken, path: "broken")
    } throws: {
      ($0 as? SmilestoneError)?.message.contains("not x and y of 3 points") == true
    }
  }

  @Test func theTransitionIsLogistic() {
    let transition = ExpressionTransition(ageInYears: 5, widthInYears: 2)
    #expect(transition.adultWeight(ageInYears: 5) == 0.5)
    // logistic(1) and logistic(−2.5).
    #expect(abs(transition.adultWeight(ageInYears: 7) - 0.7310585786300049) < 1e-12)
    #expect(abs(transition.adultWeight(ageInYears: 0) - 0.07585818002124355) < 1e-12)
  }

  @Test func onlyTheKindDecidesWhatDevelops() throws {
    let faces = try CohortKind.allCases.map { kind in
      try SyntheticCohort.faces(settings(kind, subjects: 60))
    }
    for index in faces[0].indices {
      let both = faces[0][index]
      let expression = faces[1][index]
      let appearance = faces[2][index]
      let neither = faces[3][index]
      // The same person with the same age in all four.
      #expect(
        Set([both, expression, appearance, neither].map { $0.record.ageInYears }).count == 1)
      #expect(both.drawing.identity == neither.drawing.identity)
      #expect(both.drawing.appearanceAgeInYears == both.record.ageInYears)
      #expect(appearance.drawing.appearanceAgeInYears == both.record.ageInYears)
      #expect(expression.drawing.appearanceAgeInYears >= 19)
      #expect(
        neither.drawing.appearanceAgeInYears == expression.drawing.appearanceAgeInYears)
      #expect(both.drawing.actions == expression.drawing.actions)
      #expect(appearance.drawing.actions == neither.drawing.actions)
      if both.record.ageGroup == .toddler {
        #expect(both.drawing.actions != neither.drawing.actions)
      }
    }
  }

  @Test func groupsHaveTheirShares() throws {
    let faces = try SyntheticCohort.faces(settings(subjects: 200))
    let counts = AgeGrouping.study.groups.map { group in
      faces.count { $0.record.ageGroup == group } / 2
    }
    #expect(counts == [50, 30, 30, 30, 60])
  }

  @Test func mostLabelsAreTheIntendedOnesAndRatersDisagreeMoreAboutInfants() throws {
    let faces = try SyntheticCohort.faces(settings(subjects: 600))
    func agreement(_ group: AgeGroup) -> Double {
      let votes = faces.filter { $0.record.ageGroup == group }.compactMap(\.record.votes)
      return votes.map { ($0.max() ?? 0) / $0.reduce(0, +) }.reduce(0, +) / Double(votes.count)
    }
    #expect(agreement(.adult) > agreement(.toddler) + 0.05)
    #expect(agreement(.toddler) > 0.6)
    for face in faces {
      let votes = try #require(face.record.votes)
      let emotion = try #require(face.record.emotion)
      #expect(votes[LabelScheme.emotions7.position(of: emotion)] == votes.max())
    }
  }

  private typealias Change = @Sendable (inout SyntheticCohortSettings) -> Void

  private static let mistakes: [String: Change] = [
    "subjects": { $0.subjects = 0 },
    "imagesPerSubject": { $0.imagesPerSubject = 0 },
    "sizeInPixels": { $0.sizeInPixels = 4 },
    "raters": { $0.raters = 0 },
    "transition.ageInYears": { $0.transition.ageInYears = .nan },
    "transition.widthInYears": { $0.transition.widthInYears = 0 },
    "raterUncertainty": { $0.raterUncertainty = 0 },
    "actionNoise": { $0.actionNoise = -1 },
    "nuisanceStrength": { $0.nuisanceStrength = 9 },
    "ageGroupShares": { $0.ageGroupShares = [1, 1] },
  ]

  /// Numbers whose product does not even fit into an integer.
  @Test func noCohortIsTooLargeToCount() {
    var huge = settings()
    (huge.subjects, huge.imagesPerSubject) = (.max, 1)
    #expect(throws: SmilestoneError.self) { try huge.validate() }
    (huge.subjects, huge.imagesPerSubject) = (4, .max / 2)
    #expect(throws: SmilestoneError.self) { try huge.validate() }
  }

  @Test(arguments: mistakes.keys.sorted())
  func badSettingsAreNamed(name: String) throws {
    var bad = settings()
    let change = try #require(Self.mistakes[name])
    change(&bad)
    let error = #expect(throws: SmilestoneError.self) { try SyntheticCohort.faces(bad) }
    #expect(error?.code == .usage)
    #expect(error?.message.hasPrefix("The setting \(name) ") == true)
    #expect(error?.remedy?.hasPrefix("It must be ") == true)
  }

  @Test func everySettingIsDescribedOnce() throws {
    let tree = try JSONTree(encoding: SyntheticCohortSettings())
    var stored = Set(tree.leaves.keys.filter { !$0.hasPrefix("vocabulary.labels.") })
    // Nothing by default.
    stored.formUnion(["vocabulary.labels", "development"])
    #expect(SyntheticCohortSettings.descriptions.map(\.name).sorted() == stored.sorted())
  }
}

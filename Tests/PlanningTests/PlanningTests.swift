import Analysis
import Faces
import Foundation
import Planning
import Support
import Testing

/// Curves that are sharp and far apart, so that few simulated studies tell.
let clear = ExpectedModels(
  infant: ExpectedCurve(youngest: 0.8, oldest: 0.3, ageInYears: 8),
  adult: ExpectedCurve(youngest: 0.3, oldest: 0.85, ageInYears: 8))

@Suite struct PlanningTests {
  private func planning(
    children: Int = 120, expected: ExpectedModels = clear, target: PlanTarget = PlanTarget(),
    studies: Int = 24, seed: UInt64 = 1
  ) -> StudyPlanning {
    StudyPlanning(
      design: StudyDesign(children: children), expected: expected, target: target,
      settings: PlanSettings(seed: seed, studies: studies))
  }

  @Test func theCrossingIsWhereTheCurvesMeet() throws {
    let models = ExpectedModels(
      infant: ExpectedCurve(youngest: 0.55, oldest: 0.35, ageInYears: 8),
      adult: ExpectedCurve(youngest: 0.4, oldest: 0.7, ageInYears: 8))
    // 0.15 = 0.5 x, x the share of the change: 8 − ln(0.7 / 0.3).
    #expect(abs(try #require(try models.age(of: .crossing)) - (8 - log(0.7 / 0.3))) < 0.01)
    #expect(try models.age(of: .adult) == 8)
  }

  @Test func moreChildrenGiveNarrowerIntervals() throws {
    let prediction = try planning().plan()
    #expect(prediction.curve.map(\.children) == [60, 120, 240])
    #expect(prediction.predicted?.studies == 48)
    #expect(!prediction.isReached)
    let widths = prediction.curve.compactMap(\.medianWidthInYears)
    #expect(widths.count == 3)
    #expect(widths == widths.sorted(by: >))
    let largest = try #require(prediction.curve.last)
    #expect(largest.adults == 60)
    #expect(largest.found.value > 0.9)
    #expect(try #require(largest.coverage).value > 0.8)
    #expect(abs(try #require(largest.biasInYears)) < 0.5)
  }

  @Test func sameSeedSameBytes() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    func bytes(seed: UInt64) throws -> Data {
      try encoder.encode(planning(studies: 20, seed: seed).plan())
    }
    #expect(try bytes(seed: 1) == bytes(seed: 1))
    #expect(try bytes(seed: 1) != bytes(seed: 2))
  }

  @Test func theSmallestNumberOfChildrenIsFound() throws {
    let target = PlanTarget(measure: .crossing, widthInYears: 3, assurance: 0.6, power: 0.6)
    let prediction = try planning(target: target).plan(comparing: [
      try AgeSpan.list("7.5-8.5"), try AgeSpan.list("1,2,3,16"),
    ])
    #expect(prediction.isReached)
    let reached = prediction.curve.filter {
      ($0.narrowEnough?.value ?? 0) >= 0.6 && $0.found.value >= 0.6
    }
    #expect(reached.map(\.children).min() == prediction.design.children)
    #expect(prediction.predicted?.children == prediction.design.children)
    // Compared with the design's own; ages far from the change locate it worst.
    #expect(prediction.candidates.map { $0.ages.count } == [4, 1, 4])
    let shares = prediction.candidates.map { $0.narrowEnough?.value ?? 0 }
    #expect(shares[2] < shares[0])
    #expect(prediction.bestAges?.ages != prediction.candidates[2].ages)
  }

  @Test func anAimOutOfReachIsSaid() throws {
    var planning = planning(target: PlanTarget(widthInYears: 0.2), studies: 20)
    planning.maximumChildren = 200
    planning.testShare = 0.15
    let prediction = try planning.plan()
    #expect(!prediction.isReached)
    #expect(prediction.predicted == nil)
    #expect(prediction.archive == nil)
    #expect(prediction.curve.map(\.children).max() == 200)
  }

  @Test func theWholeArchiveIsCounted() throws {
    var planning = planning(studies: 20)
    planning.testShare = 0.15
    let prediction = try planning.plan()
    let archive = try #require(prediction.archive)
    #expect((archive.children, archive.adults) == (800, 200))
    let words = "800 children and 200 adults in the archive, of whom 15% are tested"
    #expect(PlanningTables.text(prediction).contains(words))
    let registered = Preregistration(
      prediction, title: "Ours", plan: "0", settings: .object([:]), program: "Smilestone 0"
    ).text
    #expect(registered.contains(words))
    // A share that no decimal number of children makes whole is rounded up.
    planning.testShare = 0.7
    #expect(try planning.plan().archive?.children == 172)
    planning.testShare = nil
    #expect(try planning.plan().archive == nil)
  }

  @Test func midpointsHaveAPower() throws {
    let prediction = try planning(target: PlanTarget(measure: .adult), studies: 20).plan()
    #expect(prediction.truthInYears == 8)
    #expect(try #require(prediction.curve.last).found.value > 0.7)
  }

  @Test func estimatedAgesWidenTheInterval() throws {
    func widths(errorInYears: Double) throws -> [Double] {
      try SimulatedStudy(
        design: StudyDesign(children: 120, ageErrorInYears: errorInYears), expected: clear,
        measure: .crossing, settings: PlanSettings()
      ).outcomes(9, purpose: "test").map { $0.widthInYears ?? .infinity }.sorted()
    }
    #expect(try widths(errorInYears: 3)[4] > widths(errorInYears: 0)[4])
  }

  @Test(arguments: [
    ("-1", "neither an age"), ("8-4", "neither an age"), ("4-", "neither an age"),
    ("four", "neither an age"), ("4-8-12", "neither an age"), ("", "neither an age"),
  ])
  func oddAgesAreRefused(text: String, explanation: String) {
    let error = #expect(throws: SmilestoneError.self) { try AgeSpan(text: text) }
    #expect(error?.message.contains(explanation) == true)
  }

  @Test func agesAreWrittenAsTheyAreRead() throws {
    let spans = try AgeSpan.list("4,0.3-3")
    #expect(spans.map(\.text) == ["4", "0.3-3"])
    let data = try JSONEncoder().encode(spans)
    #expect(try JSONDecoder().decode([AgeSpan].self, from: data) == spans)
  }
}

/// What cannot be planned is refused before anything is simulated.
@Suite struct ImpossiblePlanTests {
  struct Case: Sendable, CustomStringConvertible {
    let explanation: String
    let change: @Sendable (inout StudyPlanning) throws -> Void
    var description: String { explanation }
  }

  static let cases = [
    Case(explanation: "do not cross") { $0.expected.adult = $0.expected.infant },
    Case(explanation: "does not change with age") {
      $0.target.measure = .adult
      $0.expected.adult.oldest = $0.expected.adult.youngest
    },
    Case(explanation: "not both between 0.01 and 0.99") { $0.expected.infant.youngest = 60 },
    Case(explanation: "at 30.0 years is not looked for") { $0.expected.infant.ageInYears = 30 },
    Case(explanation: "scale of 0.1 years") { $0.expected.infant.scaleInYears = 0.1 },
    Case(explanation: "two age groups") {
      $0.design.ages = try AgeSpan.list("4,5,6")
      $0.design.adultsPerChild = 0
    },
    Case(explanation: "on either side") {
      $0.design.ages = try AgeSpan.list("9-12,13-17")
    },
    Case(explanation: "5 children") { $0.design.children = 5 },
    Case(explanation: "seen 0 times") { $0.design.visits = 0 },
    Case(explanation: "cannot give 0 faces") { $0.design.facesPerVisit = 0 },
    Case(explanation: "says nothing about 7 classes") {
      $0.design.raters = Raters(count: 3, accuracy: 0.1)
    },
    Case(explanation: "20.0 years cannot be") { $0.design.ageErrorInYears = 20 },
    Case(explanation: "correlation of 1.0") { $0.expected.correlation = 1 },
    Case(explanation: "is no aim") { $0.target.widthInYears = 0 },
    Case(explanation: "--power 2.0") { $0.target.power = 2 },
    Case(explanation: "3 simulated studies") { $0.settings.studies = 3 },
  ]

  @Test(arguments: cases) func isRefused(_ test: Case) throws {
    var planning = StudyPlanning(
      design: StudyDesign(children: 200), expected: clear, target: PlanTarget(),
      settings: PlanSettings(studies: 20))
    try test.change(&planning)
    let error = #expect(throws: SmilestoneError.self) { try planning.plan() }
    #expect(error?.code == .usage)
    #expect(error?.message.contains(test.explanation) == true, "\(error?.message ?? "")")
    #expect(error?.remedy != nil)
  }
}

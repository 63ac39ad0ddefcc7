import Analysis
import Faces
import Foundation
import Statistics
import Support
import TestSupport
import Testing

@Suite struct ClaimReportTests {
  private func claim(_ model: String, _ claim: StudyClaim) throws -> ClaimReport.Claim {
    let report = try ClaimReport(AccuracyTable.published)
    let found = report.models.first { $0.model == model }?.claims.first { $0.claim == claim }
    return try #require(found)
  }

  @Test func theTurnIsWhereTheTestTurns() throws {
    // The study's linear decline: shown from few faces on, until the bend shows.
    let linear = try claim("infant", .linearDecline)
    #expect(linear.isMadeByStudy)
    #expect(linear.verdicts.map(\.facesPerGroup) == ClaimReport.defaultSizes)
    let shares = AccuracyTable.published.rows.prefix(5).map(\.accuracy)
    func line(_ size: Int) throws -> TrendWithDeparture? {
      try TrendWithDeparture(
        shares: shares, sizes: Array(repeating: Double(size), count: 5))
    }
    let bend = try #require(linear.turns.last)
    #expect(bend.verdict == .contradicted)
    #expect(try #require(try line(bend.facesPerGroup)).departure.pValue < 0.05)
    #expect(try #require(try line(bend.facesPerGroup - 1)).departure.pValue >= 0.05)
    #expect(linear.verdicts.first?.verdict == .shown)
  }

  @Test func thePeakNeedsMoreFacesThanAssumed() throws {
    let peak = try claim("adult", .peakAtOlderChild)
    #expect(peak.verdicts.allSatisfy { $0.verdict == .notShown })
    #expect(peak.turns == [])
    let next = try #require(peak.nextTurn)
    #expect(next.verdict == .shown)
    func p(_ size: Double) throws -> Double {
      try #require(
        try twoProportionTest(share: 0.7768, trials: size, against: 0.7550, trials: size)
      ).pValue
    }
    #expect(try p(Double(next.facesPerGroup)) < 0.05)
    #expect(try p(Double(next.facesPerGroup - 1)) >= 0.05)
  }

  @Test func theSmallestStepDecidesTheMonotoneDecline() throws {
    let decline = try claim("infant", .monotoneDecline)
    #expect(decline.verdicts.allSatisfy { $0.verdict == .notShown })
    let next = try #require(decline.nextTurn)
    // 50.90 to 48.64 is the smallest step; one-sided p.
    let test = try #require(
      try twoProportionTest(
        share: 0.5090, trials: Double(next.facesPerGroup), against: 0.4864,
        trials: Double(next.facesPerGroup)))
    #expect(next.verdict == .shown)
    #expect(abs(test.pValue / 2 - 0.05) < 1e-4)
  }

  @Test func bothModelsAreAboveChanceFromTheSmallestSizeOn() throws {
    for model in ["infant", "adult"] {
      let chance = try claim(model, .aboveChance)
      #expect(chance.verdicts.allSatisfy { $0.verdict == .shown })
      #expect(chance.turns == [] && chance.nextTurn == nil)
    }
  }

  @Test func theAdultModelContradictsADecline() throws {
    let decline = try claim("adult", .monotoneDecline)
    #expect(!decline.isMadeByStudy)
    #expect(decline.verdicts.last?.verdict == .contradicted)
    #expect(try claim("infant", .peakAtOlderChild).verdicts.last?.verdict == .contradicted)
  }

  @Test func givenSizesAreJudgedAndHaveIntervals() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      """
      model,age_group,accuracy_percent,n
      infant,adult,20,30
      infant,toddler,80,40
      infant,teenager,50,20
      """, to: "table.csv")
    let report = try ClaimReport(AccuracyTable(contentsOf: file, ages: .study), sizes: [10, 20])
    let model = report.models[0]
    #expect(model.groups.map(\.ageGroup) == [.toddler, .teenager, .adult])
    let wilson = try wilsonInterval(successes: 32, trials: 40)
    #expect(abs((model.groups[0].interval?.lower ?? 0) - (wilson?.lower ?? 1)) < 1e-12)
    let linear = try #require(model.claims.first { $0.claim == .linearDecline })
    let line = try #require(
      try TrendWithDeparture(shares: [0.8, 0.5, 0.2], sizes: [40, 20, 30], scores: [0, 3, 4]))
    #expect(line.trend.pValue < 0.05 && line.departure.pValue > 0.05)
    #expect(linear.verdictAtGivenSizes == .shown)
    // No claim about a group that the table does not have.
    #expect(!model.claims.contains { $0.claim == .peakAtOlderChild })
  }

  @Test func theTextHasEveryVerdict() throws {
    let text = try ClaimReport(AccuracyTable.published).text
    #expect(text.contains("infant model: toddler 55.7%"))
    #expect(text.contains("linear decline *"))
    #expect(text.contains("n = 2000"))
    #expect(text.contains("not shown"))
  }

  @Test(arguments: [
    ("model,age_group,accuracy\ninfant,baby,0.5\n", "column age_group"),
    ("model,age_group,accuracy\ninfant,adult,50\n", "an accuracy from 0 to 1"),
    ("model,age_group,accuracy_percent\ninfant,adult,150\n", "an accuracy from 0 to 100"),
    ("model,age_group,accuracy,n\ninfant,adult,0.5,few\n", "a number of faces"),
    ("model,age_group,accuracy\ninfant,adult,0.5\ninfant,adult,0.4\n", "line 3"),
    ("model,age_group,accuracy\n,adult,0.5\n", "column model"),
    ("model,age_group,accuracy\n", "no rows"), ("model,age_group\na,adult\n", "accuracy"),
  ])
  func badTablesAreRefused(text: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "table.csv")
    let error = #expect(throws: SmilestoneError.self) {
      try AccuracyTable(contentsOf: file, ages: .study)
    }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }

  @Test(arguments: [[], [0, 50], [100, 50], [50, 5_000_000]])
  func badSizesAreRefused(sizes: [Int]) {
    let error = #expect(throws: SmilestoneError.self) {
      try ClaimReport(AccuracyTable.published, sizes: sizes)
    }
    #expect(error?.code == .usage)
  }
}

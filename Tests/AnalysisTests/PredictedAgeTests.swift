import Analysis
import Faces
import Foundation
import Support
import Testing

@Suite struct PredictedAgeTests {
  @Test func aNormalDistributionHasItsQuantiles() throws {
    let age = try PredictedAge(ageInYears: 30, standardDeviationInYears: 4)
    let interval = age.intervalInYears(level: 0.95)
    #expect(abs(interval.lowerBound - (30 - 1.959963985 * 4)) < 1e-6)
    #expect(abs(interval.upperBound - (30 + 1.959963985 * 4)) < 1e-6)
    // What lies below 0 stands at 0.
    let infant = try PredictedAge(ageInYears: 0.5, standardDeviationInYears: 1)
    #expect(infant.quantilesInYears.first == 0)
    let sure = try PredictedAge(ageInYears: 7, standardDeviationInYears: 0)
    #expect(sure.quantilesInYears.allSatisfy { $0 == 7 })
  }

  private func manifest(_ cells: [String], columns: [String]) -> Manifest {
    Manifest(
      folder: URL(fileURLWithPath: "faces"), extraColumns: columns,
      records: [
        FaceRecord(
          image: "a.png", ageInYears: 14, ageStandardDeviationInYears: 5, extra: cells)
      ])
  }

  private let columns = ["age_low", "age_high"] + AgeGrouping.study.membershipColumns

  @Test func theManifestsIntervalAndGroupsShapeIt() throws {
    let skewed = try #require(
      try PredictedAge.ofImages(
        in: manifest(["11", "28", "0", "0", "0.15", "0.45", "0.4"], columns: columns))["a.png"])
    // A twentieth lies on either side of the interval, and what was said in each group.
    let interval = skewed.intervalInYears(level: 0.9)
    #expect(abs(interval.lowerBound - 11) < 1e-9 && abs(interval.upperBound - 28) < 1e-9)
    for (share, expected) in zip(skewed.probabilities(of: .study), [0, 0, 0.15, 0.45, 0.4]) {
      #expect(abs(share - expected) < 0.011)
    }
    // An estimate that is too low is no centre.
    #expect(skewed.quantilesInYears[99] > 15)
  }

  /// What a manifest holds is enough to draw ages from: the same intervals and groups.
  @Test func theManifestsQuantilesGiveItBack() throws {
    var generator = SeededGenerator(seed: 3)
    let uncertainty = try #require(
      AgeUncertainty(
        calibratingOn: (0..<400).map { face in
          let age = face % 2 == 0 ? generator.uniform(12, 17) : generator.uniform(17, 60)
          return AgeUncertainty.Calibration(
            ageInYears: age, estimatedAgeInYears: age + generator.normal(standardDeviation: 6),
            standardDeviationInYears: nil)
        }))
    let predicted = uncertainty.distribution(estimatedAgeInYears: 20, standardDeviationInYears: nil)
    let read = try #require(
      try PredictedAge.ofImages(
        in: manifest([predicted.cell], columns: [PredictedAge.column]))["a.png"])
    for (share, expected) in zip(
      read.probabilities(of: .study), predicted.probabilities(of: .study))
    {
      #expect(abs(share - expected) < 0.011)
    }
    for level in AgeCoverage.levels {
      let (a, b) = (read.intervalInYears(level: level), predicted.intervalInYears(level: level))
      #expect(abs(a.lowerBound - b.lowerBound) < 0.1 && abs(a.upperBound - b.upperBound) < 0.1)
    }
    // Memberships come of it where the columns p_… are empty, for any groups.
    var faces = manifest([predicted.cell], columns: [PredictedAge.column])
    faces.vocabulary.ages = try AgeGrouping(upperBoundsInYears: [2, 4, 6, 20])
    let five = try #require(try GroupMembership(faces).probabilities[0])
    let older = Double(read.quantilesInYears.count { $0 > 20 }) / 199
    #expect(abs(five[4] - older) < 1e-9)
  }

  @Test(arguments: ["1 2 3", "x", String(repeating: "5 4 ", count: 20) + "3"])
  func impossibleQuantilesAreRefused(_ cell: String) {
    let wrong = manifest([cell], columns: [PredictedAge.column])
    let error = #expect(throws: SmilestoneError.self) { try PredictedAge.ofImages(in: wrong) }
    #expect(error?.message.contains("age_quantiles") == true)
    #expect(error?.message.contains("a.png") == true)
  }

  @Test func withoutTheColumnsItIsNormal() throws {
    let normal = try PredictedAge(ageInYears: 14, standardDeviationInYears: 5)
    #expect(try PredictedAge.ofImages(in: manifest([], columns: []))["a.png"] == normal)
    let empty = Array(repeating: "", count: 7)
    #expect(try PredictedAge.ofImages(in: manifest(empty, columns: columns))["a.png"] == normal)
  }

  @Test(arguments: [["x", "28"], ["28", "11"], ["", "28"], ["-1", "28"]])
  func anImpossibleIntervalIsRefused(_ interval: [String]) {
    let wrong = manifest(interval + ["0", "0", "0.15", "0.45", "0.4"], columns: columns)
    let error = #expect(throws: SmilestoneError.self) { try PredictedAge.ofImages(in: wrong) }
    #expect(error?.message.contains("age_low") == true)
    #expect(error?.message.contains("a.png") == true)
  }

  @Test func anAgeWithoutSpreadHasNone() throws {
    let faces = Manifest(
      folder: URL(fileURLWithPath: "faces"), records: [FaceRecord(image: "a", ageInYears: 4)])
    #expect(try PredictedAge.ofImages(in: faces).isEmpty)
  }

  @Test(arguments: [-1, .infinity]) func anImpossibleSpreadIsRefused(_ spread: Double) {
    let wrong = Manifest(
      folder: URL(fileURLWithPath: "faces"),
      records: [FaceRecord(image: "7.png", ageInYears: 4, ageStandardDeviationInYears: spread)])
    let error = #expect(throws: SmilestoneError.self) { try PredictedAge.ofImages(in: wrong) }
    #expect(error?.message.contains("7.png") == true)
  }
}

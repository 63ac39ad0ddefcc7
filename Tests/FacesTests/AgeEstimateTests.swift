import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct AgeDistributionTests {
  @Test func aNormalDistributionHasItsQuantiles() throws {
    let age = try AgeDistribution(ageInYears: 30, standardDeviationInYears: 4)
    let interval = age.intervalInYears(level: 0.95)
    #expect(abs(interval.lowerBound - (30 - 1.959963985 * 4)) < 1e-6)
    #expect(abs(interval.upperBound - (30 + 1.959963985 * 4)) < 1e-6)
    #expect(abs(try age.standardScore(ofAge: 34) - 1) < 0.02)
    // What lies below 0 stands at 0.
    let infant = try AgeDistribution(ageInYears: 0.5, standardDeviationInYears: 1)
    #expect(infant.quantilesInYears.first == 0)
    let sure = try AgeDistribution(ageInYears: 7, standardDeviationInYears: 0)
    #expect(sure.quantilesInYears.allSatisfy { $0 == 7 })
  }

  /// A two-hundredth of the ages lies between any two neighbours of the quantiles.
  @Test func scoresAndGroupsAreCounted() throws {
    let even = AgeDistribution(quantilesInYears: AgeDistribution.levels.map { 20 * $0 })
    #expect(try even.standardScore(ofAge: 10) == 0)
    #expect(abs(try even.standardScore(ofAge: even.quantilesInYears[194]) - 1.959963985) < 1e-6)
    // At most 3, 8, 12 and 17 years: 30, 50, 40 and 50 of 199.
    #expect(even.probabilities(of: .study) == [30, 50, 40, 50, 29].map { $0 / 199 })
  }
}

/// What a manifest holds of an estimated age.
@Suite struct ManifestAgeEstimateTests {
  private let columns = ["age_low", "age_high"] + AgeGrouping.study.membershipColumns

  private func manifest(_ cells: [String], columns: [String]) -> Manifest {
    Manifest(
      folder: URL(fileURLWithPath: "/faces"), extraColumns: columns,
      records: [
        FaceRecord(
          image: "a.png", ageInYears: 14, ageStandardDeviationInYears: 5, extra: cells)
      ], vocabulary: .study)
  }

  private func estimate(_ cells: [String], columns: [String]) throws -> AgeEstimate {
    try #require(try manifest(cells, columns: columns).ageEstimates()[0])
  }

  /// What is read is what was written, to the last digit: no distribution is fitted again.
  @Test func estimatesComeBackAsTheyWereWritten() throws {
    let folder = try TemporaryFolder()
    let skewed = AgeDistribution(
      quantilesInYears: (1...199).map { (Double($0 * $0) / 1.7).rounded() / 1000 })
    let estimates: [AgeEstimate?] = [
      AgeEstimate(ageInYears: 8.125, standardDeviationInYears: 6.6, distribution: skewed),
      AgeEstimate(ageInYears: 3), nil,
    ]
    var written = Manifest(
      folder: folder.url, records: ["a", "b", "c"].map { FaceRecord(image: $0, ageInYears: 40) },
      vocabulary: .study)
    written.setAgeEstimates(estimates)
    try written.write(to: folder.file("manifest.csv"))
    let read = try Manifest(contentsOf: folder.file("manifest.csv"))
    #expect(read.records == written.records)
    #expect(try read.ageEstimates() == [estimates[0], nil, nil])
    #expect(read.records.map(\.ageInYears) == [8.125, 3, 40])
    #expect(read.records.map(\.ageSource) == [.estimated, .estimated, nil])
    let interval = skewed.intervalInYears(level: 0.9)
    #expect(read.values(ofExtraColumn: "age_low") == ["\(interval.lowerBound)", "", ""])
    #expect(read.values(ofExtraColumn: "age_high") == ["\(interval.upperBound)", "", ""])
    for (stated, own) in zip(
      try #require(try read.groupProbabilities()[0]), skewed.probabilities(of: .study))
    {
      #expect(abs(stated - own) < 0.001)
    }
  }

  /// Finer numbers are written to a thousandth.
  @Test func aThousandthIsKept() throws {
    var faces = manifest([], columns: [])
    faces.setAgeEstimates([
      AgeEstimate(
        ageInYears: 12.34567, standardDeviationInYears: 2.00049,
        distribution: try AgeDistribution(ageInYears: 12.34567, standardDeviationInYears: 2))
    ])
    let read = try #require(try faces.ageEstimates()[0])
    #expect(read.ageInYears == 12.346 && read.standardDeviationInYears == 2)
    #expect(read.distribution?.quantilesInYears[99] == 12.346)
  }

  /// Earlier versions wrote 41 quantiles, between which a distribution is as a normal one.
  @Test func earlierQuantilesAreRead() throws {
    let normal = try AgeDistribution(ageInYears: 14, standardDeviationInYears: 5)
    let places = [1] + (1...39).map { 5 * $0 - 1 } + [197]
    let cell = places.map { "\(normal.quantilesInYears[$0])" }.joined(separator: " ")
    let read = try estimate([cell], columns: ["age_quantiles"])
    let quantiles = try #require(read.distribution).quantilesInYears
    for (a, b) in zip(quantiles, normal.quantilesInYears) { #expect(abs(a - b) < 1e-9) }
  }

  @Test(arguments: [
    "1 2 3", "x", String(repeating: "5 4 ", count: 20) + "3",
    String(repeating: "5 ", count: 198) + "4", String(repeating: "5 ", count: 200),
  ])
  func impossibleQuantilesAreRefused(_ cell: String) {
    let error = #expect(throws: SmilestoneError.self) {
      try estimate([cell], columns: ["age_quantiles"])
    }
    #expect(error?.message.contains("age_quantiles") == true)
    #expect(error?.message.contains("a.png") == true)
  }

  /// In manifests without quantiles.
  @Test func theIntervalAndTheGroupsShapeIt() throws {
    let read = try estimate(["11", "28", "0", "0", "0.15", "0.45", "0.4"], columns: columns)
    let skewed = try #require(read.distribution)
    // A twentieth lies on either side of the interval, and what was said in each group.
    let interval = skewed.intervalInYears(level: 0.9)
    #expect(abs(interval.lowerBound - 11) < 1e-9 && abs(interval.upperBound - 28) < 1e-9)
    for (share, expected) in zip(skewed.probabilities(of: .study), [0, 0, 0.15, 0.45, 0.4]) {
      #expect(abs(share - expected) < 0.011)
    }
    // An estimate that is too low is no centre.
    #expect(skewed.quantilesInYears[99] > 15)
  }

  @Test func withoutTheColumnsItIsNormal() throws {
    let normal = try AgeDistribution(ageInYears: 14, standardDeviationInYears: 5)
    for (cells, columns) in [([], []), (Array(repeating: "", count: 7), columns)] {
      let read = try estimate(cells, columns: columns)
      #expect(read.distribution == nil && read.standardDeviationInYears == 5)
      #expect(try read.likelyAges() == normal)
    }
  }

  @Test(arguments: [["x", "28"], ["28", "11"], ["", "28"], ["-1", "28"]])
  func anImpossibleIntervalIsRefused(_ interval: [String]) {
    let error = #expect(throws: SmilestoneError.self) {
      try estimate(interval + ["0", "0", "0.15", "0.45", "0.4"], columns: columns)
    }
    #expect(error?.message.contains("age_low") == true)
    #expect(error?.message.contains("a.png") == true)
  }

  @Test func anAgeWithoutStandardDeviationIsNoEstimate() throws {
    let faces = Manifest(
      folder: URL(fileURLWithPath: "/faces"), records: [FaceRecord(image: "a", ageInYears: 4)],
      vocabulary: .study)
    #expect(try faces.ageEstimates() == [nil])
  }

  @Test(arguments: [-1, .infinity])
  func anImpossibleStandardDeviationIsRefused(_ deviation: Double) {
    let wrong = Manifest(
      folder: URL(fileURLWithPath: "/faces"),
      records: [FaceRecord(image: "7.png", ageInYears: 4, ageStandardDeviationInYears: deviation)],
      vocabulary: .study)
    let error = #expect(throws: SmilestoneError.self) { try wrong.ageEstimates() }
    #expect(error?.message.contains("7.png") == true)
  }
}

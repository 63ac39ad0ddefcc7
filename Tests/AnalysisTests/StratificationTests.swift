import Analysis
import Faces
import Foundation
import Support
import TestSupport
import Testing

/// Counts of pandas and probabilities of scipy, made by Fixtures/make_stratification_fixtures.py.
private struct StratificationReference: Decodable {
  struct Case: Decodable {
    let bounds: [Double]
    let counts: [Int]
    let near: [Int]
    let kept: [Int]
    let mixing: [[Double]]
    /// The same mixing by drawing ages again.
    let drawn: [[Double]]
    let rightShare: Double
  }

  let special: [Double]
  let cases: [Case]

  static func load() throws -> StratificationReference {
    try JSONDecoder().decode(
      StratificationReference.self, from: Data(contentsOf: fixture("stratification.json")))
  }

  /// The script's 26,000 faces.
  func manifest() -> Manifest {
    let count = 26_000
    return Manifest(
      folder: URL(fileURLWithPath: "/faces"),
      records: (0..<count).map { place in
        let formula =
          Double(place * 7919 % count) / Double(count) * 30 + (place % 7 == 0 ? 40 : 0)
        let age = place < special.count ? special[place] : rounded(formula)
        let spread = rounded(0.2 + Double(place * 104_729 % 1000) / 250 + age / 20)
        return FaceRecord(
          image: "\(place).png", ageInYears: age, ageStandardDeviationInYears: spread,
          ageSource: .estimated)
      }, vocabulary: .study)
  }

  /// As NumPy rounds: halves to even.
  private func rounded(_ value: Double) -> Double {
    (value * 1000).rounded(.toNearestOrEven) / 1000
  }
}

@Suite struct StratificationTests {
  private func manifest(_ ages: [Double?]) -> Manifest {
    Manifest(
      folder: URL(fileURLWithPath: "/faces"),
      records: ages.enumerated().map { FaceRecord(image: "\($0).png", ageInYears: $1) },
      vocabulary: .study)
  }

  @Test func boundsAreInclusive() throws {
    let ages: [Double?] = [0, 3, 3.0000001, 8, 8.001, 12, 12.001, 17, 17.0000001, 116, nil]
    let sorted = try Stratification.assignGroups(manifest(ages))
    #expect(
      sorted.records.map(\.ageGroup) == [
        .toddler, .toddler, .youngerChild, .youngerChild, .olderChild, .olderChild, .teenager,
        .teenager, .adult, .adult, nil,
      ])
    let summary = try StratificationSummary(sorted)
    #expect(summary.groups.map(\.faces) == [2, 2, 2, 2, 2])
    #expect(summary.withoutAge == 1 && summary.withoutError == 10 && summary.nearBoundary == 0)
    #expect(summary.mixing == nil)
  }

  @Test func aManifestWithoutAgesIsRefused() {
    let error = #expect(throws: SmilestoneError.self) {
      try Stratification.assignGroups(manifest([nil, nil]))
    }
    #expect(error?.code == .badInput)
  }

  /// 26,000 ages from a CSV file, those on and beside the bounds among them.
  @Test func countsAndMixingAgreeWithPandasAndScipy() throws {
    let reference = try StratificationReference.load()
    let folder = try TemporaryFolder()
    try reference.manifest().write(to: folder.file("ages.csv"))
    for item in reference.cases {
      let ages = try AgeGrouping(studyNamesWithBounds: item.bounds)
      let read = try Manifest(contentsOf: folder.file("ages.csv"))
      let sorted = try Stratification.assignGroups(read, ages: ages)
      let summary = try StratificationSummary(sorted)
      #expect(summary.groups.map(\.faces) == item.counts)
      #expect(summary.groups.map(\.nearBoundary) == item.near)
      #expect(summary.nearBoundary == item.near.reduce(0, +) && summary.leftOut == 0)
      let mixing = try #require(summary.mixing)
      for (row, (expected, drawn)) in zip(mixing.rows, zip(item.mixing, item.drawn)) {
        for (share, (expected, drawn)) in zip(try #require(row.shares), zip(expected, drawn)) {
          #expect(abs(share - expected) < 1e-12)
          #expect(abs(share - drawn) < 0.005)
        }
      }
      #expect(abs(mixing.rightShare - item.rightShare) < 1e-12)

      let kept = try Stratification.assignGroups(read, ages: ages, leavesOutBoundary: true)
      let without = try StratificationSummary(kept)
      #expect(without.groups.map(\.faces) == item.kept)
      #expect(without.leftOut == summary.nearBoundary && without.nearBoundary == without.leftOut)
      #expect(try #require(without.mixing).rightShare > mixing.rightShare)
    }
  }

  @Test func otherGroupsAreRecordedAndTheStudysNeedNoColumn() throws {
    let folder = try TemporaryFolder()
    func written(_ manifest: Manifest) throws -> String {
      try manifest.write(to: folder.file("m.csv"))
      return try String(contentsOf: folder.file("m.csv"), encoding: .utf8)
    }
    let ages = try AgeGrouping(upperBoundsInYears: [2, 6.5, 12])
    let sorted = try Stratification.assignGroups(manifest([2, 6.5, 17.5]), ages: ages)
    #expect(
      sorted.records.map { $0.ageGroup?.rawValue } == ["up_to_2", "over_2_to_6.5", "over_12"])
    #expect(try written(sorted).components(separatedBy: "2;6.5;12").count == 4)
    #expect(try Manifest(contentsOf: folder.file("m.csv")).vocabulary.ages == ages)
    // Sorted again, they stay in their groups until others are asked for.
    #expect(try Stratification.assignGroups(sorted) == sorted)
    let again = try Stratification.assignGroups(sorted, ages: .study)
    #expect(try !written(again).contains("age_groups"))
  }
}

@Suite struct GroupMembershipTests {
  private func record(
    _ age: Double?, _ spread: Double? = nil, _ source: AgeSource? = .estimated
  ) -> FaceRecord {
    FaceRecord(
      image: "a\(age ?? -1)", ageInYears: age, ageStandardDeviationInYears: spread,
      ageSource: source)
  }

  @Test func columnsComeFirstThenTheSpreadAndLabelsAreSure() throws {
    var manifest = Manifest(
      folder: URL(fileURLWithPath: "/faces"),
      records: [
        record(3, 1), record(3, 1), record(9, nil, .label), record(9), record(nil), record(9, 0),
      ], vocabulary: .study)
    for (column, cell) in zip(AgeGrouping.study.membershipColumns, ["0.1", "0.9", "0", "0", "0"]) {
      manifest.setExtraColumn(column, to: [cell, "", "", "", "", ""])
    }
    let membership = try GroupMembership(manifest)
    #expect(membership.probabilities[0] == [0.1, 0.9, 0, 0, 0])
    let normal = try #require(membership.probabilities[1])
    #expect(abs(normal[0] - 0.5) < 1e-12 && abs(normal.reduce(0, +) - 1) < 1e-12)
    #expect(membership.probabilities[2] == [0, 0, 1, 0, 0])
    #expect(membership.probabilities[3] == nil && membership.probabilities[4] == nil)
    #expect(membership.probabilities[5] == [0, 0, 1, 0, 0])
    membership.fill(&manifest)
    #expect(manifest.values(ofExtraColumn: "p_toddler") == ["0.1", "0.5", "0.0", "", "", "0.0"])
    #expect(try GroupMembership(manifest).probabilities[2] == [0, 0, 1, 0, 0])
  }

  /// Probabilities that were made for the study's groups say nothing about others.
  @Test func membershipsOfOtherGroupsGo() throws {
    var manifest = Manifest(
      folder: URL(fileURLWithPath: "/faces"), records: [record(4, 2)], vocabulary: .study)
    for column in AgeGrouping.study.membershipColumns {
      manifest.setExtraColumn(column, to: ["0.2"])
    }
    #expect(try Stratification.assignGroups(manifest).extraColumns.count == 5)
    let other = try Stratification.assignGroups(
      manifest, ages: AgeGrouping(upperBoundsInYears: [2, 4, 6, 8]))
    #expect(other.extraColumns.isEmpty)
  }

  @Test(arguments: ["1.2", "0.5", "much", ""]) func whatIsNoProbabilityIsRefused(cell: String) {
    var manifest = Manifest(
      folder: URL(fileURLWithPath: "/faces"), records: [record(4, 2)], vocabulary: .study)
    for column in AgeGrouping.study.membershipColumns { manifest.setExtraColumn(column, to: ["0"]) }
    manifest.setExtraColumn("p_adult", to: [cell])
    #expect(throws: SmilestoneError.self) { try GroupMembership(manifest) }
  }
}

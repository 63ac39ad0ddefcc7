import Cohort
import Foundation
import Study
import Support
import Testing

@Suite struct StratificationTests {
  private func manifest(_ ages: [Double?]) -> Manifest {
    Manifest(
      folder: URL(fileURLWithPath: "/faces"),
      records: ages.enumerated().map { FaceRecord(image: "\($0).png", ageInYears: $1) })
  }

  @Test func boundsAreInclusive() throws {
    let ages: [Double?] = [0, 3, 3.001, 8, 8.001, 12, 12.001, 17, 17.001, 116, nil]
    let sorted = try Stratification.assignGroups(manifest(ages))
    #expect(
      sorted.records.map(\.ageGroup) == [
        .toddler, .toddler, .youngerChild, .youngerChild, .olderChild, .olderChild, .teenager,
        .teenager, .adult, .adult, nil,
      ])
    let counts = Stratification.counts(sorted)
    #expect(counts.groups == [2, 2, 2, 2, 2])
    #expect(counts.none == 1)
  }

  @Test func aManifestWithoutAgesIsRefused() {
    let error = #expect(throws: SmilestoneError.self) {
      try Stratification.assignGroups(manifest([nil, nil]))
    }
    #expect(error?.code == .badInput)
  }
}

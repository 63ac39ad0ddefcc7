import Faces
import Foundation
import Planning
import Study
import Support
import TestSupport
import Testing

/// The faces of a plan beside those that a study has.
@Suite struct PlanComparisonTests {
  @Test func whatWasFoundIsListedBesideWhatWasPlanned() throws {
    let prediction = try plannedStudy.get()
    func face(_ subject: String?, _ age: Double, _ split: Split = .test) -> FaceRecord {
      FaceRecord(
        image: "x.png", subject: subject, emotion: .happy, ageInYears: age, ageSource: .estimated,
        split: split)
    }
    let records = [
      face("a", 4), face("a", 5), face("b", 9), face(nil, 7), face("c", 30), face("d", 6, .train),
    ]
    let comparison = PlanComparison(prediction, records, ages: .study)
    #expect(
      comparison.rows.map(\.found) == [
        "2, and 1 faces of unknown subjects", "1", "4", "1", "4 to 9 years", "estimated",
      ])
    #expect(
      comparison.rows.map(\.planned) == [
        "60", "15", "240", "60", "0 to 17 years", "known",
      ])
    #expect(comparison.message?.contains("adults 1, planned 15") == true)
    let folder = try TemporaryFolder()
    try comparison.write(to: folder.file("differences.csv"))
    let table = try String(contentsOf: folder.file("differences.csv"), encoding: .utf8)
    #expect(table.hasPrefix("what,planned,found,differs\nchildren,60,"))
  }
}

import Datasets
import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct TIFAdapterTests {
  private let folder: TemporaryFolder
  private let tables: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    tables = try TemporaryFolder()
  }

  private func read(_ change: (inout ImportOptions) -> Void = { _ in }) throws -> ImportedDataset {
    var options = ImportOptions()
    change(&options)
    return try TIFAdapter().read(folder.url, options: options)
  }

  @Test func columnsOfTheTableAreUnderstoodInAnyCase() throws {
    try folder.write("", to: "A02F10HA1.jpg")
    let table = try tables.write("Image, Emotion\nA02F10HA1, sad\n", to: "ratings.csv")
    let dataset = try read { $0.labels = table }
    #expect(dataset.manifest.records.map(\.emotion) == [.sad])
    #expect(dataset.manifest.extraColumns == ["age_months"])
    let error = #expect(throws: SmilestoneError.self) {
      try read {
        $0.labels = table
        $0.takesEmotionFromVotes = true
      }
    }
    #expect(error?.message.contains("there are no votes") == true)
  }

  @Test func namesBecomeLabels() throws {
    for name in ["A02F10HA1.jpg", "set/A12M5SA.png", "A18M7SU1.jpg"] {
      try folder.write("", to: name)
    }
    let dataset = try read()
    let expected: [FaceRecord] = [
      FaceRecord(
        image: "A02F10HA1.jpg", subject: "A02", source: "TIF", emotion: .happy,
        ageInYears: 10.0 / 12, ageSource: .label, ageGroup: .toddler, sex: .female, extra: ["10"]),
      FaceRecord(
        image: "A18M7SU1.jpg", subject: "A18", source: "TIF", emotion: .surprise,
        ageInYears: 7.0 / 12, ageSource: .label, ageGroup: .toddler, sex: .male, extra: ["7"]),
      FaceRecord(
        image: "set/A12M5SA.png", subject: "A12", source: "TIF", emotion: .sad,
        ageInYears: 5.0 / 12, ageSource: .label, ageGroup: .toddler, sex: .male, extra: ["5"]),
    ]
    #expect(dataset.manifest.records == expected)
    #expect(dataset.manifest.extraColumns == ["age_months"])
    #expect(dataset.skipped.isEmpty)
  }

  @Test(
    arguments: zip(
      ["HA", "SA", "DI", "AN", "SU", "NE", "AF", "FE"],
      [Emotion.happy, .sad, .disgust, .anger, .surprise, .neutral, .fear, .fear]))
  func everyCodeIsKnown(code: String, emotion: Emotion) throws {
    try folder.write("", to: "A01M4\(code)3.jpg")
    #expect(try read().manifest.records.map(\.emotion) == [emotion])
  }

  @Test(arguments: [
    "A02F10XX1.jpg", "A02X10HA1.jpg", "B02F10HA1.jpg", "A2F10HA1.jpg", "A02FHA1.jpg",
    "A02F10HA1copy.jpg", "xA02F10HA1.jpg", "A02F100HA1.jpg",
  ])
  func otherNamesAreListed(name: String) throws {
    try folder.write("", to: name)
    try folder.write("", to: "A03F10HA1.jpg")
    let dataset = try read()
    #expect(dataset.manifest.records.count == 1)
    #expect(dataset.skipped.map(\.image) == [name])
    #expect(dataset.skipped[0].reason == "its name is not of the form A02F10HA1")
  }

  /// The original beside a converted copy takes no labels from the copy.
  @Test func aNameWithoutEndingIsThatOfTheImageThatCanBeUsed() throws {
    try folder.write("", to: "A02F10HA1.png")
    try folder.write("8BPS", to: "A02F10HA1.psd")
    let table = try tables.write("image,emotion\nA02F10HA1,sad\n", to: "ratings.csv")
    let dataset = try read { $0.labels = table }
    #expect(dataset.manifest.records.map(\.image) == ["A02F10HA1.png"])
    #expect(dataset.manifest.records.map(\.emotion) == [.sad])
    #expect(dataset.skipped.map(\.image) == ["A02F10HA1.psd"])
  }

  @Test func aTableOverridesTheNamesAndGivesVotes() throws {
    for name in ["A02F10HA1.jpg", "A12M5SA.jpg", "A13M5SA.jpg", "odd.jpg"] {
      try folder.write("", to: name)
    }
    let table = try tables.write(
      """
      image,emotion,age_months,happy,sad,disgusted,angry,afraid,surprised,neutral,clarity
      A02F10HA1,surprised,11,70.5,0,1.5,0,8,20,0,4.2
      A12M5SA.jpg,,,,,,,,,,3
      odd.jpg,neutral,9,0,0,0,0,0,0,0,
      A99F10HA1,happy,,1,1,1,1,1,1,1,
      A13M5SA,,,1,2,,3,4,5,6,
      """, to: "ratings.csv")
    let dataset = try read { $0.labels = table }
    let records = dataset.manifest.records
    #expect(records.map(\.image) == ["A02F10HA1.jpg", "A12M5SA.jpg", "A13M5SA.jpg", "odd.jpg"])
    #expect(records.map(\.emotion) == [.surprise, .sad, .sad, .neutral])
    // anger, disgust, fear, happy, neutral, sad, surprise
    let votes: [[Double]?] = [[0, 1.5, 8, 70.5, 0, 0, 20], nil, nil, nil]
    #expect(records.map(\.votes) == votes)
    let ages: [Double?] = [11.0 / 12, 5.0 / 12, 5.0 / 12, 0.75]
    #expect(records.map(\.ageInYears) == ages)
    #expect(dataset.manifest.values(ofExtraColumn: "clarity") == ["4.2", "3", "", ""])
    #expect(
      dataset.skipped.map { "\($0.stage) \($0.image): \($0.reason)" } == [
        "label ratings.csv, line 5: there is no image “A99F10HA1”",
        "cell ratings.csv, line 6: some of its votes are blank",
      ])
    let chosen = try read {
      $0.labels = table
      $0.takesEmotionFromVotes = true
    }
    #expect(chosen.manifest.records.map(\.emotion) == [.happy, .sad, .sad, .neutral])
  }

  @Test func twoRowsForOneImageCannotBothBeRight() throws {
    try folder.write("", to: "A02F10HA1.jpg")
    let table = try tables.write(
      "image,emotion\nA02F10HA1,sad\nA02F10HA1.jpg,fear\n", to: "labels.csv")
    let dataset = try read { $0.labels = table }
    #expect(dataset.manifest.records.map(\.emotion) == [.happy])
    #expect(dataset.skipped.map(\.reason) == ["it names A02F10HA1.jpg again, as line 2 does"])
  }
}

import Datasets
import Faces
import Foundation
import Imaging
import Support
import TestSupport
import Testing

@Suite struct FER2013AdapterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ place: String = "", _ change: (inout ImportOptions) -> Void = { _ in }
  ) throws -> ImportedDataset {
    var options = ImportOptions()
    options.imageFolder = folder.file("images")
    change(&options)
    return try FER2013Adapter().read(
      place.isEmpty ? folder.url : folder.file(place), options: options)
  }

  private func pixels(_ level: (Int) -> Int) -> String {
    (0..<2304).map { "\(level($0))" }.joined(separator: " ")
  }

  private static let votesHeader =
    "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n"

  @Test func emotionsFromVotesNeedVotes() throws {
    try folder.write(
      "Emotion, Pixels,usage\n3,\(pixels { _ in 7 }),Training\n", to: "FER2013.csv")
    let error = #expect(throws: SmilestoneError.self) {
      try read { $0.takesEmotionFromVotes = true }
    }
    #expect(error?.message.contains("there are no votes") == true, "\(error?.message ?? "")")
    #expect(try read().manifest.records.map(\.emotion) == [.happy])
  }

  @Test func imagesBesideTheTableAreListed() throws {
    try folder.write("emotion,pixels,Usage\n3,\(pixels { _ in 7 }),Training\n", to: "fer2013.csv")
    try folder.write("", to: "train/happy/a.jpg")
    // The second time the table's own images are there too.
    for _ in 0..<2 {
      let dataset = try read()
      #expect(dataset.manifest.records.map(\.image) == ["Training-00000.png"])
      #expect(
        dataset.skipped == [
          SkippedImage(
            image: "train/happy/a.jpg", stage: "manifest",
            reason: "the table fer2013.csv is read instead")
        ])
    }
  }

  @Test func rowsBecomeImages() throws {
    try folder.write(
      "emotion,pixels,Usage\n3,\(pixels { $0 % 256 }),Training\n6,\(pixels { _ in 7 }),PublicTest\n"
        + "0,\(pixels { _ in 255 }),PrivateTest\n", to: "fer2013.csv")
    let dataset = try read()
    let records = dataset.manifest.records
    #expect(
      records.map(\.image) == [
        "Training-00000.png", "PublicTest-00001.png", "PrivateTest-00002.png",
      ]
    )
    #expect(records.map(\.emotion) == [.happy, .neutral, .anger])
    #expect(records.map(\.split) == [.train, .validation, .test])
    #expect(records.allSatisfy { $0.source == "FER2013" && $0.votes == nil })
    let first = try RGBImage(contentsOf: folder.file("images/Training-00000.png"))
    #expect((first.width, first.height) == (48, 48))
    let expected = (0..<2304).flatMap { [UInt8](repeating: UInt8($0 % 256), count: 3) }
    #expect(first.pixels == expected)
    try dataset.manifest.write(to: folder.file("manifest.csv"))
    let moved = try Manifest(contentsOf: folder.file("manifest.csv"))
    #expect(moved.records[0].image == "images/Training-00000.png")
  }

  @Test(arguments: zip(0..<7, [Emotion.anger, .disgust, .fear, .happy, .sad, .surprise, .neutral]))
  func codesAreFER2013s(code: Int, emotion: Emotion) throws {
    // One distribution has blanks in its first line and another order.
    try folder.write(
      "emotion, Usage, pixels\n\(code),Training,\(pixels { _ in 0 })\n", to: "icml_face_data.csv")
    #expect(try read().manifest.records.map(\.emotion) == [emotion])
  }

  @Test func badRowsAreListed() throws {
    let good = pixels { _ in 1 }
    try folder.write(
      """
      emotion,pixels,Usage
      7,\(good),Training
      3,1 2 3,Training
      3,\(good) 1,Training
      3,\(pixels { $0 == 5 ? 256 : 1 }),Training
      3,\(good.replacingOccurrences(of: "1 1 1", with: "1 x 1")),Training
      3,\(good),Spare
      3,\(good),Training
      """, to: "faces.csv")
    let dataset = try read("faces.csv")
    #expect(dataset.manifest.records.map(\.image) == ["Unknown-00005.png", "Training-00006.png"])
    #expect(dataset.manifest.records.map(\.split) == [nil, .train])
    #expect(dataset.skipped.map(\.image) == (2...7).map { "faces.csv, line \($0)" })
    #expect(dataset.skipped.map(\.stage) == ["label", "label", "label", "label", "label", "cell"])
    #expect(dataset.skipped[0].reason == "“7” is not an emotion code from 0 to 6")
    #expect(dataset.skipped[5].reason == "“Spare” is not Training, PublicTest or PrivateTest")
    #expect(
      dataset.skipped[1...4].allSatisfy {
        $0.reason == "its pixels are not 2304 numbers from 0 to 255"
      })
  }

  // MARK: FERPlus

  private func writeTable(_ usages: [String]) throws {
    let rows = usages.map { "3,\(pixels { _ in 9 }),\($0)\n" }.joined()
    try folder.write("emotion,pixels,Usage\n" + rows, to: "fer2013.csv")
  }

  @Test func raggedRowsAreListedAndKeepTheirNumbers() throws {
    try folder.write(
      "emotion,pixels,Usage\n3,\(pixels { _ in 9 }),Training\n3,Training\n"
        + "3,\(pixels { _ in 9 }),PublicTest\n3,\(pixels { _ in 9 }),PrivateTest\n",
      to: "fer2013.csv")
    try folder.write(
      Self.votesHeader + "Training,fer0000000.png,1,2,3,0,4,0,0,0,0,0\n"
        + "Training,fer0000001.png,1,2,3,0,4,0,0,0,0,0\nPublicTest,fer0000002.png\n"
        + "PrivateTest,fer0000003.png,0,5,0,5,0,0,0,0,0,0\n", to: "fer2013new.csv")
    let dataset = try read()
    #expect(
      dataset.manifest.records.map(\.image) == [
        "Training-00000.png", "PublicTest-00002.png", "PrivateTest-00003.png",
      ])
    #expect(dataset.manifest.records.map { $0.votes?[3] } == [2, nil, 5])
    #expect(
      dataset.skipped.map(\.image) == ["fer2013new.csv, line 4", "fer2013.csv, line 3"])
    #expect(dataset.skipped.allSatisfy { $0.reason.contains("fields where the header names") })
  }

  @Test func votesJoinRowByRow() throws {
    try writeTable(["Training", "Training", "Training", "Training", "PublicTest"])
    try folder.write(
      Self.votesHeader + "Training,fer0000000.png,1,2,3,0,4,0,0,0,0,0\n"
        + "Training,,0,0,0,0,0,0,0,0,0,10\nTraining,fer0000001.png,,,,,,,,,,\n"
        + "Training,fer0000002.png,0,0,0,0,0,0,0,6,4,0\n"
        + "PublicTest,fer0000003.png,0,5,0,5,0,0,0,0,0,0\n", to: "fer2013new.csv")
    let dataset = try read()
    let records = dataset.manifest.records
    #expect(
      records.map(\.image) == [
        "Training-00000.png", "Training-00002.png", "Training-00003.png", "PublicTest-00004.png",
      ])
    // anger, disgust, fear, happy, neutral, sad, surprise
    let expected: [[Double]?] = [[4, 0, 0, 2, 1, 0, 3], nil, nil, [0, 0, 0, 5, 0, 5, 0]]
    #expect(records.map(\.votes) == expected)
    #expect(records.allSatisfy { $0.emotion == .happy })
    #expect(dataset.manifest.values(ofExtraColumn: "votes_contempt") == ["0", "", "6", "0"])
    #expect(dataset.manifest.values(ofExtraColumn: "votes_unknown") == ["0", "", "4", "0"])
    #expect(dataset.manifest.values(ofExtraColumn: "votes_no_face") == ["0", "", "0", "0"])
    #expect(
      dataset.skipped.map(\.reason) == ["its label “no-face” is not one of the seven emotions"])

    let chosen = try read { $0.takesEmotionFromVotes = true }
    #expect(chosen.manifest.records.map(\.emotion) == [.anger, .happy])
    #expect(
      chosen.skipped.map(\.reason) == [
        "its raters' first choice is tied",
        "its label “no-face” is not one of the seven emotions",
        "its label “contempt” is not one of the seven emotions",
      ])
  }

  @Test func votesOfOtherImagesAreRefused() throws {
    try writeTable(["Training", "PublicTest"])
    let row = ",x.png,1,0,0,0,0,0,0,0,0,0\n"
    for (rows, reason) in [
      ("Training\(row)", "only 1 rows"),
      ("Training\(row)Training\(row)", "“Training” on line 3 where the images have “PublicTest”"),
      ("Training\(row)PublicTest\(row)PublicTest\(row)", "3 rows for 2 faces"),
    ] {
      try folder.write(Self.votesHeader + rows, to: "fer2013new.csv")
      let error = #expect(throws: SmilestoneError.self) { try read() }
      #expect(error?.code == .badInput)
      #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }
  }

  @Test func foldersJoinByName() throws {
    for path in [
      "FER2013Train/fer0000000.png", "FER2013Valid/fer0000001.png", "FER2013Test/fer0000009.png",
      "sad/Training_1.jpg", "train/fear/Training_2.jpg",
    ] {
      try folder.write("", to: path)
    }
    let votes = try folder.write(
      Self.votesHeader + "Training,fer0000000.png,0,0,0,0,0,0,9,1,0,0\n"
        + "PublicTest,fer0000001.png,0,9,0,0,0,bad,0,0,0,0\nPublicTest,,0,0,0,0,0,0,0,0,0,10\n"
        + "PrivateTest,fer0000007.png,0,9,0,0,0,0,0,0,0,0\n", to: "votes.csv")
    let dataset = try read { $0.labels = votes }
    let records = dataset.manifest.records
    #expect(
      records.map(\.image) == [
        "FER2013Train/fer0000000.png", "sad/Training_1.jpg", "train/fear/Training_2.jpg",
      ])
    #expect(records.map(\.emotion) == [.fear, .sad, .fear])
    #expect(records.map(\.split) == [.train, nil, .train])
    let expected: [[Double]?] = [[0, 0, 9, 0, 0, 0, 0], nil, nil]
    #expect(records.map(\.votes) == expected)
    #expect(
      dataset.skipped.map { "\($0.image): \($0.reason)" } == [
        "votes.csv, line 3: “bad” is not a number of votes",
        "votes.csv, line 5: there is no image “fer0000007.png”",
        "FER2013Test/fer0000009.png: it is not inside an emotion's folder",
        "FER2013Valid/fer0000001.png: it is not inside an emotion's folder",
      ])
  }

  @Test func differentVotesOnOneImageAreNoVotes() throws {
    for name in ["a.png", "b.png"] { try folder.write("", to: "sad/\(name)") }
    let rows = [
      "a.png,0,0,0,9,0,0,0,0,0,0", "a.png,9,0,0,0,0,0,0,0,0,0", "b.png,0,0,0,9,0,0,0,0,0,0",
    ]
    try folder.write(
      Self.votesHeader + rows.map { "Training,\($0)\n" }.joined(), to: "fer2013new.csv")
    let dataset = try read()
    let votes: [[Double]?] = [nil, [0, 0, 0, 0, 0, 9, 0]]
    #expect(dataset.manifest.records.map(\.votes) == votes)
    #expect(dataset.skipped.map(\.reason) == ["it names sad/a.png again"])
  }
}

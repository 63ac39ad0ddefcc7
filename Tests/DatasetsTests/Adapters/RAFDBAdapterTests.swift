import Datasets
import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct RAFDBAdapterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func attributes(_ name: String, sex: String, ethnicity: String, age: String) throws {
    try folder.write(
      "30.5\t40\n70\t41.25\n50\t60\n35\t80\n65\t80\n\(sex)\n\(ethnicity)\n\(age)\n",
      to: "Annotation/manual/\(name)_manu_attri.txt")
  }

  private func read() throws -> ImportedDataset { try RAFDBAdapter().read(folder.url) }

  @Test func alignedImagesFollowTheList() throws {
    for name in ["train_00001", "train_00002", "train_00003", "test_0001"] {
      try folder.write("", to: "Image/aligned/\(name)_aligned.jpg")
      try folder.write("", to: "Image/original/\(name).jpg")
    }
    try folder.write(
      "train_00001.jpg 5\r\ntrain_00002.jpg 4\r\ntest_0001.jpg 7\r\ntrain_00009.jpg 1\r\n",
      to: "EmoLabel/list_patition_label.txt")
    try attributes("train_00001", sex: "1", ethnicity: "2", age: "0")
    try attributes("train_00002", sex: "2", ethnicity: "0", age: "1")
    try attributes("test_0001", sex: "0", ethnicity: "1", age: "4")
    let dataset = try read()
    #expect(
      dataset.manifest.records == [
        FaceRecord(
          image: "train_00001_aligned.jpg", source: "RAF-DB", emotion: .sad, ageGroup: .toddler,
          sex: .female, ethnicity: "Asian", split: .train, extra: ["0-3"]),
        FaceRecord(
          image: "train_00002_aligned.jpg", source: "RAF-DB", emotion: .happy,
          ethnicity: "Caucasian", split: .train, extra: ["4-19"]),
        FaceRecord(
          image: "test_0001_aligned.jpg", source: "RAF-DB", emotion: .neutral, ageGroup: .adult,
          sex: .male, ethnicity: "African-American", split: .test, extra: ["70+"]),
      ])
    #expect(dataset.manifest.extraColumns == ["age_range"])
    #expect(dataset.manifest.folder.path == folder.file("Image/aligned").path)
    #expect(
      dataset.skipped.map { "\($0.image): \($0.reason)" } == [
        "list_patition_label.txt, line 4: there is no image “train_00009.jpg”",
        "train_00003_aligned.jpg: the list does not name it",
      ])
  }

  @Test func originalImagesKeepTheEyes() throws {
    try folder.write("", to: "Image/original/train_00001.jpg")
    try folder.write("train_00001.jpg 1\n", to: "EmoLabel/list_patition_label.txt")
    try attributes("train_00001", sex: "0", ethnicity: "0", age: "2")
    let dataset = try read()
    #expect(dataset.manifest.records.map(\.emotion) == [.surprise])
    #expect(
      dataset.manifest.extraColumns == [
        "age_range", "left_eye_x", "left_eye_y", "right_eye_x", "right_eye_y",
      ])
    #expect(dataset.manifest.records[0].extra == ["20-39", "30.5", "40", "70", "41.25"])
  }

  @Test(
    arguments: zip(1...7, [Emotion.surprise, .fear, .disgust, .happy, .sad, .anger, .neutral]))
  func codesAreRAFDBs(code: Int, emotion: Emotion) throws {
    try folder.write("", to: "train_00001.jpg")
    try folder.write("\u{FEFF}train_00001.jpg \(code)", to: "list_patition_label.txt")
    #expect(try read().manifest.records.map(\.emotion) == [emotion])
  }

  @Test(arguments: [
    ("train_2.jpg 0", "“0” is not a label from 1 to 7"),
    ("train_2.jpg 8", "“8” is not a label from 1 to 7"),
    ("train_2.jpg five", "“five” is not a label from 1 to 7"),
    ("train_2.jpg", "it is not an image and a label"),
    ("../train_2.jpg 1", "“../train_2.jpg” leads out of the data set's folder"),
    ("train_1.jpg 1", "it repeats line 1 on train_1.jpg"),
  ])
  func badLinesAreListed(line: String, reason: String) throws {
    for name in ["train_1.jpg", "train_2.jpg"] { try folder.write("", to: name) }
    try folder.write("train_1.jpg 1\n\(line)\n", to: "list_patition_label.txt")
    let dataset = try read()
    #expect(dataset.manifest.records.count == 1)
    #expect(dataset.skipped.first?.image == "list_patition_label.txt, line 2")
    #expect(dataset.skipped.first?.reason == reason)
  }

  @Test func attributesBelongToListedAlignedNamesToo() throws {
    for name in ["train_00001", "train_00002"] {
      try folder.write("", to: "Image/aligned/\(name)_aligned.jpg")
    }
    try folder.write(
      "train_00001_aligned.jpg 5\ntrain_00002_aligned.jpg 4\n",
      to: "EmoLabel/list_patition_label.txt")
    try attributes("train_00001", sex: "1", ethnicity: "2", age: "0")
    let dataset = try read()
    #expect(dataset.manifest.records.map(\.sex) == [.female, nil])
    // The points lie in the original image.
    #expect(dataset.manifest.extraColumns == ["age_range"])
    #expect(dataset.summary.contains("  without attributes in Annotation/manual: 1"))
  }

  @Test func badAttributesAreListed() throws {
    for name in ["train_1.jpg", "train_2.jpg", "train_3.jpg"] {
      try folder.write("", to: "Image/original/\(name)")
    }
    try folder.write(
      "train_1.jpg 1\ntrain_2.jpg 2\ntrain_3.jpg 3\n", to: "list_patition_label.txt")
    try attributes("train_1", sex: "0", ethnicity: "0", age: "5")
    try folder.write("1 2\n", to: "Annotation/manual/train_2_manu_attri.txt")
    let dataset = try read()
    #expect(dataset.manifest.records.map(\.emotion) == [.surprise, .fear, .disgust])
    #expect(dataset.skipped.prefix(2).map(\.image) == ["train_1.jpg", "train_2.jpg"])
    #expect(
      dataset.skipped.prefix(2).map(\.reason) == [
        "“5” is not a code for age range",
        "its train_2_manu_attri.txt is not five points and three codes",
      ])
  }

  @Test func aMissingListIsNamed() throws {
    try folder.write("", to: "train_1.jpg")
    let error = #expect(throws: SmilestoneError.self) { try read() }
    #expect(error?.message.contains("list_patition_label.txt") == true)
  }

  @Test(arguments: [
    "train_00001_aligned.jpg 5", "train_00001.jpg 5 0", "train_00001_aligned 5",
    "train/train_00001.jpg 5", "image,label\ntrain_00001_aligned.jpg,5",
  ])
  func otherSpellingsOfTheListAreRead(list: String) throws {
    try folder.write("", to: "Image/aligned/train_00001_aligned.jpg")
    try folder.write(list + "\n", to: "EmoLabel/list_patition_label.txt")
    try attributes("train_00001", sex: "0", ethnicity: "2", age: "0")
    let dataset = try read()
    #expect(dataset.manifest.records.map(\.emotion) == [.sad])
    #expect(dataset.manifest.records.map(\.ageGroup) == [.toddler])
    #expect(dataset.skipped.isEmpty, "\(dataset.skipped)")
  }

  @Test func foldersOfCodesAreRead() throws {
    for code in 1...7 {
      try folder.write("", to: "train/\(code)/train_0000\(code)_aligned.jpg")
      try folder.write("", to: "test/\(code)/test_0000\(code)_aligned.jpg")
    }
    let emotions: [Emotion] = [.surprise, .fear, .disgust, .happy, .sad, .anger, .neutral]
    let dataset = try read()
    #expect(dataset.manifest.records.map(\.emotion) == emotions + emotions)
    #expect(
      dataset.manifest.records.map(\.split) == Array(repeating: .test, count: 7)
        + Array(repeating: .train, count: 7))
    // A list of the one part leaves the other to its folders.
    var options = ImportOptions()
    options.labels = try folder.write(
      "image,label\ntrain_00001_aligned.jpg,7\n", to: "train_labels.csv")
    let listed = try RAFDBAdapter().read(folder.url, options: options).manifest.records
    #expect(listed.count == 14)
    #expect(listed.first { $0.image.hasSuffix("train_00001_aligned.jpg") }?.emotion == .neutral)
  }
}

import Datasets
import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct EmotionFolderAdapterTests {
  @Test func understandsTheUsualFolderNames() throws {
    let folder = try TemporaryFolder()
    for path in [
      "Angry/2.jpg", "Angry/10.JPG", "fearful/deep/a.png", "happiness/b.webp", "contempt/c.jpg",
      "loose.jpg", "sad/notes.txt", "sad/.hidden.jpg", "sad/old.gif", ".cache/happy/x.jpg",
    ] {
      try folder.write("", to: path)
    }
    let dataset = try EmotionFolderAdapter().read(folder.url)
    #expect(
      dataset.manifest.records.map(\.image) == [
        "Angry/10.JPG", "Angry/2.jpg", "fearful/deep/a.png", "happiness/b.webp",
      ])
    #expect(dataset.manifest.records.map(\.emotion) == [.anger, .anger, .fear, .happy])
    #expect(dataset.manifest.records.allSatisfy { $0.split == nil })
    #expect(
      dataset.skipped.map(\.image) == [
        "sad/old.gif", "contempt/c.jpg", "loose.jpg", ".cache/", "sad/.hidden.jpg", "sad/notes.txt",
      ])
    #expect(dataset.skipped[1].reason == "its label “contempt” is not one of the seven emotions")
  }

  @Test func otherLabelsAreKeptWhereAsked() throws {
    let folder = try TemporaryFolder()
    for path in ["contempt/c.jpg", "happy/a.jpg", "holidays/b.jpg"] {
      try folder.write("", to: path)
    }
    var options = ImportOptions()
    options.keepsOtherLabels = true
    let dataset = try EmotionFolderAdapter().read(folder.url, options: options)
    #expect(dataset.manifest.records.map(\.image) == ["contempt/c.jpg", "happy/a.jpg"])
    #expect(dataset.manifest.records.map(\.emotion) == [nil, .happy])
    #expect(dataset.manifest.values(ofExtraColumn: "source_label") == ["contempt", ""])
    #expect(dataset.skipped.map(\.image) == ["holidays/b.jpg"])
  }

  @Test func splitFoldersMayLieInsideTheEmotions() throws {
    let folder = try TemporaryFolder()
    for path in ["happy/train/a.jpg", "test/sad/b.jpg", "sad/c.jpg", "sad/deep/val/d.jpg"] {
      try folder.write("", to: path)
    }
    try folder.write("", to: "train/happy/test/e.jpg")
    let dataset = try EmotionFolderAdapter().read(folder.url)
    #expect(dataset.manifest.records.map(\.split) == [.train, nil, .validation, .test])
    #expect(dataset.skipped.map(\.reason) == ["its folders name several splits"])
    #expect(dataset.summary.contains("  without a split, beside others that have one: 1"))
  }

  @Test func everyFileIsReadOrListed() throws {
    let folder = try TemporaryFolder()
    let jpeg = "\u{FF}\u{D8}\u{FF}".unicodeScalars.map { UInt8($0.value) }
    for name in ["a.jpg", "b.jfif", "c", "g.jpg.1", "h.jpe"] {
      try folder.write("", to: "happy/\(name)")
      try Data(jpeg).write(to: folder.file("happy/\(name)"))
    }
    try folder.write("GIF89a", to: "happy/d.gif")
    try folder.write("....ftypheic", to: "happy/e.heic")
    try folder.write("....ftypqt  ", to: "happy/film.mov")
    try folder.write("", to: "happy/film.mkv")
    for name in ["notes.csv", "NOTES", ".DS_Store", "paper.pdf"] {
      try folder.write("labels", to: "happy/\(name)")
    }
    try folder.write("", to: ".git/config")
    let dataset = try EmotionFolderAdapter().read(folder.url)
    #expect(
      dataset.manifest.records.map(\.image) == [
        "happy/a.jpg", "happy/b.jfif", "happy/c", "happy/e.heic", "happy/g.jpg.1", "happy/h.jpe",
      ])
    #expect(
      dataset.skipped.map { "\($0.image): \($0.reason)" } == [
        "happy/d.gif: the format GIF cannot be read; convert it to JPEG or PNG",
        "happy/film.mkv: "
          + "it is a video; `smilestone video` judges its faces, and `smilestone manifest --dataset events` "
          + "cuts coded frames out of it",
        "happy/film.mov: "
          + "it is a video; `smilestone video` judges its faces, and `smilestone manifest --dataset events` "
          + "cuts coded frames out of it",
        ".git/: it is hidden", "happy/.DS_Store: it is hidden", "happy/NOTES: it is a text",
        "happy/notes.csv: it is a table", "happy/paper.pdf: it is a document",
      ])
    #expect(
      dataset.skipped.map(\.isImage) == [true, true, true, false, false, false, false, false])
    #expect(dataset.summary.contains("other files, not used: 5"))
    #expect(dataset.summary.contains("  it is hidden: 2"))
  }

  /// What says something of the images is no file that is passed over.
  @Test func tablesThatAreReadAreNotListed() throws {
    let folder = try TemporaryFolder()
    for path in ["train/1.jpg", "Annotation/manual/train_00001_manu_attri.txt", "other.txt"] {
      try folder.write("", to: path)
    }
    let table = try folder.write("image,emotion\n1.jpg,happy\n", to: "labels.csv")
    let others = ["Annotation/manual/train_00001_manu_attri.txt", "other.txt"]
    #expect(try TableAdapter().read(table).skipped.map(\.image) == others)
    try folder.write("file_name,label\n1.jpg,happy\n", to: "train/metadata.csv")
    #expect(
      try ImageFolderAdapter().read(folder.url).skipped.map(\.image)
        == [others[0], "labels.csv", others[1]])
    var options = ImportOptions()
    options.labels = try folder.write("train/1.jpg 5\n", to: "list.txt")
    #expect(
      try RAFDBAdapter().read(folder.url, options: options).skipped.map(\.image)
        == ["labels.csv", "other.txt", "train/metadata.csv"])
  }

  @Test func splitFoldersSetTheSplit() throws {
    let folder = try TemporaryFolder()
    for path in ["test/sad/a.jpg", "train/sad/a.jpg", "Validation/Surprised/b.jpg", "train/x.jpg"] {
      try folder.write("", to: path)
    }
    let dataset = try EmotionFolderAdapter().read(folder.url)
    #expect(dataset.manifest.records.map(\.split) == [.validation, .test, .train])
    #expect(dataset.manifest.records.map(\.emotion) == [.surprise, .sad, .sad])
    #expect(dataset.skipped.map(\.image) == ["train/x.jpg"])
  }

  @Test(
    arguments: [
      ("anger", Emotion.anger), ("ANGRY", .anger), ("disgusted", .disgust), ("afraid", .fear),
      ("Happy", .happy), ("neutral", .neutral), ("sadness", .sad), ("surprised", .surprise),
      ("contempt", nil), ("", nil),
    ])
  func folderNames(name: String, emotion: Emotion?) {
    #expect(LabelScheme.emotions7.emotion(named: name) == emotion)
  }

  @Test func linkLoopsEnd() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "happy/a.jpg")
    try FileManager.default.createSymbolicLink(
      at: folder.file("happy/loop"), withDestinationURL: folder.url)
    try FileManager.default.createSymbolicLink(
      at: folder.file("happy/gone.jpg"), withDestinationURL: folder.file("nowhere.jpg"))
    let dataset = try EmotionFolderAdapter().read(folder.url)
    #expect(dataset.manifest.records.map(\.image) == ["happy/a.jpg"])
    #expect(dataset.skipped.map(\.image) == ["happy/gone.jpg"])
  }

  @Test func namesThatAreNotUTF8AreListed() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "happy/a.jpg")
    let bad: [CChar] = Array(folder.file("happy/").path.utf8CString.dropLast()) + [47, -1, 46, 0]
    let descriptor = open(bad, O_CREAT | O_WRONLY, 0o644)
    #expect(descriptor >= 0)
    close(descriptor)
    let dataset = try EmotionFolderAdapter().read(folder.url)
    #expect(dataset.manifest.records.count == 1)
    #expect(dataset.skipped.map(\.reason) == ["its name is not UTF-8"])
  }
}

@Suite struct UTKFaceAdapterTests {
  @Test func namesBecomeLabels() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "part/3_1_2_20161219202644971.jpg.chip.jpg")
    try folder.write("", to: "116_0_4_20170117195838909.jpg.chip.jpg")
    let dataset = try UTKFaceAdapter().read(folder.url)
    #expect(
      dataset.manifest.records == [
        FaceRecord(
          image: "116_0_4_20170117195838909.jpg.chip.jpg", source: "UTKFace", ageInYears: 116,
          ageSource: .label, ageGroup: .adult, sex: .male, ethnicity: "Others"),
        FaceRecord(
          image: "part/3_1_2_20161219202644971.jpg.chip.jpg", source: "UTKFace", ageInYears: 3,
          ageSource: .label, ageGroup: .toddler, sex: .female, ethnicity: "Asian"),
      ])
    #expect(dataset.skipped.isEmpty)
  }

  @Test(
    arguments: [
      ("39_1_20170116174525125.jpg.chip.jpg", "its name has 3 parts"),
      ("117_0_0_20170116174525125.jpg.chip.jpg", "“117” is not an age"),
      ("x_0_0_20170116174525125.jpg.chip.jpg", "“x” is not an age"),
      ("-3_0_0_20170116174525125.jpg.chip.jpg", "“-3” is not an age"),
      ("+3_0_0_20170116174525125.jpg.chip.jpg", "“+3” is not an age"),
      ("99999999999999999999_0_0_20170116174525125.jpg", "“99999999999999999999” is not an age"),
      ("53__0_20170116174525125.jpg.chip.jpg", "“” is not a sex"),
      ("53_3_0_20170116174525125.jpg.chip.jpg", "“3” is not a sex"),
      ("53_1_5_20170116174525125.jpg.chip.jpg", "“5” is not an ethnicity"),
    ])
  func malformedNamesAreListed(name: String, reason: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: name)
    try folder.write("", to: "1_0_0_20170116174525125.jpg.chip.jpg")
    let dataset = try UTKFaceAdapter().read(folder.url)
    #expect(dataset.manifest.records.count == 1)
    #expect(dataset.skipped.map(\.image) == [name])
    #expect(dataset.skipped.first?.reason.hasPrefix(reason) == true)
  }

  @Test func oldAgesAreDroppedOnRequest() throws {
    let folder = try TemporaryFolder()
    for age in [84, 85, 100] {
      try folder.write("", to: "\(age)_0_0_20170116174525125.jpg.chip.jpg")
    }
    #expect(try UTKFaceAdapter().read(folder.url).manifest.records.count == 3)
    var options = ImportOptions()
    options.droppedFromAgeInYears = 85
    let dataset = try UTKFaceAdapter().read(folder.url, options: options)
    #expect(dataset.manifest.records.map(\.ageInYears) == [84])
    #expect(dataset.skipped.map(\.reason).allSatisfy { $0 == "its age is 85 years or more" })
    #expect(dataset.skipped.count == 2)
  }
}

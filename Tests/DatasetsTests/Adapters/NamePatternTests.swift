import Datasets
import Faces
import Foundation
import Support
import TestSupport
import Testing

/// What names and folders say of images.
@Suite struct NamePatternTests {
  @Test(arguments: ["kdef", "KDEF", "RaFD"]) func dataSetsAreNamedInAnyCase(name: String) throws {
    _ = try NamePattern(named: name)
  }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ adapter: any DatasetAdapter, _ images: [String], pattern: String? = nil,
    values: [String] = []
  ) throws -> ImportedDataset {
    for image in images { try folder.write("", to: image) }
    var options = ImportOptions()
    options.values = try ValueMap(values, vocabulary: .study)
    options.pattern = try pattern.map { try NamePattern(named: $0, values: options.values) }
    options.keepsOtherLabels = true
    return try adapter.read(folder.url, options: options)
  }

  /// A name of each archive, and what it says.
  @Test(arguments: [
    (
      "rafd", "Rafd090_06_Kid_female_contemptuous_left.jpg",
      FaceRecord(
        image: "", subject: "06", source: "RaFD", sex: .female, extra: ["left", "contempt"])
    ),
    (
      "rafd", "Rafd090_01_Caucasian_female_angry_frontal.jpg",
      FaceRecord(
        image: "", subject: "01", source: "RaFD", emotion: .anger, ageGroup: .adult, sex: .female,
        ethnicity: "Caucasian", extra: ["frontal"])
    ),
    (
      "kdef", "AF01ANFL.JPG",
      FaceRecord(
        image: "", subject: "F01", source: "KDEF", emotion: .anger, sex: .female,
        extra: ["A", "FL"])
    ),
    (
      "nimh-chefs", "M10SS_6781.jpg",
      FaceRecord(
        image: "", subject: "M10", source: "NIMH-ChEFS", emotion: .sad, sex: .male,
        extra: ["S", "6781"])
    ),
    (
      "faces", "004_o_m_d_b.jpg",
      FaceRecord(
        image: "", subject: "004", source: "FACES", emotion: .disgust, ageGroup: .adult, sex: .male,
        extra: ["b", "69-80"])
    ),
    (
      "morph", "009055_1M54.JPG",
      FaceRecord(
        image: "", subject: "009055", source: "MORPH", ageInYears: 54, ageSource: .label,
        ageGroup: .adult, sex: .male, extra: ["1"])
    ),
    (
      "agedb", "0_MariaCallas_35_f.jpg",
      FaceRecord(
        image: "", subject: "MariaCallas", source: "AgeDB", ageInYears: 35, ageSource: .label,
        ageGroup: .adult, sex: .female, extra: ["0"])
    ),
    (
      "cacd", "14_Aaron_Johnson_0001.jpg",
      FaceRecord(
        image: "", subject: "Aaron_Johnson", source: "CACD", ageInYears: 14, ageSource: .label,
        ageGroup: .teenager, extra: ["0001"])
    ),
    (
      "jaffe", "KA.AN1.39.png",
      FaceRecord(image: "", subject: "KA", source: "JAFFE", emotion: .anger, extra: ["1"])
    ),
  ])
  func archivesAreRead(name: String, image: String, record: FaceRecord) throws {
    let dataset = try read(
      DatasetAdapters.named(name), ["deep/\(image)", "IMG_0001 copy.jpg"])
    var expected = record
    expected.image = "deep/\(image)"
    #expect(dataset.manifest.records == [expected])
    #expect(dataset.skipped.map(\.reason) == ["its name does not match the pattern"])
  }

  /// Imitations of each archive, divided: nobody is in several splits.
  @Test(arguments: [
    "kdef", "morph", "agedb", "cacd", "jaffe", "faces", "nimh-chefs", "rafd", "fgnet", "tif",
  ])
  func nobodyIsInSeveralSplits(name: String) throws {
    let images = (1...12).flatMap { person -> [String] in
      let (two, six) = (String(format: "%02d", person), String(format: "%06d", person))
      return (0..<6).map { take in
        let emotion = ["angry", "disgusted", "fearful", "happy", "neutral", "sad"][take]
        return switch name {
        case "kdef": "AF\(two)\(["AN", "DI", "AF", "HA", "NE", "SA"][take])S.JPG"
        case "morph": "\(six)_\(take)M\(20 + take).JPG"
        case "agedb": "\(person * 6 + take)_Person\(person)x_\(20 + take)_f.jpg"
        case "cacd": "\(20 + take)_Person_\(person)_X_000\(take).jpg"
        case "jaffe":
          "\(["KA", "KL", "KM", "KR", "MK", "NA", "NM", "TM", "UY", "YM", "AA", "AB"][person - 1])."
            + "\(["AN", "DI", "FE", "HA", "NE", "SA"][take])1.\(person * 6 + take).png"
        case "fgnet": "0\(two)A\(20 + take).JPG"
        case "tif": "A\(two)F10\(["AN", "DI", "AF", "HA", "NE", "SA"][take])1.jpg"
        case "faces": "0\(two)_y_f_\(["a", "d", "f", "h", "n", "s"][take])_a.jpg"
        case "nimh-chefs":
          "F\(two)\(["A", "F", "H", "N", "S", "S"][take])S_\(1000 + person * 6 + take).jpg"
        default: "Rafd090_\(two)_Caucasian_female_\(emotion)_frontal.jpg"
        }
      }
    }
    let records = try read(DatasetAdapters.named(name), images).manifest.records
    #expect(Set(records.map(\.subject)).count == 12)
    let splits = try Splitter(seed: 1, ages: .study).splits(
      of: records, contentHashes: records.map { _ in nil })
    let splitsOfPerson = Dictionary(grouping: records.indices) { records[$0].subject }
      .mapValues { Set($0.map { splits[$0] }).count }
    #expect(splitsOfPerson.values.allSatisfy { $0 == 1 }, "\(splitsOfPerson)")
    #expect(Set(splits).count == 3)
  }

  @Test func patternsOfOnesOwnAreRead() throws {
    let dataset = try read(
      NamesAdapter(), ["visit2/s01_m030_3.jpg", "visit1/s02_m018_5.jpg", "other.jpg"],
      pattern:
        "visit(?<session>[0-9])/(?<subject>s[0-9]+)_m(?<age_months>[0-9]+)_(?<emotion>[0-9])",
      values: ["emotion:3=happy", "emotion:5=sad"])
    #expect(dataset.manifest.records.map(\.subject) == ["s02", "s01"])
    #expect(dataset.manifest.records.map(\.ageInYears) == [1.5, 2.5])
    #expect(dataset.manifest.records.map(\.emotion) == [.sad, .happy])
    #expect(dataset.manifest.values(ofExtraColumn: "session") == ["1", "2"])
    #expect(dataset.skipped.map(\.image) == ["other.jpg"])
  }

  @Test func foldersAndPatternsGoTogether() throws {
    let dataset = try read(
      EmotionFolderAdapter(), ["train/happy/AF01HAS.JPG", "test/happy/AF02HAS.JPG"], pattern: "kdef"
    )
    #expect(dataset.manifest.records.map(\.subject) == ["F02", "F01"])
    #expect(dataset.manifest.records.map(\.split) == [.test, .train])
    let plain = try read(EmotionFolderAdapter(), [])
    #expect(plain.subjectHint?.contains("--pattern kdef") == true)
    #expect(dataset.subjectHint == nil)
  }

  @Test func namesThatBeginAlikeAreHintedAt() throws {
    let images = (1...3).flatMap { ["happy/s\($0)_a.jpg", "sad/s\($0)_b.jpg"] }
    #expect(try read(EmotionFolderAdapter(), images).subjectHint?.contains("“s1”") == true)
  }

  @Test(arguments: [
    ("([", "no regular expression"), ("happy", "no named group"),
    ("(?<subjet>x)", "did you mean subject?"),
  ])
  func patternsThatCannotBeAreRefused(text: String, message: String) {
    let error = #expect(throws: SmilestoneError.self) { try NamePattern(text) }
    #expect(error?.code == .usage)
    #expect(error?.message.contains(message) == true)
  }

  static let folders: [(image: String, emotion: Emotion, split: Split?, subject: String?)] = [
    ("images/train/angry/1.jpg", .anger, .train, nil),
    ("training_set/happy/1.jpg", .happy, .train, nil),
    ("subject01/happy/1.jpg", .happy, nil, "subject01"), ("happy/test/2.jpg", .happy, .test, nil),
    ("0_angry/a.jpg", .anger, nil, nil), ("007/session 1/Surprise /a.jpg", .surprise, nil, "007"),
    ("joy/a.jpg", .happy, nil, nil),
  ]

  /// What stands around the emotion's folder.
  @Test(arguments: folders)
  func foldersAroundTheEmotionAreUnderstood(
    image: String, emotion: Emotion, split: Split?, subject: String?
  ) throws {
    let record = try read(EmotionFolderAdapter(), [image]).manifest.records.first
    #expect(record?.emotion == emotion)
    #expect(record?.split == split)
    #expect(record?.subject == subject)
  }

  @Test func numberedFoldersMeanWhatIsTold() throws {
    let error = #expect(throws: SmilestoneError.self) {
      try read(EmotionFolderAdapter(), ["3/a.jpg", "train/4/b.jpg"])
    }
    #expect(error?.message.contains("--value emotion:…=happy says what such a name means") == true)
    let dataset = try read(
      EmotionFolderAdapter(), [], values: ["emotion:3=happy", "emotion:4=sad"])
    #expect(dataset.manifest.records.map(\.emotion) == [.happy, .sad])
  }
}

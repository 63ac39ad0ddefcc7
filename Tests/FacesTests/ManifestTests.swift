import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct ManifestTests {
  @Test func readsColumnsInAnyOrderAndKeepsExtraOnes() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "valence,split,image,age,votes,camera\n0.5,test,a.png,7.25,1;0;2;0;0;0;0.5,\"x, y\"\n"
        + ",,../b.png,,,\n", to: "manifest.csv")
    let manifest = try Manifest(contentsOf: file)
    #expect(manifest.extraColumns == ["valence", "camera"])
    #expect(
      manifest.records == [
        FaceRecord(
          image: "a.png", votes: [1, 0, 2, 0, 0, 0, 0.5], ageInYears: 7.25, split: .test,
          extra: ["0.5", "x, y"]),
        FaceRecord(image: "../b.png", extra: ["", ""]),
      ])
    #expect(manifest.path(of: manifest.records[0]) == folder.file("a.png").path)
  }

  @Test func everythingSurvivesWritingAndReading() throws {
    let folder = try TemporaryFolder()
    let full = FaceRecord(
      image: "faces/ü, \"1\".png", subject: "A02", source: "TIF", emotion: .surprise,
      votes: [0.1, 0, 1.0 / 3, 2e-9, 0, 5, 12], ageInYears: 0.1 + 0.2,
      ageStandardDeviationInYears: 4.7, ageSource: .estimated, ageGroup: .youngerChild,
      sex: .female, ethnicity: "Others", split: .validation, extra: ["one\ntwo", ""])
    let manifest = Manifest(
      folder: folder.url, extraColumns: ["note", "p_adult"],
      records: [full, FaceRecord(image: "/absolute.png", extra: ["", "0.5"])], vocabulary: .study)
    let file = folder.file("manifest.csv")
    try manifest.write(to: file)
    #expect(try Manifest(contentsOf: file) == manifest)
    let header = try String(contentsOf: file, encoding: .utf8).prefix { $0 != "\n" }
    #expect(
      header == "image,subject,source,emotion,votes,age,age_sd,age_source,age_group,sex,"
        + "ethnicity,split,note,p_adult,manifest_format")
  }

  @Test func relativePathsFollowTheManifestToAnotherFolder() throws {
    let folder = try TemporaryFolder()
    let manifest = Manifest(
      folder: folder.file("data/faces"),
      records: ["a.png", "../other/b.png", "/c.png"].map { FaceRecord(image: $0) },
      vocabulary: .study)
    try manifest.write(to: folder.file("data/all.csv"))
    try manifest.write(to: folder.file("run/manifest.csv"))
    let above = try Manifest(contentsOf: folder.file("data/all.csv"))
    #expect(above.records.map(\.image) == ["faces/a.png", "other/b.png", "/c.png"])
    let elsewhere = try Manifest(contentsOf: folder.file("run/manifest.csv"))
    #expect(
      elsewhere.imagePaths == [
        folder.file("data/faces/a.png").path, folder.file("data/other/b.png").path, "/c.png",
      ])
  }

  @Test func extraColumnsAreFilledByName() {
    var manifest = Manifest(
      folder: URL(fileURLWithPath: "/faces"), extraColumns: ["first"],
      records: [FaceRecord(image: "a"), FaceRecord(image: "b", extra: ["1"])], vocabulary: .study)
    manifest.setExtraColumn("second", to: ["x", "y"])
    #expect(manifest.extraColumns == ["first", "second"])
    #expect(manifest.values(ofExtraColumn: "first") == ["", "1"])
    #expect(manifest.values(ofExtraColumn: "second") == ["x", "y"])
    #expect(manifest.values(ofExtraColumn: "third") == nil)
  }

  @Test(
    arguments: [
      ("age", "seven", "age"), ("age", "inf", "age"), ("age", "-1", "age"), ("age", "3-9", "age"),
      ("age_sd", "-0.5", "age_sd"), ("emotion", "contempt", "emotion"),
      ("emotion", "happyish", "emotion"), ("age_group", "baby", "age_group"),
      ("split", "first", "split"), ("sex", "1", "sex"), ("age_source", "guess", "age_source"),
      ("votes", "1;2;3", "votes"), ("votes", "1;1;1;1;1;1;-1", "votes"),
      ("votes", "1;1;1;1;1;1;", "votes"), ("votes", "1;1;1;1;1;1;1;1", "votes"),
      ("votes", "1;1;1;1;1;1;nan", "votes"),
    ])
  func aBadCellStaysEmptyAndIsListed(column: String, cell: String, named: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "image,\(column)\na.png,\nb.png,\(cell)\n", to: "manifest.csv")
    let (manifest, remarks) = try Manifest.read(file)
    #expect(manifest.records == [FaceRecord(image: "a.png"), FaceRecord(image: "b.png")])
    #expect(remarks.map(\.image) == ["manifest.csv, line 3"])
    #expect(remarks.map(\.stage) == ["cell"])
    #expect(remarks[0].reason.hasPrefix("column \(named): “\(cell)” "), "\(remarks[0].reason)")
  }

  @Test(arguments: [
    ("sex", "Female"), ("sex", "F"), ("emotion", " Happy"), ("emotion", "joy"), ("split", "Train"),
    ("split", "val"), ("age", "7,5"), ("age", "7;6"), ("age_group", "Younger Child"),
  ])
  func wordsOfDataSetsAreUnderstood(column: String, cell: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("image,\(column)\na.png,\"\(cell)\"\n", to: "m.csv")
    let semicolons = try folder.write("image;\(column)\na.png;\"\(cell)\"\n;\n", to: "s.csv")
    let (manifest, remarks) = try Manifest.read(cell.contains(",") ? semicolons : file)
    #expect(remarks.isEmpty, "\(remarks)")
    #expect(manifest.records != [FaceRecord(image: "a.png")])
    #expect(manifest.records == (try Manifest(contentsOf: semicolons)).records)
  }

  @Test func raggedRowsAreLeftOutAndListed() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("image,age,,\na.png,7,,\nb.png\nc.png,8,,,\n,,,\n", to: "m.csv")
    let (manifest, remarks) = try Manifest.read(file)
    #expect(manifest.records.map(\.image) == ["a.png", "c.png"])
    #expect(manifest.extraColumns.isEmpty)
    #expect(remarks.map(\.image) == ["m.csv, line 3"])
    #expect(remarks.map(\.stage) == ["manifest"])
  }

  @Test(
    arguments: [
      ("subject\nA\n", "no column “image”"),
      ("image,age\n,3\n", "line 2, column image: the cell is empty"),
      ("image,age\na.png,3\n./a.png,4\n", "line 3, column image: “./a.png” is already on line 2"),
      ("", "is empty"),
    ])
  func aBadRowIsNamed(text: String, message: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "manifest.csv")
    let error = #expect(throws: SmilestoneError.self) { try Manifest(contentsOf: file) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test(arguments: [
    ("a/b.png", "a//b.png", true), ("a/b.png", "a/./b.png", true), ("a/b.png", "././a/b.png", true),
    ("/a/b.png", "//a/b.png", true), ("a/b.png", "a/b.png", true), ("b.png", "a/../b.png", false),
    ("a/b.png", "/a/b.png", false), ("a/b.png", ".a/b.png", false), ("a/b.png", "a./b.png", false),
  ])
  func twoSpellingsOfOneFileMeet(first: String, second: String, meet: Bool) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("image\n\(first)\n\(second)\n", to: "manifest.csv")
    let count = try? Manifest(contentsOf: file).records.count
    #expect(count == (meet ? nil : 2))
  }

  @Test(arguments: ["Emotion,Age,Subject,SPLIT,Face_X", " emotion ,age, subject,split , face_x"])
  func columnsAreUnderstoodInAnyCase(columns: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("Image,\(columns)\na.png, happy,7 , S1 ,test, 5 \n", to: "m.csv")
    let manifest = try Manifest(contentsOf: file)
    #expect(
      manifest.records == [
        FaceRecord(
          image: "a.png", subject: "S1", emotion: .happy, ageInYears: 7, split: .test, extra: ["5"])
      ])
    #expect(manifest.extraColumns == ["face_x"])
    #expect(manifest.unusedColumnsInWords == nil)
  }

  @Test func columnsThatNothingUsesAreNamed() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("image,Emotoin,relFCs,p_toddler\na.png,sad,1,\n", to: "m.csv")
    #expect(
      try Manifest(contentsOf: file).unusedColumnsInWords
        == "columns kept as they are: Emotoin (did you mean emotion?), relFCs")
    let several = try folder.write("image,Split,SPLIT\na.png,test,train\n", to: "s.csv")
    let error = #expect(throws: SmilestoneError.self) { try Manifest(contentsOf: several) }
    #expect(error?.message.contains("“Split”, “SPLIT”") == true)
  }

  @Test(arguments: [
    ("130", "“130” is no age from 0 to 120 years"), ("2014", "“2014” is no age"),
    ("-31", "“-31” is negative"),
  ])
  func impossibleAgesAreNamed(cell: String, problem: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("image,age\na.png,120\nb.png,\(cell)\n", to: "m.csv")
    let (manifest, remarks) = try Manifest.read(file)
    #expect(manifest.records.map(\.ageInYears) == [120, nil])
    #expect(remarks.first?.image == "m.csv, line 3")
    #expect(remarks.first?.reason.hasPrefix("column age: \(problem)") == true)
  }

  @Test func pathsAreComparedByteByByte() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("image,age\n\u{E9}.png,7\ne\u{301}.png,8\n", to: "m.csv")
    let manifest = try Manifest(contentsOf: file)
    #expect(manifest.records.map(\.ageInYears) == [7, 8])
  }

  @Test func skippedImagesSurviveWritingAndReading() throws {
    let folder = try TemporaryFolder()
    let skipped = [SkippedImage(image: "a, b.png", stage: "decode", reason: "the file is empty")]
    try SkippedImage.write(skipped, to: folder.file("skipped.csv"))
    #expect(try SkippedImage.read(folder.file("skipped.csv")) == skipped)
  }
}

import Datasets
import Faces
import Foundation
import Support
import TestSupport
import Testing

/// Several faces and several raters of one image.
@Suite struct SeveralFacesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["a.jpg", "b.jpg", "c.jpg"] { try folder.write("", to: name) }
  }

  private func read(
    _ text: String, columns: [String: String] = [:], scheme: LabelScheme = .emotions7,
    values: [String] = []
  ) throws -> ImportedDataset {
    var options = ImportOptions()
    options.columns = columns
    options.vocabulary.labels = scheme
    options.values = try ValueMap(values, vocabulary: .study)
    return try TableAdapter().read(folder.write(text, to: "table.csv"), options: options)
  }

  private let boxes = "image,face_x,face_y,face_width,face_height,emotion\n"

  @Test func facesOfAnImageAreToldApartByTheirBoxes() throws {
    let dataset = try read(
      boxes + "a.jpg,0,0,20,20,happy\na.jpg,40,0,20,20,sad\nb.jpg,0,0,20,20,fear\n")
    #expect(dataset.manifest.records.map(\.image) == ["a.jpg", "a.jpg", "b.jpg"])
    #expect(dataset.manifest.records.map(\.emotion) == [.happy, .sad, .fear])
    #expect(dataset.notes.contains { $0.hasPrefix("1 images show several faces") })

    try dataset.manifest.write(to: folder.file("m.csv"))
    let error = #expect(throws: SmilestoneError.self) {
      try Manifest(contentsOf: folder.file("m.csv"))
    }
    #expect(error?.message.contains("“a.jpg” is already on line 2") == true)
    #expect(error?.remedy?.contains("smilestone faces") == true)
    let whole = try Manifest(contentsOf: folder.file("m.csv"), allowsSeveralFaces: true)
    #expect(whole.records.count == 3)
  }

  @Test(arguments: [
    "a.jpg,0,0,20,20,happy\na.jpg,0,0,20,20,sad\n", "a.jpg,,,,,happy\na.jpg,0,0,20,20,sad\n",
  ])
  func theSameBoxOrNoneContradicts(rows: String) throws {
    let dataset = try read(boxes + rows + "b.jpg,,,,,fear\n")
    #expect(dataset.manifest.records.map(\.image) == ["b.jpg"])
    #expect(dataset.skipped.contains { $0.reason.hasPrefix("it contradicts line 2") })
    #expect(dataset.notes.contains { $0.contains("--column rater=NAME") })
  }

  @Test func listedFacesAreNeverTheSameBoxTwice() throws {
    let file = try folder.write(
      boxes + "a.jpg,0,0,20,20,happy\na.jpg,0,0,20,20,sad\n", to: "twice.csv")
    #expect(throws: SmilestoneError.self) {
      try Manifest(contentsOf: file, allowsSeveralFaces: true)
    }
  }

  @Test func rowsOfRatersBecomeVotes() throws {
    let dataset = try read(
      """
      image,rater,emotion,subject
      a.jpg,R1,happy,S1
      b.jpg,R1,sad,S2
      a.jpg,R2,happy,S1
      b.jpg,R2,fear,S2
      a.jpg,R3,surprise,S1
      c.jpg,R1,anger,S3
      c.jpg,r1,anger,S3
      c.jpg,R2,contempt,S4
      """)
    let records = dataset.manifest.records
    #expect(records.map(\.emotion) == [.happy, nil, nil])
    #expect(records[0].votes == [0, 0, 0, 2, 0, 0, 1])
    #expect(records.map(\.subject) == ["S1", "S2", "S3"])
    let reasons = dataset.skipped.map(\.reason)
    #expect(reasons.contains("the rater “r1” repeats line 7 on c.jpg"))
    #expect(reasons.contains("b.jpg: its raters' first choice is tied"))
    #expect(reasons.contains("line 9 says otherwise of c.jpg; line 7 stays"))
    #expect(dataset.manifest.extraColumns == ["rater_labels"])
    #expect(
      dataset.manifest.values(ofExtraColumn: "rater_labels")
        == ["R1:happy;R2:happy;R3:surprise", "R1:sad;R2:fear", "R1:anger"])
  }

  @Test func columnsOfRatersBecomeVotes() throws {
    let dataset = try read(
      "image,Anna,Ben,Cleo\na.jpg,happy,happy,sad\nb.jpg,3,,3\nc.jpg,,mad,\n",
      columns: ["rater.1": "Anna", "rater.2": "Ben", "rater.3": "Cleo"],
      values: ["emotion:3=fear"])
    #expect(dataset.manifest.records.map(\.emotion) == [.happy, .fear, nil])
    #expect(dataset.manifest.records[0].votes == [0, 0, 0, 2, 0, 1, 0])
    #expect(dataset.skipped.contains { $0.reason.hasPrefix("“mad” is not an emotion") })
    #expect(
      dataset.manifest.values(ofExtraColumn: "rater_labels")
        == ["1:happy;2:happy;3:sad", "1:fear;3:fear", ""])
  }

  @Test func ratersWithoutAUsableNameAreCountedWithoutIt() throws {
    let dataset = try read(
      "image,rater,emotion\na.jpg,Doe; Jane,happy\na.jpg,,happy\na.jpg,R1,sad\n")
    #expect(dataset.manifest.records[0].votes == [0, 0, 0, 2, 0, 1, 0])
    #expect(dataset.manifest.values(ofExtraColumn: "rater_labels") == ["R1:sad"])
    #expect(
      dataset.skipped.map(\.reason).contains(
        "line 2: the rater “Doe; Jane” has a semicolon in the name and is counted without it"))
  }

  @Test(arguments: [
    (["rater.anna": "Anna", "rater.Anna ": "Ben"], "is named twice"),
    (["rater.": "Anna"], "“” is no name of a rater"),
    (["rater.a;b": "Anna"], "has a semicolon in the name"),
  ])
  func ratersAreToldApartByTheMapping(columns: [String: String], message: String) throws {
    let error = #expect(throws: SmilestoneError.self) {
      try read("image,Anna,Ben\na.jpg,happy,sad\n", columns: columns)
    }
    #expect(error?.code == .usage)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  /// Beside counts of votes: raters who are named can be some of those who voted, and no others.
  @Test func namedRatersAreAmongTheVotes() throws {
    let dataset = try read(
      """
      image,emotion,votes,Anna,Ben
      a.jpg,happy,0;0;0;3;0;1;0,happy,sad
      b.jpg,happy,0;0;0;1;0;0;0,happy,sad
      c.jpg,happy,,happy,happy
      """, columns: ["rater.anna": "Anna", "rater.ben": "Ben"])
    #expect(
      dataset.manifest.values(ofExtraColumn: "rater_labels")
        == ["anna:happy;ben:sad", "", "anna:happy;ben:happy"])
    #expect(
      dataset.manifest.records.map(\.votes) == [
        [0, 0, 0, 3, 0, 1, 0], [0, 0, 0, 1, 0, 0, 0], [0, 0, 0, 2, 0, 0, 0],
      ])
    #expect(
      dataset.skipped.map(\.reason) == ["“anna:happy;ben:sad” are not among the votes of the row"])
    // A manifest that is imported as a table keeps them.
    try dataset.manifest.write(to: folder.file("m.csv"))
    let again = try TableAdapter().read(folder.file("m.csv"), options: ImportOptions())
    #expect(
      again.manifest.values(ofExtraColumn: "rater_labels")
        == dataset.manifest.values(ofExtraColumn: "rater_labels"))
  }

  @Test func votesAreTakenForTheEmotionWhereAsked() throws {
    let columns = Dictionary(
      uniqueKeysWithValues: LabelScheme.emotions7.emotions.map {
        ("votes.\($0.rawValue)", $0.rawValue)
      })
    let header =
      "image,emotion," + LabelScheme.emotions7.emotions.map(\.rawValue).joined(separator: ",")
    let table = try folder.write(
      "\(header)\na.jpg,fear,0,0,0,9,1,0,0\n", to: "votes.csv")
    var options = ImportOptions()
    options.columns = columns
    #expect(try TableAdapter().read(table, options: options).manifest.records[0].emotion == .fear)
    options.takesEmotionFromVotes = true
    #expect(try TableAdapter().read(table, options: options).manifest.records[0].emotion == .happy)
  }
}

import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct ManifestLabelsTests {
  private let positive = Emotion(rawValue: "positive")

  @Test func theSchemeIsWrittenAndReadBack() throws {
    let folder = try TemporaryFolder()
    for scheme in [LabelScheme.emotions8, .valence] {
      let manifest = Manifest(
        folder: folder.url,
        records: [
          FaceRecord(
            image: "a.png", emotion: scheme.emotions[1], votes: scheme.emotions.map { _ in 2 })
        ], vocabulary: Vocabulary(labels: scheme))
      try manifest.write(to: folder.file("m.csv"))
      #expect(try Manifest(contentsOf: folder.file("m.csv")) == manifest)
    }
  }

  @Test func aSchemeOfOnesOwnKeepsItsNames() throws {
    let folder = try TemporaryFolder()
    let own = try folder.write("{id: 'own', labels: ['b', 'a', 'c']}", to: "own.json5")
    let scheme = try LabelScheme(named: own.path)
    try Manifest(
      folder: folder.url, records: [FaceRecord(image: "a.png", emotion: scheme.emotions[2])],
      vocabulary: Vocabulary(labels: scheme)
    ).write(to: folder.file("m.csv"))
    let read = try Manifest(contentsOf: folder.file("m.csv"))
    #expect(read.vocabulary.labels.agrees(with: scheme))
    #expect(read.vocabulary.labels.id == "own")
    #expect(read.extraColumns.isEmpty)
  }

  @Test func theSevenEmotionsNeedNoColumn() throws {
    let folder = try TemporaryFolder()
    try Manifest(
      folder: folder.url, records: [FaceRecord(image: "a.png", emotion: .sad)], vocabulary: .study
    )
    .write(to: folder.file("m.csv"))
    let text = try String(contentsOf: folder.file("m.csv"), encoding: .utf8)
    #expect(!text.contains("label_scheme"))
    #expect(try Manifest(contentsOf: folder.file("m.csv")).vocabulary == .study)
  }

  @Test(
    "schemes that are not known, or differ, are refused",
    arguments: [
      ("image,label_scheme\na.png,moods\n", "“moods” is no label scheme"),
      ("image,label_scheme\na.png,valence\nb.png,emotions8\n", "the rows above"),
      ("image,label_scheme\na.png,valence\nb.png,\n", "the rows above"),
    ])
  func refused(text: String, problem: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "m.csv")
    let error = #expect(throws: SmilestoneError.self) { try Manifest(contentsOf: file) }
    #expect(error?.message.contains(problem) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("line ") == true)
  }

  @Test(
    "labels outside of the scheme leave the cell empty, and are listed",
    arguments: [
      ("image,emotion\na.png,positive\n", "“positive” is none of anger, disgust"),
      (
        "image,emotion,label_scheme\na.png,glum,valence\n",
        "“glum” is none of negative, neutral, positive"
      ),
      ("image,votes,label_scheme\na.png,1;2,valence\n", "“1;2” is not a vote, three numbers"),
    ])
  func listed(text: String, problem: String) throws {
    let folder = try TemporaryFolder()
    let (manifest, remarks) = try Manifest.read(folder.write(text, to: "m.csv"))
    #expect(manifest.records.map(\.emotion) == [nil] && manifest.records.map(\.votes) == [nil])
    #expect(remarks.map(\.stage) == ["cell"])
    #expect(remarks.first?.reason.contains(problem) == true, "\(remarks)")
  }

  @Test func emotionsBecomeValence() throws {
    let folder = try TemporaryFolder()
    let manifest = Manifest(
      folder: folder.url,
      records: [
        FaceRecord(image: "a.png", emotion: .happy, votes: [1, 0, 0, 6, 2, 0, 1]),
        FaceRecord(image: "b.png", emotion: .fear, votes: [1, 2, 3, 0, 0, 1, 0]),
        FaceRecord(image: "c.png", emotion: .surprise, votes: [0, 0, 0, 0, 0, 0, 9]),
      ], vocabulary: .study)
    let made = try manifest.labelled(by: .valence, name: "m.csv")
    #expect(made.records.map(\.emotion?.rawValue) == ["positive", "negative", nil])
    #expect(made.records.map(\.votes) == [[1, 2, 6], [7, 0, 0], nil])
    #expect(made.values(ofExtraColumn: "source_label") == ["", "", "surprise"])
    #expect(made.vocabulary.labels == .valence)
    let error = #expect(throws: SmilestoneError.self) {
      try made.labelled(by: .emotions7, name: "m.csv")
    }
    #expect(error?.message.contains("m.csv has labels of the scheme valence") == true)
    #expect(error?.message.contains("emotions7") == true)
  }
}

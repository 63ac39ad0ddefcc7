import Datasets
import Events
import Faces
import Foundation
import Imaging
import Support
import TestSupport
import Testing

@Suite struct EventsAdapterTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder.file("videos"), withIntermediateDirectories: true)
    // Videos of 2 s and 3 s of tests of the decoder.
    for (name, copy) in [("constant.mp4", "sub-01_ses-a.mp4"), ("late.ts", "sub-02.ts")] {
      let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../VideoTests/Fixtures/\(name)")
      try FileManager.default.copyItem(
        at: fixture.standardizedFileURL, to: folder.file("videos/\(copy)"))
    }
  }

  private func read(
    _ rows: [String], values: [String] = [], pattern: String? = nil, frames: URL? = nil
  ) throws -> ImportedDataset {
    let table = try folder.write(
      (["video,coder,code,onset,offset"] + rows).map { $0 + "\n" }.joined(), to: "codes/events.csv")
    var options = ImportOptions()
    options.labels = table
    options.imageFolder = folder.file("frames")
    options.frames = frames
    options.values = try ValueMap(values, vocabulary: .study)
    options.pattern = try pattern.map { try NamePattern($0) }
    return try EventsAdapter().read(folder.file("videos"), options: options)
  }

  private func column(_ name: String, of dataset: ImportedDataset) -> [String] {
    dataset.manifest.values(ofExtraColumn: name) ?? []
  }

  @Test func aFrameIsCutOutForEachSecondOfAnEvent() throws {
    let dataset = try read([
      "sub-01_ses-a.mp4,anna,happy,0.2,0.8", "sub-02.ts,anna,sad,0,2.4",
      "sub-02.ts,anna,neutral,2.4,2.6",
    ])
    let records = dataset.manifest.records
    #expect(records.map(\.emotion) == [.happy, .sad, .sad, .neutral])
    #expect(records.map(\.subject) == ["01", "02", "02", "02"])
    #expect(column("time", of: dataset) == ["0.52", "0.6", "1.8", "2.5"])
    #expect(column("session", of: dataset) == ["a", "", "", ""])
    // The video is turned into frames where codes are, and frames of one event belong together.
    let clusters = column("duplicate_cluster", of: dataset)
    #expect(clusters[1] == clusters[2] && clusters[2] != clusters[3])
    for path in dataset.manifest.imagePaths {
      #expect(try RGBImage(contentsOf: URL(fileURLWithPath: path)).width == 64)
    }
  }

  /// Of each moment the nearest frame in which the studied face can be used, with its place.
  @Test func whereTheStudiedFaceIsIsTaken() throws {
    let header = "video,time,status,\(FacePlace.columns.joined(separator: ","))\n"
    let place = "10,12,30,32,18,20,32,21"
    func table(_ video: String) throws -> URL {
      try folder.write(
        header + "\(video),0.44,ok,\(place)\n\(video),0.52,not chosen,\(place)\n"
          + "\(video),0.6,unusable,\(place)\n\(video),1.4,no face,,,,,,,,\n",
        to: "judged/frames.csv")
    }
    let rows = ["sub-01_ses-a.mp4,anna,happy,0.2,0.8", "sub-01_ses-a.mp4,anna,sad,1,1.6"]
    let dataset = try read(rows, frames: table("sub-01_ses-a.mp4").deletingLastPathComponent())
    #expect(dataset.manifest.records.map(\.emotion) == [.happy])
    #expect(column("time", of: dataset) == ["0.44"])
    let found = try #require(dataset.manifest.facePlaces().first)
    #expect(found.box == FaceBox(x: 10, y: 12, width: 30, height: 32))
    #expect(found.eyes?.rightX == 32)
    #expect(dataset.skipped.contains { $0.reason == "no face that is studied can be used there" })
    let error = #expect(throws: SmilestoneError.self) {
      try read(rows, frames: table("other.mp4"))
    }
    #expect(error?.message.contains("none of these videos, but other.mp4") == true)
  }

  @Test func severalCodersAreVotes() throws {
    let dataset = try read([
      "sub-01_ses-a.mp4,anna,happy,0,1", "sub-01_ses-a.mp4,ben,happy,0,0.5",
      "sub-01_ses-a.mp4,ben,sad,0.5,1", "sub-01_ses-a.mp4,cleo,sad,0.5,1",
    ])
    // Anna and Ben agree in the first half; Ben and Cleo outvote Anna in the second.
    #expect(dataset.manifest.records.map(\.emotion) == [.happy, .sad])
    let votes = dataset.manifest.records.compactMap(\.votes)
    #expect(votes.map { $0[3] } == [2, 1])
    #expect(votes.map { $0[5] } == [0, 2])
    #expect(Set(column("duplicate_cluster", of: dataset)).count == 1)
  }

  @Test func whatCannotBeUsedIsListed() throws {
    let dataset = try read(
      [
        "sub-01_ses-a.mp4,anna,smile,0,1", "sub-01_ses-a.mp4,anna,cry,0.5,1.5",
        "sub-01_ses-a.mp4,anna,looks away,1.6,1.8", "sub-01_ses-a.mp4,anna,cry,5,6",
        "elsewhere.mp4,anna,smile,0,1", "sub-01_ses-a.mp4,anna,smile,9,8",
      ], values: ["emotion:smile=happy", "emotion:cry=sad"])
    #expect(dataset.manifest.records.map(\.emotion) == [.happy])
    let reasons = dataset.skipped.map(\.reason)
    for part in [
      "overlaps “smile”", "coded 1 times: it is not one of the seven emotions",
      "no frame there, which lasts 2 s",
      "there is no video of that name", "it ends before it begins", "nothing of it is coded",
    ] {
      #expect(reasons.contains { $0.contains(part) }, "\(part) in \(reasons)")
    }
  }

  @Test func agesAndSubjectsComeFromNames() throws {
    let dataset = try read(
      ["sub-02.ts,anna,happy,0,1"], pattern: #"sub-(?<subject>[0-9]+)"#)
    #expect(dataset.manifest.records.map(\.subject) == ["02"])
  }

  @Test func severalPeopleAndMissingEventsAreRefused() throws {
    let table = try folder.write(
      "video,subject,code,onset,offset\nsub-02.ts,infant,happy,0,1\nsub-02.ts,mother,sad,0,1\n",
      to: "two.csv")
    var options = ImportOptions()
    options.imageFolder = folder.file("frames")
    let missing = #expect(throws: SmilestoneError.self) {
      try EventsAdapter().read(folder.file("videos"), options: options)
    }
    #expect(missing?.remedy?.contains("--labels") == true)
    options.labels = table
    let error = #expect(throws: SmilestoneError.self) {
      try EventsAdapter().read(folder.file("videos"), options: options)
    }
    #expect(error?.message.contains("infant, mother") == true)
  }
}

import Faces
import Foundation
import Imaging
import Support
import TestSupport
import Testing

@Suite struct SplitTests {
  private let folder: TemporaryFolder

  /// 40 images of noise and a smaller copy of the first, without ages or subjects.
  init() throws {
    folder = try TemporaryFolder()
    var text = "image,emotion,source\n"
    for index in 0..<40 {
      try Self.noise(UInt64(index)).pngData().write(to: folder.file("\(index).png"))
      text += "\(index).png,\(LabelScheme.emotions7.emotions[index % 7].rawValue),s\(index % 6)\n"
    }
    try Self.noise(0).resized(toWidth: 40, height: 40).jpegData()
      .write(to: folder.file("copy.jpg"))
    try folder.write(text + "copy.jpg,happy,s0\n", to: "faces.csv")
  }

  private static func noise(_ seed: UInt64) -> RGBImage {
    var generator = SeededGenerator(seed: seed)
    let coarse = RGBImage(
      width: 6, height: 6,
      pixels: (0..<36).flatMap { _ in
        Array(repeating: UInt8(generator.integer(below: 256)), count: 3)
      })
    return coarse.resized(toWidth: 64, height: 64)
  }

  private func path(_ name: String) -> String { folder.file(name).path }

  private func splits(_ name: String) throws -> [String: Split] {
    let records = try Manifest(contentsOf: folder.file(name)).records
    return Dictionary(uniqueKeysWithValues: records.map { ($0.image, $0.split ?? .train) })
  }

  @Test func splitsAreFrozenCheckedAndReused() throws {
    let first = try Program.run(
      "stratify", path("faces.csv"), "--out", path("a.csv"), "--splits", path("frozen.csv"))
    #expect(first.status == 0, "\(first.errors)")
    let again = try Program.run(
      "stratify", path("faces.csv"), "--out", path("b.csv"), "--splits", path("frozen.csv"),
      "--seed", "9")
    #expect(again.status == 0, "\(again.errors)")
    let splits = try splits("a.csv")
    #expect(try self.splits("b.csv") == splits)
    #expect(splits["0.png"] == splits["copy.jpg"])

    let check = try Program.run("manifest", "check", path("a.csv"))
    #expect(check.status == 0, "\(check.errors)")
    #expect(check.output.contains("1 cluster with 2 faces"))
    #expect(check.output.contains("so persons may cross splits"))

    var leaking = try Manifest(contentsOf: folder.file("a.csv"))
    for index in leaking.records.indices where leaking.records[index].image == "copy.jpg" {
      leaking.records[index].split = splits["0.png"] == .test ? .train : .test
    }
    try leaking.write(to: folder.file("leaking.csv"))
    let failed = try Program.run("manifest", "check", path("leaking.csv"))
    #expect(failed.status == 3)
    #expect(failed.output.contains("near duplicates"))
    #expect(failed.output.contains("copy.jpg"))
    let training = try Program.run("train", path("leaking.csv"), "--out", path("model"))
    #expect(training.status == 3)
    #expect(training.errors.contains("near duplicates"), "\(training.errors)")

    let rows = try String(contentsOf: folder.file("faces.csv"), encoding: .utf8)
    try folder.write(rows + "new.png,happy,s1\n", to: "more.csv")
    let unknown = try Program.run(
      "stratify", path("more.csv"), "--out", path("c.csv"), "--splits", path("frozen.csv"))
    #expect(unknown.status == 3)
    #expect(unknown.errors.contains("new.png"), "\(unknown.errors)")
  }

  @Test func foldsAndSourcesDivideWithoutAges() throws {
    let folds = try Program.run(
      "stratify", path("faces.csv"), "--out", path("folds.csv"), "--folds", "4", "--test-fold", "2")
    #expect(folds.status == 0, "\(folds.errors)")
    let manifest = try Manifest(contentsOf: folder.file("folds.csv"))
    let fold = try #require(manifest.values(ofExtraColumn: "fold"))
    #expect(Set(fold) == ["1", "2", "3", "4"])
    for (record, fold) in zip(manifest.records, fold) {
      #expect((record.split == .test) == (fold == "2"))
    }
    let sources = try Program.run(
      "stratify", path("faces.csv"), "--out", path("sources.csv"), "--split-by", "source")
    #expect(sources.status == 0, "\(sources.errors)")
    let bySource = Dictionary(
      grouping: try Manifest(contentsOf: folder.file("sources.csv")).records, by: \.source)
    #expect(bySource.values.allSatisfy { Set($0.map(\.split)).count == 1 })
    for words in [["--folds", "2"], ["--test-fold", "1"], ["--leave-one-subject-out"]] {
      let process = Program.process(
        ["stratify", path("faces.csv"), "--out", path("x.csv")] + words)
      #expect(try [2, 3].contains(Program.finish(process).status))
    }
  }

  @Test func exploringWritesAPageAndPrintsFindings() throws {
    let outcome = try Program.run(
      "explore", path("faces.csv"), "--out", path("explore"), "--hide-faces", "--no-figures",
      "--verbose")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("Cramér’s V"))
    // The table of faces comes first.
    #expect(outcome.output.hasPrefix("age group "))
    func samples() throws -> PagePart {
      try Page(contentsOf: folder.file("explore/explore.html")).section("samples")
    }
    #expect(try samples().contains("left out of this file"))
    let shown = try Program.run(
      "explore", path("faces.csv"), "--out", path("explore"), "--no-figures", "--json")
    #expect(shown.output.hasPrefix("{"))
    #expect(try samples().contains("data:image/jpeg"))
  }
}

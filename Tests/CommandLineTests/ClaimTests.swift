import Faces
import Foundation
import Imaging
import TestSupport
import Testing

/// What commands say of persons, columns and files is what they compared, used and read.
@Suite struct ClaimTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.file(name).path }

  /// Images of stripes that resemble each other little.
  private func write(_ name: String, _ seed: Int) throws {
    let pixels = (0..<32 * 32).flatMap { pixel -> [UInt8] in
      let (x, y) = (pixel % 32, pixel / 32)
      return (0..<3).map {
        UInt8(truncatingIfNeeded: (x * (seed + 1)) ^ (y * (3 * seed + 1)) * ($0 + 1))
      }
    }
    try RGBImage(width: 32, height: 32, pixels: pixels).pngData()
      .write(to: folder.write("", to: name))
  }

  /// Six people with three faces each; the given header.
  private func manifest(_ header: String, _ row: (_ person: Int, _ face: Int) -> String) throws {
    var text = header + "\n"
    for person in 0..<6 {
      for face in 0..<3 {
        try write("p/\(person)_\(face).png", 3 * person + face)
        text += "p/\(person)_\(face).png,\(row(person, face))\n"
      }
    }
    try folder.write(text, to: "m.csv")
  }

  private let emotions = ["happy", "sad", "anger"]

  @Test func subjectsAndSplitsAreUnderstoodInAnyCase() throws {
    try manifest("image,emotion, Subject,SPLIT,Remarks") { person, face in
      "\(emotions[face]), s\(person) ,\(person < 4 ? "train" : person < 5 ? "validation" : "test"),x"
    }
    let stratified = try Program.run("stratify", path("m.csv"), "--out", path("s.csv"), "--split")
    #expect(stratified.status == 0, "\(stratified.errors)")
    #expect(
      stratified.errors.components(separatedBy: "columns kept as they are: Remarks").count == 2)
    let records = try Manifest(contentsOf: folder.file("s.csv")).records
    #expect(Set(records.compactMap(\.subject)).count == 6)
    #expect(
      Dictionary(grouping: records, by: \.subject).values.allSatisfy {
        Set($0.map(\.split)).count == 1
      })

    let check = try Program.run("manifest", "check", path("m.csv"))
    #expect(check.status == 0, "\(check.errors)")
    #expect(check.output.contains("18 faces, 18 with a split, 6 known subjects"))
    #expect(
      check.output.contains("No known subject, no file and no near duplicate crosses splits."))
  }

  @Test func nothingIsClaimedOfUnknownPersons() throws {
    try manifest("image,emotion") { _, face in emotions[face] }
    let caution = "Subjects are not known, so persons may cross splits"
    let stratified = try Program.run("stratify", path("m.csv"), "--out", path("s.csv"), "--split")
    #expect(stratified.errors.contains(caution), "\(stratified.errors)")
    let check = try Program.run("manifest", "check", path("s.csv"))
    #expect(check.status == 0)
    #expect(check.output.contains("No file and no near duplicate crosses splits. \(caution)"))
    #expect(!check.output.contains("No subject"))
    // The warning comes before any training.
    let training = try Program.run(
      "train", path("m.csv"), "--out", path("model"), "--epochs", "1", "--set", "imageSize=32",
      "--set", "batchSize=8")
    #expect(training.errors.contains(caution), "\(training.errors)")

    let text = try String(contentsOf: folder.file("m.csv"), encoding: .utf8)
      .replacing("image,emotion", with: "image,emotion,subject")
      .replacing("happy", with: "happy,NA").replacing("sad", with: "sad,A").replacing(
        "anger", with: "anger,a")
    try folder.write(text, to: "some.csv")
    let some = try Program.run("stratify", path("some.csv"), "--out", path("t.csv"), "--split")
    #expect(some.errors.contains("The subjects of 6 of 18 faces are not known"), "\(some.errors)")
    #expect(some.errors.contains("“A”, “a”"), "\(some.errors)")
    #expect(some.errors.contains("Subject “A” has 12 of 18 faces"), "\(some.errors)")
  }

  @Test func facesWithoutASplitAreCounted() throws {
    try manifest("image,emotion,subject,split") { person, face in
      "\(emotions[face]),s\(person),\(person < 2 ? "train" : person < 4 ? "validation" : "")"
    }
    let training = try Program.run(
      "train", path("m.csv"), "--out", path("model"), "--epochs", "1", "--set", "imageSize=32",
      "--set", "batchSize=8")
    #expect(
      training.errors.contains("Without a split, and not used: 6 of 18 faces."),
      "\(training.errors)")
  }

  @Test func nothingIsProvenOfImagesThatCannotBeRead() throws {
    try folder.write(
      "image,subject,split\ngone/a.png,s1,train\ngone/b.png,s2,test\n", to: "gone.csv")
    let check = try Program.run("manifest", "check", path("gone.csv"))
    #expect(check.status == 3)
    #expect(check.output.contains("Nothing is proven of the 2 of 2 images that cannot be read."))
    #expect(!check.output.contains("no file"), "\(check.output)")
  }

  @Test func filesWhoseNamesLookAlikeGoThroughAllCommands() throws {
    try write("d/happy/\u{E9}.png", 1)
    try write("d/happy/e\u{301}.png", 2)
    try write("d/sad/a.png", 3)
    let listed = try Program.run(
      "manifest", path("d"), "--dataset", "folders", "--out", path("m.csv"))
    #expect(listed.output.contains("3 faces"), "\(listed.errors)")
    for words in [
      ["manifest", "check", path("m.csv")],
      ["stratify", path("m.csv"), "--out", path("s.csv"), "--splits", path("frozen.csv")],
      ["stratify", path("m.csv"), "--out", path("t.csv"), "--splits", path("frozen.csv")],
      ["explore", path("m.csv"), "--out", path("e"), "--no-figures"],
    ] {
      let outcome = try Program.finish(Program.process(words))
      #expect(outcome.status == 0, "\(words[0]): \(outcome.errors)")
    }
    #expect(try Manifest(contentsOf: folder.file("t.csv")).records.count == 3)
  }

  @Test func allReasonsAreListedWhereNothingCanBeUsed() throws {
    for index in 0..<3 { try write("d/\(index)_x.png", index) }
    try folder.write("GIF89a", to: "d/old.gif")
    let outcome = try Program.run(
      "manifest", path("d"), "--dataset", "utkface", "--out", path("u.csv"))
    #expect(outcome.status == 3)
    #expect(
      outcome.errors.contains("its name has 2 parts instead of age_sex_ethnicity_timestamp (3,"),
      "\(outcome.errors)")
    #expect(try SkippedImage.read(folder.file("u.skipped.csv")).count == 4)
    let training = try Program.run("age", "train", "utkface:" + path("d"), "--out", path("model"))
    #expect(training.status == 3)
    #expect(try SkippedImage.read(folder.file("model/skipped.csv")).count == 4)
  }

  @Test func copiesAreCountedAndDropped() throws {
    try write("d/happy/a.png", 1)
    try write("d/happy/b.png", 1)
    try write("d/happy/c.png", 2)
    let counted = try Program.run(
      "manifest", path("d"), "--dataset", "folders", "--out", path("m.csv"))
    #expect(
      counted.output.contains("files that repeat others byte by byte: 1"), "\(counted.output)")
    let dropped = try Program.run(
      "manifest", path("d"), "--dataset", "folders", "--out", path("m.csv"), "--drop-copies")
    #expect(dropped.status == 0)
    #expect(
      try Manifest(contentsOf: folder.file("m.csv")).records.map(\.image)
        == ["d/happy/a.png", "d/happy/c.png"])
    #expect(try SkippedImage.read(folder.file("m.skipped.csv")).map(\.image) == ["happy/b.png"])
  }
}

import Faces
import Foundation
import Imaging
import Support
import TestSupport
import Testing

/// What cannot end well ends before anything is learnt, and says why.
@Suite struct FaceCheckTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.file(name).path }

  /// Writes images of noise, of which no two are alike, and a manifest of them.
  /// - Parameter row: the cells behind the image's name, from its number.
  private func write(
    _ name: String, _ columns: String, count: Int, first: Int = 0, _ row: (Int) -> String
  ) throws {
    var text = "image,\(columns)\n"
    for index in first..<(first + count) {
      var generator = SeededGenerator(seed: UInt64(index))
      let coarse = RGBImage(
        width: 6, height: 6,
        pixels: (0..<108).map { _ in UInt8(generator.integer(below: 256)) })
      try coarse.resized(toWidth: 48, height: 48).pngData().write(to: folder.file("\(index).png"))
      text += "\(index).png,\(row(index))\n"
    }
    try folder.write(text, to: name)
  }

  private func emotion(_ index: Int) -> String {
    LabelScheme.emotions7.emotions[index % 7].rawValue
  }

  private func train(_ manifest: String, _ more: String...) throws -> Program.Outcome {
    try Program.finish(
      Program.process(
        [
          "train", path(manifest), "--out", path("model"), "--epochs", "1", "--threads", "1",
          "--set", "imageSize=16",
        ] + more))
  }

  private func study(_ faces: String, _ more: String...) throws -> Program.Outcome {
    try Program.finish(
      Program.process(
        [
          "study", "--faces", path(faces), "--age-faces", path("ages.csv"), "--out", path("run"),
          "--epochs", "1", "--threads", "1", "--set", "age.imageSize=16", "--set",
          "infant.imageSize=16", "--set", "adult.imageSize=16",
        ] + more))
  }

  // MARK: One training

  @Test func validationFacesAreTakenOutOfTrain() throws {
    try write("faces.csv", "emotion,subject,split", count: 30) {
      "\(emotion($0)),s\($0 / 2),\($0 < 20 ? "train" : $0 < 28 ? "test" : "")"
    }
    let outcome = try train("faces.csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.errors.contains("No face was in the split validation: 4 of the 20 training faces"),
      "\(outcome.errors)")
    #expect(
      outcome.errors.contains("Without a split, and not used: 2 of 30 faces"), "\(outcome.errors)")
    let tuned = try Program.run(
      "tune", path("faces.csv"), "--out", path("search"), "--epochs", "1", "--threads", "1",
      "--skip-sanity", "--set", "imageSize=16", "--search", "dropout=0.5")
    #expect(tuned.status == 0, "\(tuned.errors)")
    #expect(tuned.output.contains("on 4 validation faces"), "\(tuned.output)")
  }

  @Test func facesThatCannotBeDividedAreExplained() throws {
    try write("one.csv", "emotion,subject", count: 6) { "\(emotion($0)),s1" }
    let one = try train("one.csv")
    #expect(one.status == 3)
    #expect(
      one.errors.contains("All 6 faces are of one subject, s1: they cannot be divided"),
      "\(one.errors)")
    try write("two.csv", "emotion,subject", count: 6) { "\(emotion($0)),s\($0 % 2)" }
    let two = try train("two.csv")
    #expect(two.status == 3 && two.errors.contains("no more than 2 independent"), "\(two.errors)")
    try write("test.csv", "emotion,split", count: 6) { "\(emotion($0)),test" }
    let test = try train("test.csv")
    #expect(
      test.status == 3 && test.errors.contains("train 0, validation 0, test 6"), "\(test.errors)")
    #expect(!FileManager.default.fileExists(atPath: path("model/history.csv")))
  }

  @Test func leaksAreRefusedOrDroppedOnTheTrainingSide() throws {
    try write("faces.csv", "emotion,split", count: 16) {
      "\(emotion($0)),\($0 < 10 ? "train" : $0 < 13 ? "validation" : "test")"
    }
    for (copy, original) in [("3.png", "14.png"), ("11.png", "15.png")] {
      try FileManager.default.removeItem(at: folder.file(copy))
      try FileManager.default.copyItem(at: folder.file(original), to: folder.file(copy))
    }
    let refused = try train("faces.csv")
    #expect(refused.status == 3 && refused.errors.contains("--drop-leaks"), "\(refused.errors)")
    let outcome = try train("faces.csv", "--drop-leaks")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let skipped = try String(contentsOf: folder.file("model/skipped.csv"), encoding: .utf8)
    #expect(skipped.split(separator: "\n").count == 3, "\(skipped)")
    #expect(skipped.contains("3.png,split,") && skipped.contains("11.png,split,"), "\(skipped)")
  }

  @Test func weightsThatDoNotFitEndASearchBeforeItsFirstTrial() throws {
    try write("faces.csv", "emotion,age_group", count: 30) {
      "\(emotion($0)),\($0 < 29 ? "adult" : "toddler")"
    }
    for (words, code, part) in [
      (["--set", "initialWeights=\(path("faces.csv"))"], Int32(3), "faces.csv"),
      (["--search", "frozenLayers=layer9"], 2, "frozenLayers"),
      (["--set", "frozenLayers=[\"layer9\"]"], 2, "layer9"),
      (["--group", "toddler"], 3, "29 adults, 1 toddlers"),
    ] {
      let outcome = try Program.finish(
        Program.process(
          [
            "tune", path("faces.csv"), "--out", path("search"), "--threads", "1", "--skip-sanity",
            "--set", "imageSize=16",
          ] + words))
      #expect(outcome.status == code, "\(words): \(outcome.errors)")
      #expect(outcome.errors.contains(part), "\(words): \(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: path("search/trials")))
    }
  }

  // MARK: A study

  /// Each of these was found after one to three trainings.
  @Test func aStudyThatCannotEndWellEndsInItsFirstStage() throws {
    try write("ages.csv", "age", count: 12, first: 100) { "\($0 % 12 * 5)" }
    try write("nothing.csv", "source", count: 6) { _ in "x" }
    try write("same.csv", "emotion", count: 12, first: 100) { emotion($0) }
    try write("children.csv", "emotion,age,age_source", count: 9) {
      "\(emotion($0)),\(5 + $0 % 3),label"
    }
    try write("groups.csv", "emotion,age,age_source,split", count: 24) {
      "\(emotion($0)),\($0 % 2 == 0 ? 1 : 30),label,"
        + ($0 < 16 ? "train" : $0 % 2 == 0 ? "test" : "validation")
    }
    try write("leaks.csv", "emotion,subject,split", count: 9) {
      "\(emotion($0)),s\($0 / 2),\($0 < 5 ? "train" : $0 < 7 ? "validation" : "test")"
    }
    for (faces, part) in [
      ("nothing.csv", "None of the 6 faces has an emotion"),
      ("same.csv", "All 12 faces with ages are among the study's faces"),
      ("children.csv", "9 younger children"),
      ("groups.csv", "infant model has 8 training and 0 validation faces"),
      ("leaks.csv", "The splits leak in 2 places"),
    ] {
      let outcome = try study(faces)
      #expect(outcome.status == 3, "\(faces): \(outcome.errors)")
      #expect(outcome.errors.contains(part), "\(faces): \(outcome.errors)")
      #expect(!outcome.errors.contains("[2/"), "\(faces): \(outcome.errors)")
      #expect(!outcome.errors.contains("report.html"), "\(faces): \(outcome.errors)")
    }
  }

  /// Training and validation faces alone, as AffectNet is given out: test faces are taken out of the
  /// training faces.
  @Test func aStudyMakesTheTestFacesThatThereAreNot() throws {
    try write("ages.csv", "age", count: 40, first: 100) { "\($0 % 12 * 5)" }
    try write("faces.csv", "emotion,age,age_source,split", count: 40) {
      "\(emotion($0)),\($0 % 2 == 0 ? 1 : 30),label,\($0 < 28 ? "train" : "validation")"
    }
    let outcome = try study("faces.csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("No face was in the split test"), "\(outcome.errors)")
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    let page = try #require(lines.firstIndex { $0.contains("shows what is done") })
    #expect(page > (try #require(lines.firstIndex { $0.hasPrefix("[1/") })))
    let splits = try Manifest(contentsOf: folder.file("run/manifest.csv")).records
    #expect(splits.count { $0.split == .validation } == 12)
    #expect(splits.contains { $0.split == .test } && splits.allSatisfy { $0.split != nil })
  }
}

import Analysis
import Faces
import Foundation
import Imaging
import Study
import Support
import TestSupport
import Testing
import Torch

/// An age estimator of one epoch on thirty synthetic faces, and images to try it on.
@Suite struct AgeCommandTests {
  private let folder: TemporaryFolder
  private let model: String

  init() throws {
    folder = try TemporaryFolder()
    model = folder.file("age/model.safetensors").path
    try Program.run(
      "synth", "--out", path("synthetic"), "--subjects", "30", "--images", "1", "--size", "24")
    let trained = try Program.run(
      "age", "train", path("synthetic/manifest.csv"), "--out", path("age"), "--epochs", "1",
      "--set",
      "imageSize=16")
    try #require(trained.status == 0, "\(trained.errors)")
  }

  private func path(_ name: String) -> String { folder.file(name).path }

  private func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      at: folder.file(name), withIntermediateDirectories: true)
  }

  private func image(_ side: Int, _ seed: UInt64 = 1) throws -> Data {
    var generator = SeededGenerator(seed: seed)
    let pixels = (0..<(3 * side * side)).map { _ in UInt8(generator.integer(below: 256)) }
    return try RGBImage(width: side, height: side, pixels: pixels).pngData()
  }

  private func predict(_ input: String, to output: String) throws -> Program.Outcome {
    try Program.run(
      "age", "predict", path(input), "--model", model, "--out", path(output), "--threads", "1")
  }

  /// A text file and a 1 × 1 image are listed with the reason; an image of noise is no face, but
  /// gets an age, as the help says.
  @Test func everyImageHasARow() throws {
    try makeFolder("photos")
    try image(24).write(to: folder.file("photos/noise.png"))
    try image(1).write(to: folder.file("photos/dot.png"))
    try folder.write("not an image", to: "photos/text.png")
    let outcome = try predict("photos", to: "ages.csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("1 of 3 faces"))
    let manifest = try Manifest(contentsOf: folder.file("ages.csv"))
    let failures = try #require(manifest.values(ofExtraColumn: "age_failure"))
    let rows = Dictionary(
      uniqueKeysWithValues: zip(manifest.records, failures).map {
        (URL(fileURLWithPath: $0.image).lastPathComponent, ($0, $1))
      })
    let noise = try #require(rows["noise.png"])
    #expect(noise.0.ageInYears != nil && noise.0.ageGroup != nil && noise.1.isEmpty)
    let dot = try #require(rows["dot.png"])
    #expect(dot.0.ageInYears == nil && dot.0.ageSource == nil)
    #expect(dot.1.contains("1 × 1 pixels are too few"))
    #expect(try #require(rows["text.png"]).1.isEmpty == false)
    #expect(!FileManager.default.fileExists(atPath: path("ages.csv.unfinished")))

    // Later commands take the manifest as it is.
    let stratified = try Program.run("stratify", path("ages.csv"), "--out", path("grouped.csv"))
    #expect(stratified.status == 0, "\(stratified.errors)")
    #expect(stratified.output.contains("without an age: 2"))
    let again = try predict("grouped.csv", to: "again.csv")
    #expect(again.status == 0, "\(again.errors)")
    #expect(
      try Data(contentsOf: folder.file("again.csv")) == Data(contentsOf: folder.file("ages.csv")))
  }

  /// Intervals and probabilities come from validation faces of subjects who had no part in choosing
  /// the epoch, and the model's description and its predictions say which.
  @Test func calibrationFacesDoNotChooseTheEpoch() throws {
    try Program.run(
      "synth", "--out", path("more"), "--subjects", "80", "--images", "2", "--size", "24")
    let trained = try Program.run(
      "age", "train", path("more/manifest.csv"), "--preset", "synthetic", "--out", path("other"),
      "--epochs", "1", "--set", "imageSize=16")
    try #require(trained.status == 0, "\(trained.errors)")
    let predictions = try AgePrediction.read(folder.file("other/predictions.csv"), ages: .study)
    let validation = predictions.filter { $0.split == .validation }
    let calibrating = validation.filter(\.calibrates)
    #expect(validation.count == 64 && abs(calibrating.count - 48) <= 4)
    #expect(predictions.count(where: \.calibrates) == calibrating.count)
    let subjects = [true, false].map { part in
      Set(validation.filter { $0.calibrates == part }.map(\.subject))
    }
    #expect(subjects[0].isDisjoint(with: subjects[1]))
    let file = try ModelFile(
      contentsOf: folder.file("other/model.safetensors"), kind: .age, device: .cpu)
    #expect(file.description.selectionFaces?.count == validation.count - calibrating.count)
    #expect(file.description.ageUncertainty?.faces == calibrating.count)
    #expect(file.description.ageUncertainty?.subjects == subjects[0].count)

    let outcome = try Program.run(
      "age", "predict", path("synthetic/images"), "--model", path("other/model.safetensors"),
      "--out",
      path("ages.csv"))
    try #require(outcome.status == 0, "\(outcome.errors)")
    let manifest = try Manifest(contentsOf: folder.file("ages.csv"))
    let estimates = try manifest.ageEstimates()
    let memberships = try GroupMembership(manifest).probabilities
    for (estimate, five) in zip(estimates, memberships) {
      let predicted = try #require(estimate?.distribution)
      for (share, written) in zip(predicted.probabilities(of: .study), try #require(five)) {
        #expect(abs(share - written) < 0.002)
      }
    }
    // All faces choose the epoch where that is asked for, and nothing is said of certainty then.
    let sure = try Program.run(
      "age", "train", path("more/manifest.csv"), "--preset", "synthetic", "--out", path("sure"),
      "--epochs", "1", "--set", "imageSize=16", "--set", "calibrationShare=0")
    try #require(sure.status == 0, "\(sure.errors)")
    #expect(
      try ModelFile(
        contentsOf: folder.file("sure/model.safetensors"), kind: .age, device: .cpu
      ).description.ageUncertainty == nil)
  }

  /// A setting that came later has its default: here its name is blotted out.
  @Test func aModelOfAnEarlierVersionIsRead() throws {
    var content = try Data(contentsOf: URL(fileURLWithPath: model))
    let setting = Data(#"\"greyProbability\" : 0,"#.utf8)
    let place = try #require(content.range(of: setting))
    content.replaceSubrange(place, with: Data(repeating: UInt8(ascii: " "), count: setting.count))
    try content.write(to: folder.file("earlier.safetensors"))
    let outcome = try Program.run(
      "age", "predict", path("synthetic/images"), "--model", path("earlier.safetensors"), "--out",
      path("ages.csv"))
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func aFolderWithoutReadableImagesIsExplained() throws {
    try makeFolder("empty")
    let empty = try predict("empty", to: "a.csv")
    #expect(empty.status == 3 && empty.errors.contains("holds no images"), "\(empty.errors)")
    try makeFolder("small")
    try image(1).write(to: folder.file("small/dot.png"))
    let small = try predict("small", to: "b.csv")
    #expect(small.status == 3 && small.errors.contains("1 × 1 pixels"), "\(small.errors)")
    let trained = try Program.run("age", "train", path("small"), "--out", path("other"))
    #expect(trained.status == 3, "\(trained.errors)")
  }

  @Test func aManifestWithoutKnownAgesCannotTest() throws {
    try makeFolder("photos")
    try image(24).write(to: folder.file("photos/noise.png"))
    _ = try predict("photos", to: "ages.csv")
    // All that it writes is known to the commands that read it.
    #expect(try Manifest(contentsOf: folder.file("ages.csv")).unusedColumnsInWords == nil)
    // Estimated ages are no truth.
    let outcome = try Program.run(
      "age", "evaluate", path("ages.csv"), "--model", model, "--cache", path("cache"))
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("known ages"), "\(outcome.errors)")
  }

  /// Killed after its first chunk, a prediction continues and ends with the bytes of an undisturbed
  /// one; what another estimator has left is not used.
  @Test func anInterruptedPredictionContinues() throws {
    try makeFolder("many")
    for number in 0..<4 {
      try image(24, UInt64(number)).write(to: folder.file("many/\(number).png"))
    }
    for number in 4..<3000 {
      try FileManager.default.linkItem(
        at: folder.file("many/\(number % 4).png"), to: folder.file("many/\(number).png"))
    }
    let undisturbed = try predict("many", to: "undisturbed.csv")
    #expect(undisturbed.status == 0, "\(undisturbed.errors)")
    let expected = try Data(contentsOf: folder.file("undisturbed.csv"))

    let log = folder.file("killed.csv.unfinished")
    let process = Program.process([
      "age", "predict", path("many"), "--model", model, "--out", path("killed.csv"), "--threads",
      "1",
    ])
    try Program.start(process, pausingAfter: log.lastPathComponent)
    Program.end(process, by: SIGKILL)
    #expect(!FileManager.default.fileExists(atPath: path("killed.csv")))
    let left = try String(contentsOf: log, encoding: .utf8)

    // A torn last line does not count.
    try (left + "0123 4,5 6").write(to: log, atomically: true, encoding: .utf8)
    let resumed = try predict("many", to: "killed.csv")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("of 3000 ages were estimated before"), "\(resumed.errors)")
    #expect(try Data(contentsOf: folder.file("killed.csv")) == expected)
    #expect(!FileManager.default.fileExists(atPath: log.path))

    let lines = left.split(separator: "\n").dropFirst().joined(separator: "\n")
    try "ages of another estimator\n\(lines)\n".write(to: log, atomically: true, encoding: .utf8)
    let again = try predict("many", to: "killed.csv")
    #expect(!again.errors.contains("estimated before"), "\(again.errors)")
    #expect(try Data(contentsOf: folder.file("killed.csv")) == expected)
  }

  @Test func evaluationWritesTablesAnswersAndFigures() throws {
    let outcome = try Program.run(
      "age", "evaluate", path("synthetic/manifest.csv"), "--model", model, "--out",
      path("predictions.csv"), "--figures", path("figures"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    for part in ["true age group", "limits of agreement", "right group", "sex: female"] {
      #expect(outcome.output.contains(part), "\(outcome.output)")
    }
    for file in ["predictions.csv", "figures/age-scatter.vl.json", "figures/age-bland-altman.csv"] {
      #expect(FileManager.default.fileExists(atPath: path(file)), "\(file)")
    }
  }
}

@Suite struct AgeTableTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.file(name).path }

  /// Ages on the bounds, with and without errors.
  private func ages() throws -> String {
    try folder.write(
      """
      image,age,age_sd,age_source
      a.png,3,0.5,estimated
      b.png,3.0000001,0.00000001,estimated
      c.png,9.5,1,estimated
      d.png,30,2,estimated
      e.png,8,,label
      f.png,,,

      """, to: "ages.csv"
    ).path
  }

  @Test func boundariesAreCountedAndLeftOut() throws {
    let grouped = try Program.run("stratify", try ages(), "--out", path("grouped.csv"), "--json")
    #expect(grouped.status == 0, "\(grouped.errors)")
    let summary = try JSONDecoder().decode(Summary.self, from: Data(grouped.output.utf8))
    #expect(summary.boundsInYears == [3, 8, 12, 17])
    #expect(summary.groups.map(\.faces) == [1, 2, 1, 0, 1])
    #expect(summary.groups.map(\.nearBoundary) == [1, 0, 0, 0, 0])
    #expect(summary.withoutAge == 1 && summary.withoutError == 1 && summary.leftOut == 0)

    let sure = try Program.run(
      "stratify", try ages(), "--out", path("sure.csv"), "--leave-out-boundary", "--soft")
    #expect(sure.output.contains("left out at a bound: 1"), "\(sure.output)")
    #expect(sure.output.contains("stand in their own"), "\(sure.output)")
    let manifest = try Manifest(contentsOf: folder.file("sure.csv"))
    #expect(manifest.records[0].ageGroup == nil && manifest.records[0].ageInYears == 3)
    #expect(
      manifest.values(ofExtraColumn: "p_toddler") == ["0.5", "0.0", "0.0", "0.0", "0.0", ""])
  }

  private struct Summary: Decodable {
    struct Group: Decodable {
      let faces: Int
      let nearBoundary: Int
    }
    let boundsInYears: [Double]
    let groups: [Group]
    let withoutAge: Int
    let withoutError: Int
    let leftOut: Int
  }

  @Test func otherGroupsAreRecordedAndComparedWhereFilesMeet() throws {
    let file = try folder.write(
      """
      {
        groups: [
          { name: "baby", plural: "babies", upTo: 2 },
          { name: "child", plural: "children", upTo: 12 },
          { name: "adult" },
        ],
      }
      """, to: "groups.json5")
    let outcome = try Program.run(
      "stratify", try ages(), "--out", path("grouped.csv"), "--age-groups", file.path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let manifest = try Manifest(contentsOf: folder.file("grouped.csv"))
    #expect(manifest.vocabulary.ages.text == "baby/babies<=2; child/children<=12; adult")
    #expect(manifest.records[0].ageGroup?.rawValue == "child")
    func predictions(_ ages: String) throws -> String {
      var rows = "image,subject,source,split,age,age_group,emotion,model,predicted,age_groups"
      rows += LabelScheme.emotions7.emotions.map { ",p_\($0.rawValue)" }.joined() + "\n"
      for name in ["a", "c", "d", "e"] {
        rows += "\(name).png,,,test,3,adult,happy,adult,happy,\(ages),0,0,0,1,0,0,0\n"
      }
      return try folder.write(rows, to: "predictions.csv").path
    }
    func evaluate(_ ages: String) throws -> Program.Outcome {
      try Program.run(
        "evaluate", path("grouped.csv"), "--predictions", try predictions(ages), "--out",
        path("out"),
        "--json")
    }
    let evaluated = try evaluate("baby/babies<=2; child/children<=12; adult")
    #expect(
      evaluated.output.contains("\"ages\" : \"baby/babies<=2; child/children<=12; adult\""),
      "\(evaluated.errors)")
    let refusal = try evaluate("")
    #expect(refusal.status == 3, "\(refusal.errors)")
    #expect(refusal.errors.contains("“baby/babies<=2; child/children<=12; adult”"))
    #expect(refusal.errors.contains("“3;8;12;17”"), "\(refusal.errors)")
  }

  @Test(arguments: [
    ("3,8,7,17", "do not ascend"), ("3,8,12,x", "no number"), ("", "no number"),
    ("baby<=2; baby", "two groups have the name “baby”"), ("child", "no number"),
    ("missing.json5", "missing.json5"), ("child<=3; adult<=9", "not of the form"),
  ])
  func groupsThatCannotBeAreRefused(_ groups: String, reason: String) throws {
    let refused = try Program.run(
      "stratify", try ages(), "--out", path("x.csv"), "--age-groups", groups)
    #expect([2, 3].contains(refused.status), "\(refused.errors)")
    #expect(refused.errors.contains(reason), "\(refused.errors)")
  }

  @Test func theEarlierNameOfTheOptionIsUnderstoodWithANote() throws {
    let outcome = try Program.run(
      "stratify", try ages(), "--out", path("grouped.csv"), "--bounds", "2,6,12,18")
    #expect(outcome.status == 0 && outcome.errors.contains("--age-groups"), "\(outcome.errors)")
    let manifest = try Manifest(contentsOf: folder.file("grouped.csv"))
    #expect(manifest.vocabulary.ages.text == "2;6;12;18")
  }

  /// The manifest alone is read: no image is there.
  @Test func agesByEmotionAreAWarningWithoutTrueAges() throws {
    var text = "image,subject,emotion,age,age_source,true_age\n"
    var generator = SeededGenerator(seed: 4)
    for number in 0..<200 {
      let age = generator.uniform(5, 40)
      let isHappy = number % 2 == 0
      let estimate = age + (isHappy ? 3 : 0) + generator.normal(standardDeviation: 2)
      text += "\(number).png,s\(number / 2),\(isHappy ? "happy" : "sad"),\(max(estimate, 0)),"
      text += "estimated,\(age)\n"
    }
    let known = try folder.write(text, to: "known.csv")
    let tested = try Program.run("age", "expression", known.path)
    #expect(tested.status == 0, "\(tested.errors)")
    #expect(tested.output.contains("error goes with the perceived emotion"), "\(tested.output)")
    let unknown = try folder.write(
      text.replacing("true_age", with: "another_age"), to: "unknown.csv")
    let warned = try Program.run("age", "expression", unknown.path, "--json")
    #expect(warned.status == 0, "\(warned.errors)")
    #expect(warned.output.contains("\"estimatedAge\""), "\(warned.output)")
    #expect(warned.output.contains("only faces of known age can tell"))
    let refused = try Program.run("age", "expression", try ages())
    #expect(refused.status == 3 && refused.errors.contains("emotion"), "\(refused.errors)")
  }
}

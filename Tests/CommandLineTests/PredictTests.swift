import Faces
import Foundation
import Support
import TestSupport
import Testing

/// Models of synthetic faces know no photographs, and say so.
@Suite(.serialized) struct PredictTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Program.run(
      "synth", "--out", path("synthetic"), "--subjects", "30", "--images", "1", "--size", "24")
    try train("age", "age", "train")
    try train("adult", "train")
  }

  private func path(_ name: String) -> String { folder.file(name).path }

  private func train(
    _ name: String, _ command: String..., on manifest: String = "synthetic/manifest.csv"
  )
    throws
  {
    let trained = try Program.finish(
      Program.process(
        command + [path(manifest), "--out", path(name), "--epochs", "1", "--set", "imageSize=16"]
      ))
    try #require(trained.status == 0, "\(trained.errors)")
  }

  private func model(_ name: String) -> String { path("\(name)/model.safetensors") }

  private func predict(_ input: String, _ options: String...) throws -> Program.Outcome {
    try Program.finish(
      Program.process(
        ["predict", path(input), "--out", path("predictions.csv"), "--threads", "1"] + options))
  }

  /// A column of the predictions.
  private func cells(_ column: String, of file: String = "predictions.csv") throws -> [String] {
    let reader = try CSVReader(contentsOf: folder.file(file))
    let position = try reader.requiredIndex(of: column)
    var cells: [String] = []
    try reader.forEachRow { cells.append($0.fields[position]) }
    return cells
  }

  private static let nothing = "about photographs means nothing"

  @Test func photographsGetAWarningAndDrawingsNone() throws {
    let models = ["--model", model("adult"), "--age-model", model("age")]
    let drawn = try predict("synthetic/manifest.csv", models[0], models[1], models[2], models[3])
    #expect(drawn.status == 0 && !drawn.errors.contains("WARNING"), "\(drawn.errors)")
    #expect(try cells("warning").allSatisfy(\.isEmpty))

    // A folder says nothing of its images, so that they are taken for photographs.
    let photographs = try predict("synthetic/images", models[0], models[1], models[2], models[3])
    #expect(photographs.status == 0)
    #expect(
      photographs.errors.contains(
        "WARNING: the adult and age models were trained on synthetic faces"),
      "\(photographs.errors)")
    #expect(photographs.output.contains("the column warning says"))
    let warnings = try cells("warning")
    #expect(warnings.count == 30)
    #expect(warnings.allSatisfy { $0.contains(PredictTests.nothing) })

    let json = try predict(
      "synthetic/images", models[0], models[1], models[2], models[3], "--json")
    let outcome = try JSONDecoder().decode(Outcome.self, from: Data(json.output.utf8))
    #expect(outcome.images == 30 && outcome.readable == 30 && outcome.warnings.count == 1)
  }

  private struct Outcome: Decodable {
    let images: Int
    let readable: Int
    let warnings: [String]
  }

  /// The first of what was left out are named with their reasons, and all are in a list.
  @Test(arguments: ["predict", "age predict"]) func whatIsLeftOutIsListed(command: String) throws {
    let photos = folder.file("photos")
    try FileManager.default.copyItem(at: folder.file("synthetic/images"), to: photos)
    for (name, text) in [
      ("broken.png", "\u{89}PNG no more"), ("empty.jpg", ""), ("notes.txt", "of the day"),
      ("table.csv", "a,b"),
    ] { try folder.write(text, to: "photos/\(name)") }
    let words = command.split(separator: " ").map(String.init)
    let outcome = try Program.finish(
      Program.process(
        words + [
          photos.path, command == "predict" ? "--age-model" : "--model", model("age"), "--out",
          path("given.csv"), "--threads", "1",
        ]))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("Left out: 2 images, 2 rows, cells and other files."))
    #expect(outcome.errors.contains("  empty.jpg: "))
    #expect(outcome.errors.contains("  notes.txt: ") && !outcome.errors.contains("  table.csv: "))
    #expect(outcome.errors.contains("given.skipped.csv lists them all."), "\(outcome.errors)")
    let skipped = try SkippedImage.read(folder.file("given.skipped.csv"))
    #expect(skipped.map(\.image) == ["broken.png", "empty.jpg", "notes.txt", "table.csv"])
    #expect(skipped.allSatisfy { !$0.reason.isEmpty })
    try FileManager.default.removeItem(at: photos)
  }

  @Test func estimatedAgesOfPhotographsAreMarked() throws {
    func estimate(_ input: String) throws -> Program.Outcome {
      try Program.run(
        "age", "predict", path(input), "--model", model("age"), "--out", path("ages.csv"))
    }
    let photographs = try estimate("synthetic/images")
    #expect(photographs.status == 0 && photographs.errors.contains(PredictTests.nothing))
    #expect(try cells("warning", of: "ages.csv").allSatisfy { $0.contains(PredictTests.nothing) })
    let drawn = try estimate("synthetic/manifest.csv")
    #expect(drawn.status == 0 && !drawn.errors.contains("WARNING"), "\(drawn.errors)")
    #expect(try cells("warning", of: "ages.csv").allSatisfy(\.isEmpty))

    let process = Program.process(["age", "evaluate", try unmarked(), "--model", model("age")])
    process.currentDirectoryURL = folder.file("work")
    try FileManager.default.createDirectory(
      at: folder.file("work"), withIntermediateDirectories: false)
    let tested = try Program.finish(process)
    // Without an output decoded faces are kept in the working folder, not above it.
    #expect(FileManager.default.fileExists(atPath: path("work/cache")))
    #expect(tested.status == 0 && tested.errors.contains(PredictTests.nothing), "\(tested.errors)")
  }

  /// The synthetic faces as photographs are listed: with a source of their own.
  private func unmarked() throws -> String {
    var manifest = try Manifest(contentsOf: folder.file("synthetic/manifest.csv"))
    for row in manifest.records.indices { manifest.records[row].source = "archive" }
    manifest.removeExtraColumn("cohort")
    try manifest.write(to: folder.file("synthetic/photographs.csv"))
    return path("synthetic/photographs.csv")
  }

  @Test func modelsOfPhotographsPredictWithoutAWarning() throws {
    _ = try unmarked()
    try train("photographs", "train", on: "synthetic/photographs.csv")
    let outcome = try predict("synthetic/images", "--model", model("photographs"))
    #expect(outcome.status == 0 && !outcome.errors.contains("WARNING"), "\(outcome.errors)")
    #expect(try cells("warning").allSatisfy(\.isEmpty))
  }

  /// A file of an earlier version does not say what its model learnt from: here that is blotted out.
  @Test func anEarlierModelDoesNotSay() throws {
    var content = try Data(contentsOf: URL(fileURLWithPath: model("adult")))
    let field = Data(#"\"learntFrom\" : \"synthetic\","#.utf8)
    let place = try #require(content.range(of: field))
    content.replaceSubrange(place, with: Data(repeating: UInt8(ascii: " "), count: field.count))
    try content.write(to: folder.file("earlier.safetensors"))
    let outcome = try predict("synthetic/images", "--model", path("earlier.safetensors"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("WARNING: the adult model does not tell"), "\(outcome.errors)")
  }

  @Test func oneImageIsEnough() throws {
    let first = try #require(
      FileManager.default.contentsOfDirectory(atPath: path("synthetic/images")).min())
    let outcome = try predict("synthetic/images/\(first)", "--model", model("adult"))
    #expect(outcome.status == 0 && outcome.output.contains("1 of 1 image"), "\(outcome.errors)")
    try folder.write("no image", to: "notes.png")
    let refused = try predict("notes.png", "--model", model("adult"))
    #expect(refused.status == 3 && refused.errors.contains("notes.png"), "\(refused.errors)")
  }

  @Test func modelsOfOneNameAreRefused() throws {
    let outcome = try predict(
      "synthetic/images", "--model", model("adult"), "--model", model("adult"))
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(outcome.errors.contains("Two of the models are called “adult”"), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: path("predictions.csv")))
  }
}

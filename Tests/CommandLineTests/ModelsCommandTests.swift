import Foundation
import Support
import TestSupport
import Testing

/// Ready models are made in one command, and found without being named.
@Suite(.serialized) struct ModelsCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try StudyCohorts.copy(into: folder)
  }

  private func path(_ name: String) -> String { folder.file(name).path }

  private func run(_ words: String...) throws -> Program.Outcome {
    let process = Program.process(words)
    process.currentDirectoryURL = folder.url
    var environment = ProcessInfo.processInfo.environment
    environment["SMILESTONE_MODELS"] = path("library")
    process.environment = environment
    return try Program.finish(process)
  }

  private func train(_ run: String, name: String = "small") throws -> Program.Outcome {
    try self.run(
      "models", "train", "scratch", "--name", name, "--faces", path("faces/manifest.csv"),
      "--age-faces", path("ages/manifest.csv"), "--out", path(run), "--epochs", "1", "--threads",
      "1",
      "--set", "age.imageSize=16", "--set", "infant.imageSize=16", "--set", "adult.imageSize=16")
  }

  @Test func readyModelsAreMadeListedAndUsed() throws {
    let made = try train("run")
    #expect(made.status == 0, "\(made.errors)")
    let card = try String(contentsOf: folder.file("library/small/card.md"), encoding: .utf8)
    #expect(made.output.contains("library/small/card.md"))
    for group in ["| toddler |", "| adult |", "| all |"] {
      #expect(card.contains(group), "\(group)")
    }
    for model in ["| all | all |", "| infant | adult |", "| adult | toddler |"] {
      #expect(card.contains(model), "\(model)")
    }
    for model in ["age", "all", "infant", "adult"] {
      let file = folder.file("library/small/\(model).safetensors")
      #expect(try card.contains(ContentHash.sha256(ofFile: file)), "\(model)")
    }
    let list = try run("models", "list")
    #expect(list.status == 0 && list.output.contains("small: ages"), "\(list.errors)")

    let predicted = try run("predict", "faces/images")
    #expect(predicted.status == 0, "\(predicted.errors)")
    let table = try CSVReader(contentsOf: folder.file("predictions.csv"))
    for column in ["age", "age_group", "all_emotion", "infant_emotion", "adult_emotion"] {
      _ = try table.requiredIndex(of: column)
    }
    // What is there is not lost.
    let again = try run("predict", "faces/images")
    #expect(again.status == 2 && again.errors.contains("--out FILE"), "\(again.errors)")
    let aged = try run("age", "predict", "faces/images", "--out", path("ages.csv"))
    #expect(aged.status == 0, "\(aged.errors)")
    let both = try run("predict", "faces/images", "--models", "small", "--run", path("run"))
    #expect(both.status == 2 && both.errors.contains("--models and --run"), "\(both.errors)")

    // The same command continues; models of another run are not put in their place.
    let repeated = try train("run")
    #expect(repeated.status == 0 && repeated.errors.contains("done before"), "\(repeated.errors)")
    let other = try train("other")
    #expect(other.status == 2 && other.errors.contains("Choose another --name"), "\(other.errors)")
    #expect(!FileManager.default.fileExists(atPath: path("other")))
  }

  @Test func whereNoneAreItSaysHowToMakeSome() throws {
    let command = "smilestone models train open --faces FER2013 --age-faces UTKFACE --out runs/open"
    let predicted = try run("predict", "faces/images")
    #expect(predicted.status == 2 && predicted.errors.contains(command), "\(predicted.errors)")
    #expect(!FileManager.default.fileExists(atPath: path("predictions.csv")))
    let list = try run("models", "list")
    #expect(list.status == 0 && list.output.contains(command), "\(list.output)")
    let named = try run("predict", "faces/images", "--models", "mine")
    #expect(named.status == 2 && named.errors.contains("“mine”"), "\(named.errors)")
    let preset = try run(
      "models", "train", "best", "--faces", "a", "--age-faces", "b", "--out", "c")
    #expect(
      preset.status == 2 && preset.errors.contains("open, scratch, paper"), "\(preset.errors)")
  }
}

import Foundation
import Support
import TestSupport
import Testing

/// A study whose models are trained more than once.
@Suite(.serialized) struct RepeatedTrainingTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try StudyCohorts.copy(into: folder)
  }

  private func study(_ run: String, _ more: String...) -> Process {
    Program.process(
      [
        "study", "--out", folder.file(run).path, "--faces",
        folder.file("faces/manifest.csv").path, "--epochs", "1", "--threads", "1",
        "--set", "infant.imageSize=16", "--set", "adult.imageSize=16",
      ] + more)
  }

  /// Killed within the second training, it continues and ends with the bytes of an undisturbed study; the first training
  /// is that of a study that trains once.
  @Test func aKilledStudyContinuesWithTheTrainingThatIsMissing() throws {
    let once = try Program.finish(study("once"))
    #expect(once.status == 0, "\(once.errors)")
    let more = ["--trainings", "2", "--set", "resamplesTrainingSubjects=true"]
    let undisturbed = try Program.finish(study("undisturbed", more[0], more[1], more[2], more[3]))
    #expect(undisturbed.status == 0, "\(undisturbed.errors)")
    #expect(undisturbed.errors.contains("each 2 times"))
    #expect(undisturbed.errors.contains("Training 2 of 2: the adult model"))
    let process = study("killed", more[0], more[1], more[2], more[3])
    try Program.start(process, pausingAfter: "killed/trainings/2/infant/history.csv")
    Program.end(process, by: SIGKILL)
    let resumed = try Program.finish(study("killed", more[0], more[1], more[2], more[3]))
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(!resumed.errors.contains("Training 2 of 2: the infant model"))
    for file in [
      "infant/model.safetensors", "trainings/2/infant/model.safetensors",
      "trainings/2/adult/model.safetensors", "trainings/2/predictions.csv",
      "evaluation/metrics.json",
    ] {
      let bytes = try Data(contentsOf: folder.file("undisturbed/\(file)"))
      #expect(try Data(contentsOf: folder.file("killed/\(file)")) == bytes, "\(file)")
    }
    func model(_ path: String) throws -> Data { try Data(contentsOf: folder.file(path)) }
    #expect(
      try model("once/adult/model.safetensors") == model("undisturbed/adult/model.safetensors"))
    #expect(
      try model("undisturbed/trainings/2/adult/model.safetensors")
        != model("undisturbed/adult/model.safetensors"))
    let other = try Program.finish(study("undisturbed", "--trainings", "3"))
    #expect(other.status == 2)
    #expect(other.errors.contains("resamplesTrainingSubjects"), "\(other.errors)")
    let again = try Program.run(
      "evaluate", folder.file("undisturbed/manifest.csv").path, "--predictions",
      folder.file("undisturbed/evaluation/predictions.csv").path, "--training",
      folder.file("undisturbed/trainings/2/predictions.csv").path, "--transition", "--replicates",
      "20", "--out", folder.file("again").path)
    #expect(again.status == 0, "\(again.errors)")

    // A study that trained once trains what is missing, and is then the one that trained twice.
    let raised = try Program.finish(study("once", more[0], more[1], more[2], more[3]))
    #expect(raised.status == 0, "\(raised.errors)")
    #expect(raised.errors.contains("The models were trained once"), "\(raised.errors)")
    #expect(raised.errors.components(separatedBy: "Adult model: epoch 1 of 1:").count == 2)
    for file in ["trainings/2/adult/model.safetensors", "evaluation/metrics.json"] {
      #expect(try model("once/\(file)") == model("undisturbed/\(file)"), "\(file)")
    }
    let lowered = try Program.finish(study("once"))
    #expect(lowered.status == 2)
    #expect(lowered.errors.contains("modelTrainings"), "\(lowered.errors)")
  }

  @Test func impossibleRequestsAreRefused() throws {
    for count in ["0", "-1", "21", "two"] {
      let refused = try Program.finish(study("none", "--trainings", count))
      #expect(refused.status == 2, "\(refused.errors)")
      #expect(refused.errors.contains("--trainings"), "\(refused.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("none/study.json").path))
    let alone = try Program.run(
      "evaluate", "--model", "m", "--training", "p.csv", "--out", folder.file("out").path)
    #expect(alone.status == 2)
    #expect(alone.errors.contains("--training goes with --predictions"), "\(alone.errors)")
  }
}

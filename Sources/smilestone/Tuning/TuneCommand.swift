import Faces
import Foundation
import Report
import Study
import Support
import Training
import Tuning

enum TuneCommand {
  static let command = Command(
    name: "tune", summary: "Search for a model's best settings on the validation faces.",
    operands: "MANIFEST|FOLDER", operandCount: 1...1,
    discussion: "Trains a model for each combination of settings, as `train` and `age train` do, "
      + "and ranks them by their best epoch's validation accuracy (for ages: mean absolute "
      + "error). The test split is never read. Stopped, the same command continues; given several "
      + "times, also on machines that share the folder, its processes divide the trainings.\n\n"
      + "Writes trials.csv, best.json5 (for --config of `train`) and figures.",
    options: [
      .value("--model", "NAME", "infant, adult or age: whose settings. Default: adult."),
      .value("--out", "DIR", "Where the search keeps its files.", required: true),
      .value(
        "--search", "KEY=VALUES",
        "A setting and its values: KEY=1,2 (choices), KEY=0..0.7 (a range), KEY=log:1e-5..1e-2, "
          + "KEY=whole:16..64. Default: learning rate, dropout, weight decay and the weight of "
          + "the distance loss around the study's values.", repeatable: true),
      .value(
        "--strategy", "NAME",
        "grid (all combinations), random, or halving (the best third of the random ones continues "
          + "to three times the epochs). Default: grid."),
      .value("--trials", "N", "Combinations that random and halving draw. Default: 18."),
      .value(
        "--folds", "K",
        "Cross-validate over K folds instead; faces of a known subject stay together."),
      .value(
        "--seeds", "N",
        "Train each candidate N times, with this many seeds from --seed on; its score is their mean."
      ),
      .value("--workers", "N", "Trainings at a time, each a process. Default: 1."),
      .value(
        "--group", "GROUP",
        "Use the faces of this age group alone, toddler of the study's groups. Default: all faces."),
      TrainingOptions.presetOption,
      .value("--epochs", "N", "Epochs of a full training."),
      .flag("--skip-sanity", "Leave out the sanity checks before the search."),
      SchemeOption.option, TrainingOptions.randomInitialisation,
      .ageGroups, .dropLeaks, .config, .set, .seed, .cache, .checkpointEvery,
    ] + SlurmOptions.options + TrainingOptions.colour + Session.options,
    folderUse: .shared,
    examples: [
      (
        "smilestone tune grouped.csv --model adult --group adult --out tuning/adult",
        "The study's four settings, all combinations."
      ),
      (
        "smilestone tune faces.csv --out tuning/lr --strategy halving --trials 27 "
          + "--search learningRate=log:1e-5..1e-2 --search dropout=0..0.7",
        "Successive halving over two ranges."
      ),
      (
        "smilestone tune grouped.csv --out tuning/adult --slurm time=4:00:00,cpus-per-task=8 "
          + "--slurm-tasks 6",
        "The study's settings, on six nodes or parts of nodes at a time."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let session = try Session(arguments)
    let request = try TuningRequest(arguments)
    let folder = TuningFolder(try arguments.requiredURL("--out"))
    guard
      try !SlurmOptions.submit(
        arguments, pieces: request.search.trialCount, into: folder.url, work: folder.url)
    else { return }
    let manifests = try folder.alone(session.observer) {
      let (faces, manifests) = try request.faces(session, arguments, folder: folder)
      try folder.claim(request, manifests: manifests)
      if !arguments.has("--skip-sanity"), !folder.trials.hasContent {
        try check(request, faces, session)
      }
      return manifests
    }
    let table = try request.tuner(arguments, folder: folder, observer: session.observer).perform()
    try folder.alone(session.observer) {
      try TuningResult(request: request, table: table, manifests: manifests)
        .write(to: folder, observer: session.observer)
    }
  }

  private static func check(
    _ request: TuningRequest, _ faces: LoadedFaces, _ session: Session
  ) throws {
    let check = SanityCheck(device: session.device, observer: session.observer)
    let verdicts =
      try request.model == .age
      ? check.age(on: faces, settings: request.settings)
      : check.expression(on: faces, settings: request.settings)
    for verdict in verdicts { print("\(verdict.isPassed ? "ok    " : "failed") \(verdict.text)") }
    guard verdicts.allSatisfy(\.isPassed) else {
      throw SmilestoneError.failed(
        "A sanity check failed, so a search would not help.",
        remedy: "Look at labels and images (`smilestone explore`), at frozen layers and initial "
          + "weights; or pass --skip-sanity.")
    }
  }
}

extension URL {
  fileprivate var hasContent: Bool { FileManager.default.fileExists(atPath: path) }
}

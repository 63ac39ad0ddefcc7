import Cohort
import Evaluation
import Foundation
import Imaging
import Study
import Support
import Training

enum AgeTrainCommand {
  static let command = Command(
    name: "age train", summary: "Train the age estimator on faces with ages.",
    operands: "MANIFEST|FOLDER", operandCount: 1...1,
    discussion:
      "A manifest needs the column age; without a split one is made (85, 7.5 and 7.5 % of "
      + "the subjects). A folder must hold UTKFace's files.",
    options: [
      .value("--out", "DIR", "Where the model and its history go.", required: true),
      .value(
        "--preset", "NAME", "Settings to start from: synthetic, open or paper. Default: open."),
      .value("--epochs", "N", "Passes over the training faces."),
      TrainingOptions.randomInitialisation,
      .flag("--grey", "Train on grey pictures, for grey archives. The preset open does so."),
      .config, .set, .seed, .cache, .checkpointEvery,
    ] + Session.options,
    examples: [
      (
        "smilestone age train utkface --out models/age",
        "Trains on UTKFace with the settings of the preset open."
      ),
      (
        "smilestone age train utkface --out models/age --set architecture=efficientnet_b0 "
          + "--set pictureSize=64",
        "Another network: resnet18, resnet50, efficientnet_b0 or vit_small_patch14_dinov2."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let session = try Session(arguments)
    let preset = StudyConfiguration(
      preset: try arguments.choice("--preset", of: Preset.self) ?? .open)
    let settings = try TrainingOptions.settings(arguments, startingFrom: preset.age)
    let out = try arguments.requiredURL("--out")
    var (manifest, skipped) = try FaceSource.read(
      arguments.operands[0], adapter: UTKFaceAdapter())
    guard manifest.records.contains(where: { $0.ageInYears != nil }) else {
      throw SmilestoneError.badInput(
        "\(arguments.operands[0]) has no ages to learn from.",
        remedy: "Fill its column age (in years).")
    }
    manifest.records.removeAll { $0.ageInYears == nil }
    var faces = try session.load(
      manifest, size: settings.pictureSize,
      colour: arguments.has("--grey") ? .grey : preset.colour, arguments: arguments,
      output: out.appendingPathComponent("model"))
    skipped += faces.skipped
    try faces.splitIfNeeded(preset.ageSplit, seed: settings.seed)
    try session.report(skipped, to: out.appendingPathComponent("skipped.csv"))
    let folder = ModelFolder(out)
    try AgeEstimation(
      device: session.device, observer: session.observer,
      checkpointSeconds: arguments.checkpointSeconds()
    ).train(on: faces, settings: settings, into: folder)
    print(folder.model.path)
  }
}

enum AgeEvaluateCommand {
  static let command = Command(
    name: "age evaluate", summary: "Test an age estimator on faces with known ages.",
    operands: "MANIFEST|FOLDER", operandCount: 1...1,
    discussion: "Rows whose split is test are used, or all rows when no row has a split.",
    options: [
      .value("--model", "FILE", "The age estimator.", required: true),
      .value("--out", "FILE", "Write each face's known and estimated age to a CSV."),
      .json, .seed, .cache,
    ] + Session.options,
    examples: [
      (
        "smilestone age evaluate holdout --model models/age/model.safetensors",
        "Mean absolute error and share within 5 years, with 95 % intervals, by age group."
      )
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let session = try Session(arguments)
    let file = try ModelFile(
      contentsOf: arguments.requiredURL("--model"), kind: .age, device: session.device)
    let (manifest, skipped) = try FaceSource.read(
      arguments.operands[0], adapter: UTKFaceAdapter())
    let out = arguments.url("--out")
    let faces = try session.load(
      manifest, size: file.description.settings.pictureSize, colour: file.description.colour,
      arguments: arguments, output: out)
    let answers = try AgeEstimation(device: session.device, observer: session.observer)
      .evaluate(file, on: faces)
    if let out { try AgeAnswer.write(answers, to: out) }
    for image in skipped + faces.skipped {
      session.observer.message("Left out: \(image.image): \(image.reason)")
    }
    let metrics = try ModelEvaluation.ageMetrics(
      answers, baselineAgeInYears: file.description.trainingMedianAgeInYears,
      ageUncertainty: file.description.ageUncertainty,
      settings: EvaluationSettings(seed: arguments.seed() ?? 1))
    if arguments.has("--json") { try printJSON(metrics) } else { print(Tables.text(metrics)) }
  }
}

enum AgePredictCommand {
  static let command = Command(
    name: "age predict", summary: "Estimate the ages of faces.",
    operands: "MANIFEST|FOLDER", operandCount: 1...1,
    discussion:
      "Writes a manifest with age, age_sd, age_source and age_group. Ages that are labels "
      + "already stay as they are.",
    options: [
      .value("--model", "FILE", "The age estimator.", required: true),
      .value("--out", "FILE", "The manifest to write.", required: true),
      .cache,
    ] + Session.options,
    examples: [
      (
        "smilestone age predict photos --model models/age/model.safetensors --out ages.csv",
        "One row for each image in photos; images that cannot be read are listed apart."
      )
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let session = try Session(arguments)
    let file = try ModelFile(
      contentsOf: arguments.requiredURL("--model"), kind: .age, device: session.device)
    let out = try arguments.requiredURL("--out")
    let faces = try session.load(
      FaceInput.manifest(arguments.operands[0]), size: file.description.settings.pictureSize,
      colour: file.description.colour, arguments: arguments, output: out)
    let aged = try AgeEstimation(device: session.device, observer: session.observer)
      .estimateAges(file, of: faces)
    try Stratification.assignGroups(aged).write(to: out)
    try session.report(
      faces.skipped, to: out.deletingPathExtension().appendingPathExtension("skipped.csv"))
    print("\(out.path): \(aged.records.count) faces")
  }
}

import Cohort
import Evaluation
import Foundation
import Study
import Support

enum EvaluateCommand {
  static let command = Command(
    name: "evaluate", summary: "Test expression models on every age group.",
    operands: "MANIFEST", operandCount: 1...1,
    discussion: "Rows whose split is validation or test are judged; the tables are made from the "
      + "test rows alone. The manifest needs emotion, age_group and split.",
    options: [
      .value(
        "--model", "FILE", "An expression model; give it once for each.", required: true,
        repeatable: true),
      .value("--out", "DIR", "Where predictions.csv and metrics.json go.", required: true),
      .json, .seed, .cache,
    ] + Session.options,
    examples: [
      (
        "smilestone evaluate grouped.csv --model models/infant/model.safetensors "
          + "--model models/adult/model.safetensors --out evaluation",
        "Accuracy with intervals, macro recall and confusion matrices by model and age group."
      )
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let session = try Session(arguments)
    let out = try arguments.requiredURL("--out")
    let manifest = try Manifest(contentsOf: URL(fileURLWithPath: arguments.operands[0]))
    let predictor = ExpressionPrediction(observer: session.observer)
    var rows: [PredictionRow] = []
    var settings = EvaluationSettings(seed: try arguments.seed() ?? 1, trainedOn: [:])
    for path in arguments.strings("--model") {
      let file = try ModelFile(
        contentsOf: URL(fileURLWithPath: path), kind: .expression, device: session.device)
      guard !rows.contains(where: { $0.model == file.description.name }) else {
        throw SmilestoneError.usage(
          "Two of the models are called “\(file.description.name)”.",
          remedy: "Evaluate one infant and one adult model.")
      }
      let faces = try session.load(
        manifest, size: file.description.settings.pictureSize, colour: file.description.colour,
        arguments: arguments, output: out)
      rows += try predictor.predictionRows(file, for: faces)
      settings.trainedOn[file.description.name] = file.description.trainedOn
      try session.report(faces.skipped, to: out.appendingPathComponent("skipped.csv"))
    }
    guard rows.contains(where: { $0.split == Split.test.rawValue }) else {
      throw SmilestoneError.badInput(
        "\(arguments.operands[0]) has no test faces with an emotion.",
        remedy: "Fill its columns emotion, age_group and split; see `smilestone stratify --split`.")
    }
    let metrics = try ModelEvaluation.write(
      rows, ageAnswers: [], baselineAgeInYears: nil, settings: settings,
      predictions: out.appendingPathComponent("predictions.csv"),
      metrics: out.appendingPathComponent("metrics.json"))
    if arguments.has("--json") { try printJSON(metrics) } else { print(Tables.text(metrics)) }
  }
}

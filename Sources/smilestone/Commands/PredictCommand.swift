import Cohort
import Foundation
import Study
import Support

enum PredictCommand {
  static let command = Command(
    name: "predict", summary: "Estimate the expressions, and ages, of new images.",
    operands: "MANIFEST|FOLDER", operandCount: 1...1,
    discussion:
      "Writes one row for each image: the age and age group when an age estimator is given, "
      + "and for each expression model the most probable perceived emotion and all seven "
      + "probabilities. An image that cannot be read has a row with the reason.",
    options: [
      .value("--model", "FILE", "An expression model; give it once for each.", repeatable: true),
      .value("--age-model", "FILE", "An age estimator."),
      .value("--run", "DIR", "Use the models of this run folder."),
      .value("--out", "FILE", "The CSV to write.", required: true),
      .cache,
    ] + Session.options,
    examples: [
      (
        "smilestone predict photos --run runs/first --out photos.csv",
        "Ages and perceived emotions of all images in photos, with the models of a study."
      )
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let session = try Session(arguments)
    let out = try arguments.requiredURL("--out")
    let run = arguments.url("--run").map(RunFolder.init)
    let expressionFiles =
      arguments.strings("--model").map { URL(fileURLWithPath: $0) }
      + (run.map { [$0.infant.model, $0.adult.model] } ?? [])
    let ageFile = arguments.url("--age-model") ?? run?.age.model
    guard !expressionFiles.isEmpty || ageFile != nil else {
      throw SmilestoneError.usage(
        "`smilestone predict` needs a model.",
        remedy: "Give --run DIR, --model FILE or --age-model FILE.")
    }
    let answers = try FacePrediction(
      expressionModels: expressionFiles.map {
        try ModelFile(contentsOf: $0, kind: .expression, device: session.device)
      },
      ageModel: ageFile.map { try ModelFile(contentsOf: $0, kind: .age, device: session.device) },
      device: session.device,
      observer: session.observer
    ).predict(
      FaceInput.manifest(arguments.operands[0]),
      cache: arguments.url("--cache")
        ?? out.deletingLastPathComponent().appendingPathComponent("cache"))
    try AtomicFile.write(answers.csv, to: out)
    print("\(out.path): \(answers.readableCount) of \(answers.count) images")
  }
}

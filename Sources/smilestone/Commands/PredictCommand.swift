import Faces
import Foundation
import Study
import Support

enum PredictCommand {
  static let command = Command(
    name: "predict", summary: "Estimate the expressions, and ages, of new images.",
    operands: "MANIFEST|FOLDER|IMAGE", operandCount: 1...1,
    discussion: """
      Writes one row for each image: the age and age group where there is an age estimator, and for \
      each expression model the most probable perceived emotion and the probabilities of all. An image \
      that cannot be read has a row with the reason; OUT.skipped.csv lists those and the other files of a folder. Where no model is named, the ready ones predict \
      (`smilestone models list`).

      Every image that can be read gets a prediction, whether it shows a face or not: cut faces out with \
      `smilestone faces --detect` first where that is not sure.

      Models that were trained on synthetic faces (`smilestone study` without --faces) know no photographs: \
      their predictions about them mean nothing. The command warns, and the column warning says so, for \
      every image that no manifest marks as synthetic.
      """,
    options: [
      .value("--model", "FILE", "An expression model; give it once for each.", repeatable: true),
      .value("--age-model", "FILE", "An age estimator."),
      .value("--run", "DIR", "Use the models of this run folder."), .readyModels,
      .value(
        "--out", "FILE",
        "The CSV to write. Default: \(standardOutput), unless there is one already."
      ),
      .ageGroups, .json, .cache,
    ] + Session.options + [.processTimeout],
    folderUse: .first,
    examples: [
      (
        "smilestone predict cut/manifest.csv",
        "Ages and perceived emotions of faces, by the ready models, in predictions.csv."
      ),
      (
        "smilestone faces photos --detect --out cut",
        "Before that: the faces, cut out of photographs."
      ),
      (
        "smilestone models train open --faces FER2013 --age-faces UTKFACE --out runs/open",
        "And once before that: models that know photographs."
      ),
      (
        "smilestone predict cut/manifest.csv --run runs/other --out photos.csv",
        "The same with the models of a study."
      ),
    ],
    run: run)

  private static let standardOutput = "predictions.csv"

  /// Where the predictions go: nothing that was not named is overwritten.
  private static func output(_ arguments: Arguments) throws -> URL {
    if let named = arguments.url("--out") { return named }
    let standard = URL(fileURLWithPath: standardOutput)
    guard !FileManager.default.fileExists(atPath: standard.path) else {
      throw SmilestoneError.usage(
        "\(standard.path) is there already.", remedy: "Say where to write, with --out FILE.")
    }
    return standard
  }

  /// The models that were named, or else the ready ones.
  static func models(_ arguments: Arguments) throws -> (expression: [URL], age: URL?) {
    let library = ModelLibrary()
    let options = ["--model", "--age-model", "--run"]
    if let ready = try arguments.readyModels(in: library, unless: options) {
      return (library.expressionModels(of: ready), library.ageModel(of: ready))
    }
    let run = arguments.url("--run").map(RunFolder.init)
    return (
      arguments.strings("--model").map { URL(fileURLWithPath: $0) }
        + (run.map { [$0.infant.model, $0.adult.model] } ?? []),
      arguments.url("--age-model") ?? run?.ageModel
    )
  }

  private static func run(_ arguments: Arguments) throws {
    let files = try models(arguments)
    // Before any process writes it.
    let out = try output(arguments)
    try Session.shared(arguments) { try run(arguments, $0, files, out: out) }
  }

  private static func run(
    _ arguments: Arguments, _ session: Session, _ files: (expression: [URL], age: URL?), out: URL
  ) throws {
    let (expressionFiles, ageFile) = files
    let ageModel = try ageFile.map {
      try ModelFile(contentsOf: $0, kind: .age, device: session.device)
    }
    let input = try FaceInput(
      arguments, ages: ageModel?.description.vocabulary.ages ?? .study, observer: session.observer)
    let predictions = try FacePrediction(
      expressionModels: expressionFiles.map {
        try ModelFile(contentsOf: $0, kind: .expression, device: session.device)
      },
      ageModel: ageModel, device: session.device, observer: session.observer,
      processes: session.processes
    ).predict(input.manifest, cache: session.cache(arguments, output: out))
    guard session.isWriting else { return }
    try AtomicFile.write(predictions.csv, to: out)
    try session.observer.report(predictions.skipped + input.passedOver, to: out.listOfSkipped)
    try PredictionOutcome(
      out: out.path, images: predictions.count, readable: predictions.readableCount,
      warnings: predictions.warning?.clauses ?? []
    ).report(predictions.warning, unit: "image", arguments: arguments, observer: session.observer)
  }
}

/// What `predict` and `age predict` say at their end.
struct PredictionOutcome: Encodable {
  let out: String
  let images: Int
  let readable: Int
  /// Which models' predictions mean nothing, and why.
  let warnings: [String]

  /// Prints the warning on standard error, then the outcome, as JSON where that is asked for.
  func report(
    _ warning: OriginWarning?, unit: String, arguments: Arguments, observer: TerminalObserver,
    note: String = ""
  ) throws {
    if let warning { observer.message(warning.message) }
    if arguments.has("--json") { return try printJSON(self) }
    print(
      "\(out): \(readable) of \(counted(images, unit))\(note)"
        + (warning == nil ? "" : "; the column warning says why predictions mean nothing"))
  }
}

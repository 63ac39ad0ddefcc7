import Analysis
import Datasets
import Faces
import Foundation
import Report
import Study
import Support

enum AgeEvaluateCommand {
  static let command = Command(
    name: "age evaluate", summary: "Test an age estimator on faces with known ages.",
    operands: "FACES", operandCount: 1...1,
    discussion: """
      FACES is \(FaceSource.grammar).

      Rows whose split is test are used, or all rows when no row has a split. Known ages are labels \
      (column age) or, for synthetic faces, true_age.

      Errors are printed overall, by age group, sex and ethnicity, with the groups' confusion, how \
      often the estimator's intervals hold the age, and, where faces have an emotion, whether the \
      errors go with it. --json has every number; docs/ages.md explains them.
      """,
    options: [
      .value("--model", "FILE", "The age estimator.", required: true),
      .value("--out", "FILE", "Write each face's known and estimated age to a CSV."),
      .value(
        "--figures", "DIR",
        "Write figures: errors by age group, estimated against known age, Bland-Altman, errors by "
          + "emotion (SVG, PDF, PNG and CSV)."),
      .ageGroups, .json, .seed, .cache,
    ] + Session.options,
    examples: [
      (
        "smilestone age evaluate holdout --model models/age/model.safetensors",
        "Errors and shares within 3, 5 and 10 years, with 95% confidence intervals."
      ),
      (
        "smilestone age evaluate holdout.csv --model models/age/model.safetensors --out rows.csv "
          + "--figures figures",
        "The same with each face's prediction and the plots."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let session = try Session(arguments)
    let file = try ModelFile(
      contentsOf: arguments.requiredURL("--model"), kind: .age, device: session.device)
    let (manifest, skipped) = try FaceSource(arguments.operands[0]).read(
      ages: arguments.ageGroups(), observer: session.observer)
    if let warning = OriginWarning([file.description], about: manifest) {
      session.observer.message(warning.message)
    }
    let out = arguments.url("--out")
    let figures = arguments.url("--figures")
    let faces = try LoadedFaces(
      manifest, form: file.description.faceForm,
      cache: session.cache(arguments, output: out ?? figures), observer: session.observer)
    let rows = try AgeEstimation(device: session.device, observer: session.observer)
      .evaluate(file, on: faces)
    if let copies = faces.copiesInWords { session.observer.message(copies) }
    if let out { try AgePrediction.write(rows, to: out) }
    for image in skipped + faces.skipped where image.stage != SkippedImage.otherFile {
      session.observer.message("Left out: \(image.image): \(image.reason)")
    }
    let predictions = rows.map { $0.calibrated(by: file.description.ageUncertainty) }
    let metrics = try ModelEvaluation.ageMetrics(
      predictions, baselineAgeInYears: file.description.trainingMedianAgeInYears,
      settings: EvaluationSettings(
        seed: arguments.seed() ?? 1, vocabulary: faces.manifest.vocabulary),
      vocabulary: manifest.vocabulary)
    if let figures {
      let outcome = try FigureExporter().export(
        AgeEstimatorQuality.charts(
          metrics, ages: faces.manifest.vocabulary.ages, predictions: predictions), to: figures)
      if let note = outcome.note { session.observer.message(note) }
    }
    if arguments.has("--json") { try printJSON(metrics) } else { print(Tables.text(metrics)) }
  }
}

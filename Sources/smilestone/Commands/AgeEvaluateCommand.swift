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
      .value(
        "--known-ages", "FILE",
        "A CSV (image, age) of some of these faces: likely ages of the others are corrected by them, as `evaluate "
          + "--age-error --known-ages` does, and the others alone are tested."),
      .flag(
        "--reweight-ages",
        "Reweight likely ages to the distribution of ages among these faces, as `age predict` does, before."
      ),
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
    let settings = EvaluationSettings(
      seed: try arguments.seed() ?? 1, vocabulary: faces.manifest.vocabulary)
    let predictions = try adjusted(
      rows.map { $0.calibrated(by: file.description.ageUncertainty) }, by: file, in: faces.manifest,
      settings, arguments, session)
    let metrics = try ModelEvaluation.ageMetrics(
      predictions, baselineAgeInYears: file.description.trainingMedianAgeInYears,
      settings: settings, vocabulary: manifest.vocabulary)
    if let figures {
      let outcome = try FigureExporter().export(
        AgeEstimatorQuality.charts(
          metrics, ages: faces.manifest.vocabulary.ages, predictions: predictions), to: figures)
      if let note = outcome.note { session.observer.message(note) }
    }
    if arguments.has("--json") { try printJSON(metrics) } else { print(Tables.text(metrics)) }
  }

  /// The predictions with likely ages as the options ask for.
  private static func adjusted(
    _ calibrated: [AgePrediction], by file: ModelFile, in manifest: Manifest,
    _ settings: EvaluationSettings, _ arguments: Arguments, _ session: Session
  ) throws -> [AgePrediction] {
    var predictions = calibrated
    if arguments.has("--reweight-ages") {
      let estimates = try file.reweighted(
        predictions.map(\.estimate), ages: settings.vocabulary.ages, observer: session.observer)
      for (place, estimate) in estimates.enumerated() { predictions[place].estimate = estimate }
    }
    guard let known = arguments.url("--known-ages") else { return predictions }
    let corrected = try CorrectedPredictions(
      predictions, by: KnownAgeSample(contentsOf: known, observer: session.observer),
      paths: Dictionary(
        zip(manifest.records.map(\.image), manifest.imagePaths),
        uniquingKeysWith: { first, _ in first }),
      settings: settings)
    session.observer.message("Tested are the other faces; \(corrected.check).")
    return corrected.predictions
  }
}

import Analysis
import Faces
import Foundation
import Study
import Support

enum AgePredictCommand {
  static let command = Command(
    name: "age predict", summary: "Estimate the ages of faces.",
    operands: "MANIFEST|FOLDER|IMAGE", operandCount: 1...1,
    discussion: """
      Writes a manifest with a row for every image: age, age_sd, the 90% interval age_low to \
      age_high, the probability of each age group, age_source and age_group. Where an image cannot \
      be read these are empty and age_failure says why; OUT.skipped.csv lists those and the other files of a folder. Ages that are labels already stay as they \
      are.

      Every image that can be read gets an age, whether it shows a face or not: cut faces out with \
      `smilestone faces --detect` first where that is not sure. A prediction that was interrupted \
      continues when the same command is given again, and ends with the same bytes.

      An estimator that was trained on synthetic faces knows no photographs: its predictions about them mean \
      nothing. The command warns, and the column warning says so, for every image that no manifest \
      marks as synthetic.

      --reweight-ages changes age_sd, the interval, probabilities and age_quantiles; the age itself stays. \
      docs/ages.md says when it helps.
      """,
    options: [
      .value("--model", "FILE", "The age estimator. Default: that of the ready models."),
      .readyModels,
      .value("--out", "FILE", "The manifest to write.", required: true),
      .flag(
        "--reweight-ages",
        "Reweight likely ages to the distribution of ages among these faces, which may be another than among the "
          + "estimator's calibration faces."),
      .ageGroups, .json, .cache,
    ] + Session.options + [.processTimeout],
    folderUse: .first,
    examples: [
      (
        "smilestone age predict photos --model models/age/model.safetensors --out ages.csv",
        "One row for each image in photos."
      )
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    try Session.shared(arguments) { try run(arguments, $0) }
  }

  private static func run(_ arguments: Arguments, _ session: Session) throws {
    let library = ModelLibrary()
    let ready = try arguments.readyModels(in: library, unless: ["--model"])
    let model = try ready.map { library.ageModel(of: $0) } ?? arguments.requiredURL("--model")
    let file = try ModelFile(contentsOf: model, kind: .age, device: session.device)
    let out = try arguments.requiredURL("--out")
    let input = try FaceInput(
      arguments, ages: file.description.vocabulary.ages, observer: session.observer)
    let manifest = input.manifest
    // All processes read it before the first one adds to it.
    let log = try AgeEstimateLog(forOutput: out, model: model, device: session.device)
    let faces = try session.processes.firstsBeforeOthers {
      try LoadedFaces(
        manifest, form: file.description.faceForm, cache: session.cache(arguments, output: out),
        observer: session.observer)
    }
    let aged = try AgeEstimation(
      device: session.device, observer: session.observer, processes: session.processes
    ).estimateAges(
      file, ofEvery: manifest, in: faces.store, log: log,
      reweighting: arguments.has("--reweight-ages"))
    guard session.isWriting else { return }
    let warning = OriginWarning([file.description], about: manifest)
    var grouped = try Stratification.assignGroups(aged)
    let cells = warning?.cells ?? Array(repeating: "", count: grouped.records.count)
    grouped.setExtraColumn(
      "warning",
      to: zip(grouped.records, cells).map { $0.ageSource == .estimated ? $1 : "" })
    try grouped.write(to: out)
    log.remove()
    try session.observer.report(faces.skipped + input.passedOver, to: out.listOfSkipped)
    try PredictionOutcome(
      out: out.path, images: manifest.records.count, readable: faces.manifest.records.count,
      warnings: warning?.clauses ?? []
    ).report(
      warning, unit: "face", arguments: arguments, observer: session.observer,
      note: faces.skipped.isEmpty ? "" : "; the column age_failure says why not the others")
  }
}

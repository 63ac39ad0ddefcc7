import Faces
import Foundation
import Planning
import Study
import Support

enum StudyCommand {
  static let command = Command(
    name: "study", summary: "Run the whole study into a folder, or continue one.",
    discussion: """
      Without --faces it draws its own faces. A study that was stopped continues where it was when the
      same command is given again, and ends with the same results. Its page, report.html in the run
      folder, is there from the first finished stage on and is made again after each. Before anything long
      starts it says which faces it found, what it will do, about how long that takes, and whether the
      disk has room.
      """,
    options: [
      .value("--out", "DIR", "The run folder.", required: true),
      .value(
        "--preset", "NAME",
        "synthetic (synthetic faces), open (photographs, from a network that knows faces), scratch (the same from "
          + "random weights) or paper (the study's own settings). Default: synthetic, or open with "
          + "--faces."
      ).choosing(Preset.self),
      .value("--faces", "FACES", "Faces with emotions: \(FaceSource.grammar)."),
      .value(
        "--age-faces", "FACES",
        "Faces with ages to learn ages from, named in the same ways. Not needed where the ages of --faces are known: "
          + "no age is estimated then."),
      .value(
        "--known-ages", "FILE",
        "True ages of 50 to 200 of the faces (a CSV with image and age): ages that are imputed are corrected by them."
      ),
      .value(
        "--cohort", "KIND",
        "Synthetic faces: both, expression, appearance or neither. In expression and neither no image "
          + "shows its age, so the known ages are taken. Default: both."
      ).choosing(CohortKind.self),
      SchemeOption.option,
      .value(
        "--plan", "FILE",
        "A plan that `smilestone plan` wrote: the study makes its tests, takes its settings, and refuses "
          + "others. Or hypotheses alone, in JSON5."),
      .value("--config", "FILE", "A JSON5 file with settings that differ from the preset's."),
      .value("--epochs", "N", "No training runs longer than N epochs."),
      .value(
        "--trainings", "K",
        "Train both expression models K times from different seeds, and pool their transition ages, so that intervals "
          + "hold what another training would give. K - 1 times the trainings' time more; a finished study with a larger "
          + "K makes those that are missing. Default: 1."
      ),
      .value(
        "--matrix", "N",
        "Afterwards also train N models alike on each age group, as `smilestone matrix` does."),
      .value(
        "--matrix-groups", "GROUP,...",
        "The age groups of --matrix. Default: all with at least 30 training faces."),
      .ageGroups, .dropLeaks, TrainingOptions.randomInitialisation, .studySetting, .seed,
      .checkpointEvery,
      AppearanceOption.option,
    ] + FaceOptions.options + BylineOptions.options + Session.options,
    examples: [
      ("smilestone study --out runs/first", "The whole study on synthetic faces, in minutes."),
      (
        "smilestone study --faces fer2013 --age-faces utkface --out runs/photographs",
        "The study on photographs: ages learnt on UTKFace, emotions on FER2013."
      ),
      (
        "smilestone study --faces faces.csv --out runs/known",
        "Faces whose ages are known (column age): no age estimator is trained."
      ),
      (
        "smilestone study --faces tif:TIF --age-faces utkface --out runs/infants",
        "Data sets by name, where they might not be recognised."
      ),
      (
        "smilestone study --out runs/valence --scheme valence",
        "Negative, neutral and positive faces instead of seven emotions."
      ),
      (
        "smilestone study --out runs/three --trainings 3",
        "Transition ages with what another training would change of them."
      ),
      (
        "smilestone study --out runs/quick --epochs 2 --set data.synthetic.subjects=300",
        "A quick look at how it works."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let session = try Session(arguments)
    let matrix = try MatrixOptions(study: arguments)
    let context = try StudyContext(
      run: RunFolder(arguments.requiredURL("--out")), device: session.device,
      observer: session.observer, checkpointSeconds: arguments.checkpointSeconds(),
      faces: FaceOptions.choice(arguments))
    if matrix != nil {
      session.observer.message(
        "The trainings of --matrix come after the study, and are in none of its estimates of time.")
    }
    let preset = try arguments.choice("--preset", of: Preset.self)
    let plan = try arguments.url("--plan").map(PlanFile.init(contentsOf:))
    let configuration = try configuration(
      arguments, preset: preset, otherwise: arguments.has("--faces") ? .open : .synthetic,
      plan: plan)
    let pipeline = try StudyPipeline(configuration: configuration, context: context, plan: plan)
    try BylineOptions.keep(arguments, in: context.run)
    try pipeline.perform()
    if let matrix {
      _ = try matrix.perform(in: context)
      try context.report.perform()
    }
    print(context.run.report.path)
  }

  /// A preset's settings, or a plan's, with what the options of `study` change; the latter may change none.
  private static func configuration(
    _ arguments: Arguments, preset: Preset?, otherwise: Preset, plan: PlanFile?
  ) throws -> StudyConfiguration {
    guard let plan, let place = arguments.string("--plan") else {
      return try changed(StudyConfiguration(preset: preset ?? otherwise), arguments)
        .namingCachedWeights()
    }
    let configuration = try changed(
      StudyConfiguration(holdingTo: plan, preset: preset, otherwise: otherwise, place: place),
      arguments)
    try configuration.requireHeld(to: plan, place: place)
    return configuration.namingCachedWeights()
  }

  /// A preset's settings with what the options of `study` change; others may leave some out.
  static func configuration(
    _ arguments: Arguments, preset: Preset
  ) throws -> StudyConfiguration {
    try changed(StudyConfiguration(preset: preset), arguments).namingCachedWeights()
  }

  private static func changed(
    _ configuration: StudyConfiguration, _ arguments: Arguments
  ) throws -> StudyConfiguration {
    var configuration = configuration
    if let file = arguments.url("--config") {
      configuration = try SettingsFile.applying(file, to: configuration)
    }
    configuration = try SettingsFile.applying(arguments.strings("--set"), to: configuration)
    if let text = arguments.string("--faces") { configuration.data.faces = FaceSource(text).text }
    if let text = arguments.string("--age-faces") {
      configuration.data.ageFaces = FaceSource(text).text
    }
    if let kind = try arguments.choice("--cohort", of: CohortKind.self) {
      configuration.data.synthetic.cohort = kind
    }
    if let file = arguments.url("--known-ages") { configuration.data.knownAges = file.path }
    let appearanceRuns = AppearanceOption.runs(arguments).map(\.path)
    if !appearanceRuns.isEmpty { configuration.data.appearanceRuns = appearanceRuns }
    if let scheme = try arguments.scheme() { configuration.vocabulary.labels = scheme }
    if let ages = try arguments.ageGroups() { configuration.vocabulary.ages = ages }
    if let seed = try arguments.seed() { configuration.seed = seed }
    if let epochs = try arguments.integer("--epochs", in: 1...10_000) {
      configuration.age.epochs = min(configuration.age.epochs, epochs)
      configuration.infant.epochs = min(configuration.infant.epochs, epochs)
      configuration.adult.epochs = min(configuration.adult.epochs, epochs)
    }
    if let trainings = try arguments.integer(
      "--trainings", in: StudyConfiguration.trainingCounts)
    {
      configuration.modelTrainings = trainings > 1 ? trainings : nil
    }
    if arguments.has("--random-initialisation") { configuration.randomInitialisation = true }
    if arguments.has("--drop-leaks") { configuration.data.dropsLeaks = true }
    return configuration
  }
}

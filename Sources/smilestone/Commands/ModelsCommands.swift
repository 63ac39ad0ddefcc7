import Faces
import Foundation
import Study
import Support

enum ModelsTrainCommand {
  static let command = Command(
    name: "models train",
    summary: "Make ready models of your faces, which other commands then find.",
    operands: "PRESET", operandCount: 1...1,
    discussion: """
      Runs the study of a preset (open, scratch or paper) into a run folder, trains a model of all ages \
      beside its age estimator, infant and adult model, and copies the four, with a card of their results by \
      age group, to where `smilestone predict` and `smilestone age predict` look when no model is named: \
      $SMILESTONE_MODELS, or ~/.local/share/smilestone/models.

      It continues where it was stopped when the same command is given again, also in the folder of a study that \
      is done.
      """,
    options: [
      .value("--faces", "FACES", "Faces with emotions: \(FaceSource.grammar).", required: true),
      .value("--age-faces", "FACES", "Faces with ages, named in the same ways.", required: true),
      .value("--out", "DIR", "The run folder, where decoded faces are kept too.", required: true),
      .value("--name", "NAME", "What the models are called. Default: the preset's name."),
      .value("--config", "FILE", "A JSON5 file with settings that differ from the preset's."),
      .value("--epochs", "N", "No training runs longer than N epochs."), .dropLeaks,
      TrainingOptions.randomInitialisation, .studySetting, .seed, .checkpointEvery, .json,
    ] + FaceOptions.options + Session.options,
    examples: [
      (
        "smilestone models train open --faces fer2013 --age-faces utkface --out runs/open",
        "Ages learnt on UTKFace, emotions on FER2013."
      ),
      ("smilestone predict photos", "Afterwards: ages and perceived emotions of new images."),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let session = try Session(arguments)
    let preset = try arguments.operand(of: Preset.self)
    let library = ModelLibrary()
    let context = try StudyContext(
      run: RunFolder(arguments.requiredURL("--out")), device: session.device,
      observer: session.observer, checkpointSeconds: arguments.checkpointSeconds(),
      faces: FaceOptions.choice(arguments))
    let models = try ReadyModelTraining(
      name: arguments.string("--name") ?? preset.rawValue,
      configuration: StudyCommand.configuration(arguments, preset: preset), context: context,
      library: library
    ).perform()
    if arguments.has("--json") { return try printJSON(models) }
    print(library.card(of: models).path)
  }
}

enum ModelsListCommand {
  static let command = Command(
    name: "models list", summary: "List the ready models that other commands find.",
    options: [.json],
    examples: [("smilestone models list", "Name, date, preset and card of each.")],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    let library = ModelLibrary()
    let entries = library.entries()
    if arguments.has("--json") { return try printJSON(entries) }
    if entries.isEmpty {
      print("There are no ready models in \(library.folder.path). \(ModelLibrary.remedy)")
    }
    for models in entries {
      print(
        """
        \(models.name): ages; perceived emotions by the models \
        \(models.expressionModels.joined(separator: ", "))
          made:   \(models.made), Smilestone \(models.smilestoneVersion), preset \(models.preset.rawValue)
          run:    \(models.run)
          card:   \(library.card(of: models).path)
        """)
    }
  }
}

extension Option {
  static let readyModels = Option.value(
    "--models", "NAME",
    "Ready models (`smilestone models list`). Default, where no model is named: those there are.")
}

extension Arguments {
  /// The ready models of `--models`, or those that are taken without it; nil where an option names other
  /// models.
  func readyModels(in library: ModelLibrary, unless options: [String]) throws -> ReadyModels? {
    let others = options.filter(has)
    guard !others.isEmpty else { return try library.models(named: string("--models")) }
    guard !has("--models") else {
      throw SmilestoneError.usage(
        "--models and \(others[0]) cannot go together.", remedy: "Give one of them.")
    }
    return nil
  }
}

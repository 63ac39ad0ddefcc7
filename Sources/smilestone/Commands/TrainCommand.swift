import Faces
import Foundation
import Imaging
import Models
import Study
import Support

enum TrainCommand {
  static let command = Command(
    name: "train", summary: "Train one expression model.",
    operands: "FACES", operandCount: 1...1,
    discussion:
      "FACES is \(FaceSource.grammar). A manifest needs emotion and, with --group, age_group; without a split one is made "
      + "(70, 15 and 15% of the faces; those of a known subject stay together).",
    options: [
      .value("--out", "DIR", "Where the model and its history go.", required: true),
      .value(
        "--model", "NAME", "Which model's settings: infant or adult. Default: adult."),
      .value(
        "--group", "GROUP",
        "Train on this age group alone, toddler of the study's groups. Default: all faces."),
      TrainingOptions.presetOption,
      .value("--epochs", "N", "Passes over the training faces."),
      SchemeOption.option, TrainingOptions.randomInitialisation,
      .ageGroups, .dropLeaks, .config, .set, .seed, .cache, .checkpointEvery,
    ] + TrainingOptions.colour + Session.options + [.processTimeout],
    folderUse: .first,
    examples: [
      (
        "smilestone train grouped.csv --model infant --group toddler --out models/infant",
        "The infant model, on the toddlers of a manifest."
      ),
      (
        "smilestone train fer2013 --out models/all --epochs 3 --set learningRate=0.0005",
        "A model of all ages, with two settings changed."
      ),
      (
        "smilestone train grouped.csv --out models/all --set architecture=efficientnet_b0 "
          + "--random-initialisation",
        "Another network, of \(Architecture.namesInWords), here from random weights."
      ),
    ],
    run: run)

  private enum StudyModelName: String, CaseIterable {
    case infant, adult
  }

  private static func run(_ arguments: Arguments) throws {
    try Session.shared(arguments) { try run(arguments, $0) }
  }

  private static func run(_ arguments: Arguments, _ session: Session) throws {
    let preset = try StudyConfiguration(preset: TrainingOptions.preset(arguments))
    let name = try arguments.choice("--model", of: StudyModelName.self) ?? .adult
    let settings = try TrainingOptions.settings(
      arguments, startingFrom: name == .infant ? preset.infant : preset.adult, of: preset.preset,
      kind: .expression)
    let colour = try TrainingOptions.colour(arguments, preset: preset)
    let out = try arguments.requiredURL("--out")
    let faces = try TrainingNeed.Label.emotion.faces(
      arguments, session: session, settings: settings, preset: preset, colour: colour, out: out)
    let folder = ModelFolder(out)
    try ExpressionTraining(
      device: session.device, observer: session.observer,
      checkpointSeconds: arguments.checkpointSeconds(), processes: session.processes
    ).train(
      name.rawValue, on: arguments.ageGroup("--group", of: faces.manifest.vocabulary.ages),
      of: faces, settings: settings, into: folder)
    if session.isWriting { print(folder.model.path) }
  }
}

import Faces
import Foundation
import Models
import Study
import Support
import Training

enum AgeTrainCommand {
  static let command = Command(
    name: "age train", summary: "Train the age estimator on faces with ages.",
    operands: "FACES", operandCount: 1...1,
    discussion:
      "FACES is \(FaceSource.grammar). A manifest needs the column age; without a split one is made (85, 7.5 and 7.5% of "
      + "the faces, 50, 40 and 10% with the preset synthetic; those of a known subject stay "
      + "together). Of the validation faces a part chooses the epoch and the other "
      + "(calibrationShare) says how far predictions may be off.",
    options: [
      .value("--out", "DIR", "Where the model and its history go.", required: true),
      TrainingOptions.presetOption,
      .value("--epochs", "N", "Passes over the training faces."),
      TrainingOptions.randomInitialisation,
      .ageGroups, .dropLeaks, .config, .set, .seed, .cache, .checkpointEvery,
    ] + TrainingOptions.colour + Session.options + [.processTimeout],
    folderUse: .first,
    examples: [
      (
        "smilestone age train utkface --out models/age",
        "Trains on UTKFace with the settings of the preset open."
      ),
      (
        "smilestone age train utkface --out models/age --set architecture=efficientnet_b0 "
          + "--random-initialisation",
        "Another network, of \(Architecture.namesInWords), here from random weights."
      ),
    ],
    run: run)

  private static func run(_ arguments: Arguments) throws {
    try Session.shared(arguments) { try run(arguments, $0) }
  }

  private static func run(_ arguments: Arguments, _ session: Session) throws {
    let preset = try StudyConfiguration(preset: TrainingOptions.preset(arguments))
    let settings = try TrainingOptions.settings(
      arguments, startingFrom: preset.age, of: preset.preset, kind: .age)
    let colour = try TrainingOptions.colour(arguments, preset: preset)
    let out = try arguments.requiredURL("--out")
    let faces = try TrainingNeed.Label.age.faces(
      arguments, session: session, settings: settings, preset: preset, colour: colour, out: out)
    let folder = ModelFolder(out)
    try AgeEstimation(
      device: session.device, observer: session.observer,
      checkpointSeconds: arguments.checkpointSeconds(), processes: session.processes
    ).train(on: faces, settings: settings, into: folder)
    if session.isWriting { print(folder.model.path) }
  }
}

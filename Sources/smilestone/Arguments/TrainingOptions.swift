import Imaging
import Study
import Support
import Training

/// The options that change one training's settings.
enum TrainingOptions {
  static let presetOption = Option.value(
    "--preset", "NAME",
    "Settings to start from: synthetic, open, scratch or paper. Default: open, or scratch (ResNet-18) "
      + "where initialWeights is set without architecture."
  ).choosing(Preset.self)

  /// What `presetOption` says. Weights that are named without their network are taken for a ResNet-18's, but
  /// for those of the preset open's.
  static func preset(_ arguments: Arguments) throws -> Preset {
    if let named = try arguments.choice("--preset", of: Preset.self) { return named }
    func given(_ key: String) throws -> String? {
      try SettingsFile.value(of: key, in: arguments.url("--config"), arguments.strings("--set"))
    }
    guard let weights = try given("initialWeights"), try given("architecture") == nil else {
      return .open
    }
    let known = StudyConfiguration(preset: .open).adult.architecture.publishedWeights
    return known.contains { $0.name == weights } ? .open : .scratch
  }

  static func settings(
    _ arguments: Arguments, startingFrom base: TrainingSettings, of preset: Preset,
    kind: ModelDescription.Kind
  ) throws -> TrainingSettings {
    var settings = base
    if let file = arguments.url("--config") {
      settings = try SettingsFile.applying(file, to: settings)
    }
    settings = try SettingsFile.applying(arguments.strings("--set"), to: settings)
    if let epochs = try arguments.integer("--epochs", in: 1...10_000) { settings.epochs = epochs }
    if let seed = try arguments.seed() { settings.seed = seed }
    try settings.validate()
    if preset.startsFromPretrainedWeights, !arguments.has("--random-initialisation") {
      settings = InitialWeights.namingCached(settings)
      guard settings.initialWeights != nil else {
        throw SmilestoneError.usage(
          "The preset \(preset.rawValue) starts from pretrained weights, and there are none of "
            + "\(settings.architecture.displayName).",
          remedy: InitialWeights.remedy(for: [settings]))
      }
    }
    try InitialWeights.requireFit(
      settings, kind: kind, labels: kind == .expression ? arguments.scheme() : nil)
    return settings
  }

  /// Whether models see colour: as told, or else as the preset does.
  static func colour(_ arguments: Arguments, preset: StudyConfiguration) throws -> FaceColour {
    guard !arguments.has("--grey") || !arguments.has("--colour") else {
      throw SmilestoneError.usage(
        "--grey and --colour cannot go together.", remedy: "Give one of them.")
    }
    return arguments.has("--grey") ? .grey : arguments.has("--colour") ? .colour : preset.colour
  }

  static let colour: [Option] = [
    .flag("--grey", "Train on grey images, for grey archives. The preset open does so."),
    .flag("--colour", "Train on colour images, also with the preset open."),
  ]

  static let randomInitialisation = Option.flag(
    "--random-initialisation", "Let the presets open and paper start from random weights.")
}

extension Arguments {
  /// `--checkpoint-every`, 60 seconds where it is not given.
  func checkpointSeconds() throws -> Double {
    Double(try integer("--checkpoint-every", in: 0...86_400) ?? 60)
  }
}

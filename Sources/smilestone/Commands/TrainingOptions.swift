import Study
import Support
import Training

/// The options that change one training's settings.
enum TrainingOptions {
  static func settings(
    _ arguments: Arguments, startingFrom base: TrainingSettings
  ) throws -> TrainingSettings {
    var settings = base
    if let file = arguments.url("--config") {
      settings = try SettingsFile.applying(file, to: settings)
    }
    settings = try SettingsFile.applying(arguments.strings("--set"), to: settings)
    if let epochs = try arguments.integer("--epochs", in: 1...10_000) { settings.epochs = epochs }
    if let seed = try arguments.seed() { settings.seed = seed }
    try settings.validate()
    if try arguments.choice("--preset", of: Preset.self) == .paper,
      !arguments.has("--random-initialisation")
    {
      settings = InitialWeights.namingCached(settings)
      guard settings.initialWeights != nil else {
        throw SmilestoneError.usage(
          "The preset paper starts from pretrained weights, and there are none.",
          remedy: InitialWeights.remedy(for: [settings]))
      }
    }
    try InitialWeights.requireReadable(settings)
    return settings
  }

  static let randomInitialisation = Option.flag(
    "--random-initialisation", "Let the preset paper start without ImageNet weights.")
}

extension Arguments {
  /// `--checkpoint-every`, 60 seconds where it is not given.
  func checkpointSeconds() throws -> Double {
    Double(try integer("--checkpoint-every", in: 0...86_400) ?? 60)
  }
}

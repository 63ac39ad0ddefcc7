import Study
import Training

/// The options that change one training's settings.
enum TrainingOptions {
  static func settings(
    _ arguments: Arguments, startingFrom base: TrainingSettings
  ) throws -> TrainingSettings {
    var settings = try SettingsFile.applying(arguments.strings("--set"), to: base)
    if let epochs = try arguments.integer("--epochs", in: 1...10_000) { settings.epochs = epochs }
    if let seed = try arguments.seed() { settings.seed = seed }
    try settings.validate()
    return settings
  }
}

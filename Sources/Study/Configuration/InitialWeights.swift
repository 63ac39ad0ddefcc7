import Foundation
import Models
import Support
import Training
import Weights

/// The weights of others that networks start from, as settings name them: a path, or the name of
/// cached weights.
public enum InitialWeights {
  /// Puts the weights that the settings name into a new model, its head aside, and says so.
  static func load(
    into model: FaceModel, settings: TrainingSettings, observer: any ProgressObserver
  ) throws {
    guard let setting = settings.initialWeights else { return }
    let (name, key) = parts(of: setting)
    let loaded = try model.loadBackbone(from: WeightsCache().file(for: name), key: key)
    observer.message("Starting from \(loaded.summary).")
  }

  /// The file or cached name, and the key behind “#” that says which of its networks is meant.
  static func parts(of setting: String) -> (name: String, key: String?) {
    guard let mark = setting.lastIndex(of: "#"),
      !FileManager.default.fileExists(atPath: setting)
    else { return (setting, nil) }
    return (String(setting[..<mark]), String(setting[setting.index(after: mark)...]))
  }

  /// Builds the model once as its training will, so that one whose weights or frozen layers do not
  /// fit ends before anything else begins.
  /// - Throws: `SmilestoneError` as `WeightsCache.file(for:)` and `FaceModel.loadBackbone(from:)`, or
  ///   that names the layer there is not.
  public static func requireFit(
    _ settings: TrainingSettings, kind: ModelDescription.Kind
  ) throws {
    guard settings.initialWeights != nil || !settings.frozenLayers.isEmpty else { return }
    // Whatever the head is, weights of others do not fill it.
    let model = try FaceModel(
      architecture: settings.architecture, head: settings.head(of: kind, labels: 1),
      initialisesWeights: false)
    for layer in settings.frozenLayers { try model.store.freeze(layer: layer) }
    try load(into: model, settings: settings, observer: SilentObserver())
  }

  /// The settings of a preset that starts from pretrained weights, with the cached ones of its
  /// network where none are named.
  public static func namingCached(_ settings: TrainingSettings) -> TrainingSettings {
    var settings = settings
    if settings.initialWeights == nil,
      let name = settings.architecture.publishedWeights.first?.name,
      WeightsCache().entry(name) != nil
    {
      settings.initialWeights = name
    }
    return settings
  }

  /// The remedy where such a preset finds none for some of these trainings.
  public static func remedy(for trainings: [TrainingSettings]) -> String {
    let weights = trainings.compactMap(\.architecture.publishedWeights.first)
    let fetched = Set(weights.filter { !$0.isInstalledBySetUp }.map(\.name)).sorted()
    let commands =
      (weights.contains(where: \.isInstalledBySetUp) ? ["`make setup`"] : [])
      + (fetched.isEmpty ? [] : ["`smilestone weights fetch \(fetched.joined(separator: " "))`"])
    return "Get them with \(commands.joined(separator: " and ")) (without "
      + "network: `smilestone weights import FILE`), name files with --set, or add "
      + "--random-initialisation."
  }
}

extension TrainingSettings {
  /// The head of a model of a kind.
  /// - Parameter labels: how many the scheme of an expression model has.
  func head(of kind: ModelDescription.Kind, labels: Int) -> Head {
    kind == .age ? ageHead : expressionHead(labels: labels)
  }
}

extension StudyConfiguration {
  /// Refuses networks that cannot be built or started as the settings say.
  /// - Throws: as `InitialWeights.requireFit`.
  public func requireModelsThatFit() throws {
    try InitialWeights.requireFit(age, kind: .age)
    for settings in [infant, adult] { try InitialWeights.requireFit(settings, kind: .expression) }
  }

  /// A preset that starts from pretrained weights with cached ones where none are named.
  public func namingCachedWeights() -> StudyConfiguration {
    guard preset.startsFromPretrainedWeights, !randomInitialisation else { return self }
    var configuration = self
    configuration.age = InitialWeights.namingCached(age)
    configuration.infant = InitialWeights.namingCached(infant)
    configuration.adult = InitialWeights.namingCached(adult)
    return configuration
  }
}

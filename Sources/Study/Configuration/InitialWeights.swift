import Faces
import Foundation
import Models
import Support
import Training
import Weights

/// The weights of others that networks start from, as settings name them: a path, or the name of
/// cached weights.
public enum InitialWeights {
  /// Puts the weights that the settings name into a new model, and says so; the head stays new unless
  /// the settings say what the weights' head predictions.
  /// - Parameter labels: of an expression model; nil for an age estimator.
  static func load(
    into model: FaceModel, settings: TrainingSettings, labels: LabelScheme?,
    observer: any ProgressObserver
  ) throws {
    guard let setting = settings.initialWeights else { return }
    let (name, key) = parts(of: setting)
    let file = try WeightsCache().file(for: name)
    let rows = try headRows(settings, labels: labels, file: file)
    let loaded = try model.loadBackbone(from: file, key: key, headRows: rows)
    observer.message("Starting from \(loaded.summary).")
    if labels != nil, rows == nil, let outputs = loaded.headOutputs, (2...12).contains(outputs) {
      observer.message(
        "The head of its \(outputs) outputs is replaced; to keep it, say what they are: --set "
          + "'initialHeadLabels=[\"neutral\", \"happy\", …]', in their order.")
    }
  }

  /// Where each label of the scheme stands among those of the weights' head; nil where the head is new.
  private static func headRows(
    _ settings: TrainingSettings, labels scheme: LabelScheme?, file: URL
  ) throws -> HeadRows? {
    guard var names = settings.initialHeadLabels else { return nil }
    guard let scheme else {
      throw SmilestoneError.usage(
        "initialHeadLabels is set for an age estimator.",
        remedy: "It is for expression models: infant.initialHeadLabels, say.")
    }
    if names == ["file"] { names = try ModelFile.labels(statedBy: file) }
    let meanings = names.map { scheme.emotion(named: $0) }
    let rows = try scheme.emotions.map { emotion in
      let found = meanings.indices.filter { meanings[$0] == emotion }
      guard found.count == 1 else {
        throw SmilestoneError.usage(
          "initialHeadLabels names \(emotion.rawValue) \(found.isEmpty ? "not at all" : "several times") "
            + "(\(names.joined(separator: ", "))).",
          remedy:
            "Name each of the \(scheme.labelsInWords) once (others besides are left away), or leave "
            + "it out: the head is new then.")
      }
      return found[0]
    }
    return HeadRows(outputCount: names.count, rows: rows)
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
  /// - Parameter labels: of the expression model; nil where they are not known yet, and a head that is
  ///   kept is not checked.
  /// - Throws: `SmilestoneError` as `WeightsCache.file(for:)` and `FaceModel.loadBackbone(from:)`, or
  ///   that names the layer there is not.
  public static func requireFit(
    _ settings: TrainingSettings, kind: ModelDescription.Kind, labels: LabelScheme? = nil
  ) throws {
    guard settings.initialHeadLabels == nil || settings.initialWeights != nil else {
      throw SmilestoneError.usage(
        "initialHeadLabels is set without initialWeights.", remedy: "Name the weights, too.")
    }
    guard settings.initialWeights != nil || !settings.frozenLayers.isEmpty else { return }
    var settings = settings
    // What a head that is kept must hold, the faces' scheme says.
    if kind == .expression, labels == nil { settings.initialHeadLabels = nil }
    let model = try FaceModel(
      architecture: settings.architecture,
      head: settings.head(of: kind, labels: labels?.count ?? 1), initialisesWeights: false)
    for layer in settings.frozenLayers { try model.store.freeze(layer: layer) }
    try load(
      into: model, settings: settings, labels: kind == .age ? nil : labels,
      observer: SilentObserver())
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
    if trainsAgeEstimator { try InitialWeights.requireFit(age, kind: .age) }
    for settings in [infant, adult] {
      try InitialWeights.requireFit(settings, kind: .expression, labels: vocabulary.labels)
    }
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

import Foundation
import Support
import Weights

/// Ready models, which commands find without being told where they are: a folder for each name, with the
/// model files, their card, and `models.json`, which is written last.
public struct ModelLibrary: Sendable {
  public let folder: URL

  public init(_ folder: URL = ModelLibrary.standardFolder) {
    self.folder = folder.standardizedFileURL
  }

  /// `$SMILESTONE_MODELS`, or else `smilestone/models` in `$XDG_DATA_HOME` or `~/.local/share`.
  public static var standardFolder: URL {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["SMILESTONE_MODELS"], !folder.isEmpty {
      return URL(fileURLWithPath: folder, isDirectory: true)
    }
    let data = environment["XDG_DATA_HOME"].flatMap {
      $0.hasPrefix("/") ? URL(fileURLWithPath: $0, isDirectory: true) : nil
    }
    return (data ?? URL(fileURLWithPath: NSHomeDirectory()).appendingPathComponent(".local/share"))
      .appendingPathComponent("smilestone/models")
  }

  /// What is there, by name.
  public func entries() -> [ReadyModels] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap(entry)
  }

  func entry(_ name: String) -> ReadyModels? {
    guard CachedWeights.isUsable(name: name) else { return nil }
    return try? JSONText.read(
      ReadyModels.self, from: place(name, ReadyModels.record), as: "a record of models",
      remedy: "")
  }

  /// The models of a name, or those that are taken where none is given: the only ones, or those called
  /// `open`.
  /// - Throws: `SmilestoneError.usage` that says how to make or to choose some.
  public func models(named name: String? = nil) throws -> ReadyModels {
    let entries = entries()
    let names = entries.map(\.name).joined(separator: ", ")
    if let name {
      guard let entry = entries.first(where: { $0.name == name }) else {
        throw SmilestoneError.usage(
          "There are no ready models “\(name)” in \(folder.path).",
          remedy: entries.isEmpty ? ModelLibrary.remedy : "There are: \(names).")
      }
      return entry
    }
    guard !entries.isEmpty else {
      throw SmilestoneError.usage(
        "There are no ready models in \(folder.path).", remedy: ModelLibrary.remedy)
    }
    guard
      let chosen = entries.count == 1
        ? entries.first : entries.first(where: { $0.name == Preset.open.rawValue })
    else {
      throw SmilestoneError.usage(
        "There are several ready models: \(names).", remedy: "Choose with --models NAME.")
    }
    return chosen
  }

  public func ageModel(of models: ReadyModels) -> URL { file(models.ageModel, of: models) }

  /// In the order in which tables have them.
  public func expressionModels(of models: ReadyModels) -> [URL] {
    models.expressionModels.map { file($0, of: models) }
  }

  private func file(_ model: String, of models: ReadyModels) -> URL {
    place(models.name, "\(model).safetensors")
  }

  public func card(of models: ReadyModels) -> URL { place(models.name, "card.md") }

  /// How to make some.
  public static let remedy =
    "Make them from your copies of UTKFace and FER2013: `smilestone models train open --faces "
    + "FER2013 --age-faces UTKFACE --out runs/open`."

  // MARK: Adding

  /// Refuses a name that cannot be, or that models from elsewhere have.
  /// - Parameter run: the run folder that the new ones are made in.
  func requireFree(_ name: String, for run: RunFolder) throws {
    guard CachedWeights.isUsable(name: name) else {
      throw SmilestoneError.usage(
        "“\(name)” cannot be the name of models.",
        remedy: "Use letters, digits, “.”, “-” and “_”, with a letter or digit first.")
    }
    guard let entry = entry(name), entry.run != run.url.path else { return }
    throw SmilestoneError.usage(
      "The models “\(name)” are there already, made in \(entry.run).",
      remedy: "Choose another --name, or remove \(folder.appendingPathComponent(name).path).")
  }

  /// Copies a run's models here, and writes their card.
  func store(_ models: ReadyModels, card: String, from files: [String: URL]) throws {
    for (model, file) in files.sorted(by: { $0.key < $1.key }) {
      try AtomicFile.write(to: self.file(model, of: models)) { handle in
        try InputFile.forEachPiece(of: file) { try handle.write(contentsOf: Data($0)) }
      }
    }
    try AtomicFile.write(Data(card.utf8), to: self.card(of: models))
    try AtomicFile.write(
      SettingsFile.encode(models), to: place(models.name, ReadyModels.record))
  }

  private func place(_ name: String, _ file: String) -> URL {
    folder.appendingPathComponent(name).appendingPathComponent(file)
  }
}

/// What the library says of the models of one name: `models.json`.
public struct ReadyModels: Codable, Sendable, Equatable {
  static let record = "models.json"

  public var name: String
  /// The expression models, in the order in which tables have them.
  public var expressionModels: [String]
  /// What the age estimator is called.
  public var ageModel: String
  public var preset: Preset
  /// The run folder that they were made in.
  public var run: String
  /// The program's version, and when they were made, ISO 8601.
  public var smilestoneVersion: String
  public var made: String
  /// SHA-256 of each model's file, by the model's name.
  public var hashes: [String: String]
}

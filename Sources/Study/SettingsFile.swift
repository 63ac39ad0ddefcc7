import Foundation
import Support

/// Changes settings by JSON5 files and by `key=value`, and refuses names that do not exist.
public enum SettingsFile {
  /// The settings with a JSON5 file's values in place of their own; what the file leaves out stays.
  /// - Throws: `SmilestoneError` that names the file and the key.
  public static func applying<Settings: Codable>(
    _ url: URL, to settings: Settings
  ) throws -> Settings {
    try applying(read(url), to: settings, place: url.path)
  }

  /// What a JSON5 file and `key=value` changes set a dotted key to, as text; nil for nothing.
  public static func value(
    of key: String, in url: URL?, _ assignments: [String]
  ) throws -> String? {
    let given = assignments.last { $0.hasPrefix("\(key)=") }
    let value =
      try given.map { JSONTree(valueOf: String($0.dropFirst(key.count + 1))) }
      ?? url.flatMap { try read($0).leaves[key] }
    return value == .null ? nil : value?.text
  }

  private static func read(_ url: URL) throws -> JSONTree {
    try JSONText.read(
      JSONTree.self, from: url, isJSON5: true, as: "a configuration in JSON5",
      remedy: "Check its path, brackets and commas.")
  }

  /// The settings with `key=value` changes: keys are dotted ("age.epochs=3"), values JSON or text.
  /// - Parameter option: what gave them, for messages.
  public static func applying<Settings: Codable>(
    _ assignments: [String], to settings: Settings, option: String = "--set"
  ) throws -> Settings {
    try assignments.reduce(settings) { settings, assignment in
      let parts = assignment.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else {
        throw SmilestoneError.usage(
          "\(option) \(assignment): not of the form KEY=VALUE.",
          remedy: "Write for example \(option) age.epochs=3.")
      }
      let value = JSONTree(valueOf: String(parts[1]))
      let changes = parts[0].split(separator: ".").reversed().reduce(value) { inner, key in
        .object([String(key): inner])
      }
      return try applying(changes, to: settings, place: "\(option) \(assignment)")
    }
  }

  /// The settings with those of a tree in place of their own; what it leaves out stays.
  /// - Parameter place: what the tree is called in messages.
  static func applying<Settings: Codable>(
    _ given: JSONTree, to settings: Settings, place: String
  ) throws -> Settings {
    for note in FormerNames.ofSettings.notes(on: given) {
      StandardStreams.writeError("note: \(place): \(note)\n")
    }
    let changes = FormerNames.ofSettings.renamed(given)
    let merged = try JSONDecoder().decode(JSONTree.self, from: encode(settings)).merging(changes)
    let changed: Settings
    do {
      changed = try JSONDecoder().decode(Settings.self, from: encode(merged))
    } catch let error as DecodingError {
      let culprit = try misfit(changes, in: settings)
      let values = culprit.flatMap { possibleValues(of: $0.path, in: Settings.self) }
      if let culprit, let values, values.hasPrefix("`") {
        throw SmilestoneError.usage(
          "\(place): “\(culprit.path)” cannot be \(culprit.value.text).",
          remedy: "It may be: \(values.replacing("`", with: "")).")
      }
      throw SmilestoneError.usage(
        "\(place): \(describe(error, of: culprit)).",
        remedy: values.map { "It may be: \($0.replacing("`", with: ""))." }
          ?? "Compare with study.json of a finished run.")
    }
    try requireKnown(changes, in: changed, place: place)
    return changed
  }

  /// What a setting may be, as documents list it, choices as code; nil where it is not described.
  private static func possibleValues<Settings>(
    of path: String, in _: Settings.Type
  ) -> String? {
    func found<Described: DescribedSettings>(_: Described.Type) -> String? {
      Described.descriptions.first { $0.name == path }?.values
    }
    return (Settings.self as? any DescribedSettings.Type).flatMap { found($0) }
  }

  /// Settings as `study.json` holds them.
  public static func encode(_ settings: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(settings)
  }

  /// The settings that differ between two encoded configurations: "age.epochs: 6, now 3".
  public static func differences(_ old: Data, _ new: Data) -> [String] {
    JSONTree.differences(
      (try? JSONTree(json5: old)) ?? .null, (try? JSONTree(json5: new)) ?? .null)
  }

  /// Decoding passes over keys that it does not know; they are then missing from the result.
  private static func requireKnown(
    _ changes: JSONTree, in settings: some Encodable, place: String
  ) throws {
    let known = try JSONDecoder().decode(JSONTree.self, from: encode(settings)).leaves
    // A value may be written shorter than it is kept, such as a scheme by its id.
    func isKnown(_ path: String) -> Bool {
      known[path] != nil || known.keys.contains { $0.hasPrefix(path + ".") }
    }
    for (path, value) in changes.leaves where value != .null && !isKnown(path) {
      throw SmilestoneError.usage(
        "\(place): there is no setting “\(path)”.",
        remedy: suggestion(
          for: path, among: known.keys.sorted(), all: "`smilestone settings` lists them."))
    }
  }

  /// The first change that does not fit by itself: decoders do not always name it.
  private static func misfit<Settings: Codable>(
    _ changes: JSONTree, in settings: Settings
  ) throws -> (path: String, value: JSONTree)? {
    let tree = try JSONDecoder().decode(JSONTree.self, from: encode(settings))
    return try changes.leaves.sorted { $0.key < $1.key }.first { path, value in
      let change = path.split(separator: ".").reversed().reduce(value) { inner, key in
        .object([String(key): inner])
      }
      let data = try encode(tree.merging(change))
      return (try? JSONDecoder().decode(Settings.self, from: data)) == nil
    }.map { ($0.key, $0.value) }
  }

  private static func describe(
    _ error: DecodingError, of culprit: (path: String, value: JSONTree)?
  ) -> String {
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      let reason = context.debugDescription
      // Of a wrong choice decoders name their own types; of a number that its type cannot hold they say nothing
      // but that it is no JSON.
      let isDecoders = ["Cannot initialize", "Expected to decode"].contains { reason.hasPrefix($0) }
      if let culprit, context.codingPath.isEmpty || isDecoders {
        return "“\(culprit.path)” cannot be \(culprit.value.text)"
      }
      let path = culprit?.path ?? context.codingPath.map(\.stringValue).joined(separator: ".")
      return "the value of “\(path)” does not fit: "
        + (reason.hasSuffix(".") ? String(reason.dropLast()) : reason)
    case .keyNotFound(let key, _): return "the setting “\(key.stringValue)” is missing"
    @unknown default: return "\(error)"
    }
  }
}

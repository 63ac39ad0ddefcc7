import Foundation
import Support

extension LabelScheme {
  /// The scheme that a command names: one that the program knows, or a JSON5 file (docs/schemes.md).
  /// - Throws: `SmilestoneError` that names the file, the member and the remedy.
  public init(named name: String) throws {
    if let known = LabelScheme.known.first(where: { $0.id == name }) {
      self = known
      return
    }
    let url = URL(fileURLWithPath: name)
    guard FileManager.default.fileExists(atPath: url.path) else {
      let names = LabelScheme.known.map(\.id)
      let meant = Misspelling.meant(by: name, among: names).map { " (did you mean \($0)?)" } ?? ""
      throw SmilestoneError.usage(
        "There is no label scheme and no file “\(name)”\(meant).",
        remedy: "Use \(names.joined(separator: ", ")), or the path of a scheme in JSON5.")
    }
    func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try JSONText.read(
        type, from: url, isJSON5: true, as: "a label scheme", remedy: LabelScheme.remedy)
    }
    let unknown = try LabelScheme.unknownMembers(read(JSONTree.self))
    if let names = Misspelling.inWords(unknown, among: LabelScheme.members) {
      throw SmilestoneError.badInput(
        "\(url.path): a label scheme has no member \(names).", remedy: LabelScheme.remedy)
    }
    self.init(try read(Written.self))
    if let problem {
      throw SmilestoneError.badInput("\(url.path): \(problem).", remedy: LabelScheme.remedy)
    }
  }

  private static let remedy =
    "Write it as docs/schemes.md shows: "
    + "{id: \"pleasure\", labels: [\"unpleasant\", \"pleasant\"]}."
  private static let members = [
    "id", "labels", "noun", "from", "name", "synonyms", "colour", "singular", "plural", "scheme",
    "map",
  ]

  /// Members that decoding would pass over.
  private static func unknownMembers(_ tree: JSONTree) -> [String] {
    guard case .object(let members) = tree else { return [] }
    return members.sorted { $0.key < $1.key }.flatMap { name, value -> [String] in
      guard LabelScheme.members.contains(name) else { return [name] }
      // The members of a map are another scheme's labels.
      if name == "map" { return [] }
      if case .array(let items) = value { return items.flatMap(unknownMembers) }
      return unknownMembers(value)
    }
  }

  /// The label by a name that data sets use, in any case: its own, a synonym, or a name in the scheme
  /// that it is made from.
  /// - Returns: nil for a name that means none of the labels.
  public func emotion(named name: String) -> Emotion? {
    let name = DatasetWord.key(name)
    let own = labels.first { label in
      ([label.emotion.rawValue] + label.synonyms).contains { DatasetWord.key($0) == name }
    }
    return own?.emotion ?? source?.emotion(named: name).flatMap(emotion(from:))
  }

  /// The scheme that this one is made from, where it says so.
  var source: LabelScheme? {
    origin.flatMap { origin in LabelScheme.known.first { $0.id == origin.scheme } }
  }

  /// What another scheme's label becomes; nil where it is left out.
  public func emotion(from emotion: Emotion) -> Emotion? { origin?.map[emotion] ?? nil }
}

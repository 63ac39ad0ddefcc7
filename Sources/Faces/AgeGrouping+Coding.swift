import Foundation
import Support

/// In JSON the groups are one line (`text`); files of users may also spell them out:
///
/// ```json5
/// {
///   groups: [
///     { name: "baby", plural: "babies", upTo: 1 },
///     { name: "child", plural: "children", faces: "faces of children", upTo: 12 },
///     { name: "adult" },
///   ],
///   infant: "baby", adult: "adult",  // whose faces the two models learn from
/// }
/// ```
extension AgeGrouping: Codable {
  private struct Spelled: Decodable {
    struct Group: Decodable {
      var name: String
      var plural: String?
      var faces: String?
      var upTo: Double?
    }

    var groups: [Group]
    var infant: String?
    var adult: String?
  }

  public init(from decoder: any Decoder) throws {
    do {
      if let text = try? decoder.singleValueContainer().decode(String.self) {
        try self.init(text: text)
      } else {
        try self.init(Spelled(from: decoder))
      }
    } catch let error as SmilestoneError {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: error.message, underlyingError: error))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  private init(_ spelled: Spelled) throws {
    let words = spelled.groups.map { group in
      let words = Words(name: AgeGrouping.name(group.name), plural: group.plural)
      return group.faces.map { Words(name: words.name, plural: words.plural, faces: $0) } ?? words
    }
    for word in words.flatMap({ [$0.plural, $0.faces] })
    where word.isEmpty || word.contains(where: { ";:/<".contains($0) || $0.isNewline }) {
      throw AgeGrouping.refusal("“\(word)” cannot be what a group is called")
    }
    for (group, word) in zip(spelled.groups, words).dropLast() where group.upTo == nil {
      throw AgeGrouping.refusal("the group “\(word.name)” has no upper bound, upTo")
    }
    guard spelled.groups.last?.upTo == nil else {
      throw AgeGrouping.refusal("the oldest group has an upper bound, and nobody above a group")
    }
    try self.init(
      words: words, upperBounds: spelled.groups.compactMap(\.upTo),
      infant: spelled.infant.map(AgeGrouping.name), adult: spelled.adult.map(AgeGrouping.name))
  }

  /// What a user gives on the command line: the path of a JSON5 file, or a line as `init(text:)` reads it.
  /// - Throws: `SmilestoneError` that names the file.
  public init(option: String) throws {
    let url = URL(fileURLWithPath: option)
    let isFile =
      ["json5", "json"].contains(url.pathExtension.lowercased())
      || !option.isEmpty && !option.contains("<=")
        && FileManager.default.fileExists(atPath: url.path)
    guard isFile else {
      try self.init(text: option)
      return
    }
    let spelled = try JSONText.read(
      Spelled.self, from: url, isJSON5: true, as: "a list of age groups",
      remedy: "Give {groups: [{name: \"baby\", upTo: 1}, …, {name: \"adult\"}]}.")
    do {
      try self.init(spelled)
    } catch let error as SmilestoneError {
      throw SmilestoneError(error.code, "\(url.path): \(error.message)", remedy: error.remedy)
    }
  }
}

extension AgeGrouping: SchemaExample {
  public static var schemaExample: AgeGrouping { .study }
}

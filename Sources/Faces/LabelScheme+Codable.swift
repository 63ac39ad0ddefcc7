import Support

/// In JSON a scheme is an object with `id`, `labels`, `noun` and `from`, or the id of a known one.
extension LabelScheme: Codable {
  public init(from decoder: any Decoder) throws {
    func flaw(_ problem: String) -> DecodingError {
      .dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: problem))
    }
    guard (try? decoder.container(keyedBy: Written.CodingKeys.self)) != nil else {
      let id = try decoder.singleValueContainer().decode(String.self)
      guard let known = LabelScheme.known.first(where: { $0.id == id }) else {
        throw flaw("there is no label scheme “\(id)”")
      }
      self = known
      return
    }
    self.init(try Written(from: decoder))
    if let problem { throw flaw(problem) }
  }

  public func encode(to encoder: any Encoder) throws { try Written(self).encode(to: encoder) }

  init(_ written: Written) {
    self.init(
      id: written.id,
      labels: written.labels.enumerated().map { place, label in
        Label(
          emotion: Emotion(rawValue: label.name),
          synonyms: (label.synonyms ?? []).map { $0.lowercased() },
          colour: label.colour ?? Label.colours[place % Label.colours.count])
      },
      noun: written.noun ?? .emotion,
      origin: written.from.map { from in
        Origin(
          scheme: from.scheme,
          map: Dictionary(
            uniqueKeysWithValues: from.map.map {
              (Emotion(rawValue: $0), $1.map(Emotion.init(rawValue:)))
            }))
      })
  }

  /// A scheme as files have it, not yet checked.
  struct Written: Codable {
    var id: String
    var labels: [WrittenLabel]
    var noun: Noun?
    var from: WrittenOrigin?

    enum CodingKeys: String, CodingKey {
      case id, labels, noun, from
    }

    init(_ scheme: LabelScheme) {
      id = scheme.id
      labels = scheme.labels.map {
        WrittenLabel(
          name: $0.emotion.rawValue, synonyms: $0.synonyms.isEmpty ? nil : $0.synonyms,
          colour: $0.colour)
      }
      noun = scheme.noun
      from = scheme.origin.map { origin in
        WrittenOrigin(
          scheme: origin.scheme,
          map: Dictionary(
            uniqueKeysWithValues: origin.map.map { ($0.rawValue, $1?.rawValue) }))
      }
    }
  }

  /// A label as an object, or as its name alone.
  struct WrittenLabel: Codable {
    var name: String
    var synonyms: [String]?
    var colour: String?

    private enum CodingKeys: String, CodingKey {
      case name, synonyms, colour
    }

    init(name: String, synonyms: [String]?, colour: String?) {
      self.name = name
      self.synonyms = synonyms
      self.colour = colour
    }

    init(from decoder: any Decoder) throws {
      guard let members = try? decoder.container(keyedBy: CodingKeys.self) else {
        let name = try decoder.singleValueContainer().decode(String.self)
        self.init(name: name, synonyms: nil, colour: nil)
        return
      }
      self.init(
        name: try members.decode(String.self, forKey: .name),
        synonyms: try members.decodeIfPresent([String].self, forKey: .synonyms),
        colour: try members.decodeIfPresent(String.self, forKey: .colour))
    }
  }

  struct WrittenOrigin: Codable {
    var scheme: String
    var map: [String: String?]
  }
}

extension LabelScheme: SchemaExample {
  public static var schemaExample: LabelScheme { .emotions7 }
}

import Support

/// A label that a face can have, by its name: a perceived emotion, or what else a `LabelScheme` lists.
///
/// Where it stands in a vector of probabilities or votes is the scheme's to say.
public struct Emotion: RawRepresentable, Codable, Sendable, Hashable {
  /// The name as files spell it: "anger".
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
    if let labels = decoder.vocabulary?.labels, labels.index(of: self) == nil {
      throw decoder.refusal("is “\(rawValue)”, none of \(labels.labelsInWords)")
    }
  }

  public static let anger = Emotion(rawValue: "anger")
  public static let disgust = Emotion(rawValue: "disgust")
  public static let fear = Emotion(rawValue: "fear")
  public static let happy = Emotion(rawValue: "happy")
  public static let neutral = Emotion(rawValue: "neutral")
  public static let sad = Emotion(rawValue: "sad")
  public static let surprise = Emotion(rawValue: "surprise")
  public static let contempt = Emotion(rawValue: "contempt")
}

extension Emotion: SchemaExample {
  public static var schemaExample: Emotion { .happy }
}

/// The labels that faces can have, in the order of every vector of probabilities or votes.
///
/// Two schemes mean the same where they have the same names in the same order; synonyms, colours and
/// maps are about how labels are read and shown.
public struct LabelScheme: Sendable, Hashable {
  /// What it is called in files and on the command line: "emotions7".
  public let id: String
  public let labels: [Label]
  /// What a label is called in sentences: "emotion".
  public let noun: Noun
  /// How another scheme's labels become this one's; nil where no other is understood.
  public let origin: Origin?

  /// One label.
  public struct Label: Sendable, Hashable {
    public let emotion: Emotion
    /// Other names that data sets give it, in lower case.
    public let synonyms: [String]
    /// In charts: "#d55e00".
    public let colour: String

    public init(emotion: Emotion, synonyms: [String] = [], colour: String) {
      self.emotion = emotion
      self.synonyms = synonyms
      self.colour = colour
    }
  }

  /// The word for a label, and for several.
  public struct Noun: Codable, Sendable, Hashable {
    public let singular: String
    public let plural: String

    public static let emotion = Noun(singular: "emotion", plural: "emotions")

    public init(singular: String, plural: String) {
      self.singular = singular
      self.plural = plural
    }
  }

  /// A map from another scheme.
  public struct Origin: Sendable, Hashable {
    /// The id of a scheme that the program knows.
    public let scheme: String
    /// What each of its labels becomes; nil for one that is left out.
    public let map: [Emotion: Emotion?]
  }

  init(id: String, labels: [Label], noun: Noun = .emotion, origin: Origin? = nil) {
    self.id = id
    self.labels = labels
    self.noun = noun
    self.origin = origin
  }

  /// The labels in order.
  public var emotions: [Emotion] { labels.map(\.emotion) }
  /// How many labels there are.
  public var count: Int { labels.count }
  /// The share that guessing gets right.
  public var chance: Double { 1 / Double(count) }

  /// Where a label stands in every vector; nil for a label of another scheme.
  public func index(of emotion: Emotion) -> Int? {
    labels.firstIndex { $0.emotion == emotion }
  }

  /// Where one of its labels stands. Labels of other schemes are refused when files are read.
  package func position(of emotion: Emotion) -> Int { index(of: emotion) ?? 0 }

  /// The most probable label; the first of equals.
  /// - Parameter probabilities: one for each label, in order.
  public func mostProbable(_ probabilities: [Double]) -> Emotion {
    let highest = probabilities.max() ?? 0
    return labels[probabilities.firstIndex(of: highest) ?? 0].emotion
  }

  /// Whether vectors of both mean the same.
  public func agrees(with other: LabelScheme) -> Bool {
    labels.elementsEqual(other.labels) { $0.emotion == $1.emotion }
  }
}

extension LabelScheme {
  /// "anger, disgust, fear".
  public var namesInWords: String { labels.map(\.emotion.rawValue).joined(separator: ", ") }
  /// "seven".
  public var countInWords: String { NumberInWords.text(count) }
  /// "one in seven".
  public var chanceInWords: String { "one in \(countInWords)" }
  /// A label for an example: happy where the scheme has it.
  public var example: Emotion { index(of: .happy) == nil ? labels[count - 1].emotion : .happy }
  /// "seven emotions".
  public var labelsInWords: String { "\(countInWords) \(noun.plural)" }
}

/// Small numbers as sentences spell them.
package enum NumberInWords {
  private static let names = [
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
  ]

  /// "seven"; digits from 13 on.
  package static func text(_ number: Int) -> String {
    names.indices.contains(number) ? names[number] : "\(number)"
  }
}

/// The labels that faces can have, in the order of every vector of probabilities or votes.
public struct LabelScheme: Codable, Sendable, Hashable {
  /// Its name on the command line and in files: "emotions7".
  public let id: String
  /// The order of every vector.
  public let emotions: [Emotion]

  /// The study's seven emotions.
  public static let emotions7 = LabelScheme(id: "emotions7", emotions: Emotion.allCases)

  /// How many labels there are.
  public var count: Int { emotions.count }
  /// The share that guessing gets right.
  public var chance: Double { 1 / Double(count) }
}

/// A perceived emotion. The order of the cases is the order of every vector of seven.
public enum Emotion: String, CaseIterable, Codable, Sendable, Hashable {
  case anger, disgust, fear, happy, neutral, sad, surprise

  /// Where the emotion stands in a vector of seven.
  public var index: Int { Emotion.allCases.firstIndex(of: self) ?? 0 }
}

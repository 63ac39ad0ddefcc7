/// Whether faces keep their colours; the raw values appear in configurations.
public enum FaceColour: String, Sendable, Codable, CaseIterable {
  case colour
  /// Shades of grey, repeated in three channels.
  case grey
}

/// By what an analysis of expression brings faces to adults' head shape, where it compares images.
public enum ExpressionRegistration: String, Codable, Sendable, CaseIterable {
  /// By the mean images of each age.
  case images
  /// By points of each face, which are moved, turned and scaled onto the mean shape of its age first.
  case landmarks
}

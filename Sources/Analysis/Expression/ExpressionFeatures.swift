/// What an analysis of expression compares between faces.
public enum ExpressionFeatures: String, Codable, Sendable, CaseIterable {
  /// Histograms of oriented gradients: edges of the registered image.
  case gradients = "hog"
  /// The first layers of EfficientNet-Lite0, trained on ImageNet, of the registered image.
  case network
  /// Where points of the face are, relative to the mean shape of its age: no appearance at all.
  case landmarks

  /// κ, how concave the share of adults' configuration is in the share w of the adult expression: edges leave
  /// toddlers' cells in the first half of a change, as synthetic faces showed; places are linear in w.
  package var shareCurvature: Double { self == .landmarks ? 0 : 0.25 }
}

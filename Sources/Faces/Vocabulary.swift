/// What is studied: the labels that faces have and the age groups that they fall into.
///
/// It travels with manifests, models, predictions and results, so that each says what its vectors and
/// groups mean.
public struct Vocabulary: Codable, Sendable, Hashable {
  public var labels: LabelScheme
  public var ages: AgeGrouping

  /// The study's own: seven emotions, five age groups.
  public static let study = Vocabulary()

  public init(labels: LabelScheme = .emotions7, ages: AgeGrouping = .study) {
    self.labels = labels
    self.ages = ages
  }
}

import Foundation

/// How well the labels of faces fit what the faces show, at either end of the ages.
///
/// Labels that are wrong more often at one end make its configuration smaller, and with it every share of the
/// way between the ends.
public struct LabelFitResult: Codable, Sendable, Equatable {
  /// The mean probability that a face's label is right, from 0 to 1, every emotion weighing the same.
  public var toddlers: Double
  public var adults: Double
  /// Of their difference, clustered by subject.
  public var standardError: Double
  /// Whether they differ by more than the setting `leastLabelFitDifference`, with 1.645 standard errors left
  /// out: no age is claimed then.
  public var isUnequal: Bool

  package init(
    toddlers: Double, adults: Double, standardError: Double, settings: ExpressionSettings
  ) {
    self.toddlers = toddlers
    self.adults = adults
    self.standardError = standardError
    isUnequal =
      abs(adults - toddlers) - 1.645 * standardError > settings.leastLabelFitDifference
  }

  /// "0.84 in toddlers and 0.94 in adults".
  package func inWords(_ settings: ExpressionSettings) -> String {
    String(format: "%.2f in ", toddlers) + settings.young
      + String(format: " and %.2f in ", adults) + settings.grown
  }

  /// What weakens the result, for people; nil where labels fit alike.
  package func warning(_ settings: ExpressionSettings) -> String? {
    guard isUnequal else { return nil }
    let areYoungWorse = toddlers < adults
    let (worse, better) =
      areYoungWorse ? (settings.young, settings.grown) : (settings.grown, settings.young)
    return
      "The labels of \(worse) fit their faces less well than those of \(better) (mean probability of "
      + "being right \(inWords(settings))): ages found are too \(areYoungWorse ? "old" : "young")."
  }
}

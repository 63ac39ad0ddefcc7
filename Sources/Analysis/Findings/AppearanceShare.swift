import Presentation
import Statistics

/// The share of a change with age seen in photographs that appearance alone can make: the change in
/// cohorts where only appearance changes, divided by the change seen.
public struct AppearanceShare: Codable, Sendable, Equatable {
  /// "infant" or "adult".
  public var model: String
  public var quantity: AppearanceQuantity
  /// The change in the photographs.
  public var observed: Estimate
  /// The change in the cohorts of the reference.
  public var appearance: Estimate
  /// `appearance` / `observed`: below 0 where the two go opposite ways, above 1 where appearance
  /// alone makes more than was seen; nil where the observed change is exactly 0.
  public var share: Double?
  /// Fieller's interval of the share; without bounds where the observed change cannot be told from
  /// none. The share is then unknown.
  public var interval: OpenInterval

  /// - Returns: nil for intervals of different levels, which cannot be combined.
  public init?(
    model: String, quantity: AppearanceQuantity, observed: Estimate, appearance: Estimate
  ) {
    guard observed.level == appearance.level else { return nil }
    self.model = model
    self.quantity = quantity
    self.observed = observed
    self.appearance = appearance
    share = observed.value == 0 ? nil : appearance.value / observed.value
    interval = ratioInterval(of: appearance, over: observed)
  }

  /// The share as a sentence, within 0 to 100%.
  public var inWords: String {
    guard let share, let lower = interval.lower, let upper = interval.upper else {
      return "Which share of the change here appearance alone can make is unknown, for the change "
        + "here is too uncertain to divide by."
    }
    func percent(_ share: Double) -> String {
      Format.number(100 * min(max(share, 0), 1), decimals: 0)
    }
    let size = share >= 1 ? "all" : share < 0 ? "none" : "\(percent(share))%"
    let level = Format.confidence(interval.level)
    let range =
      upper <= 0
      ? "the whole \(level) lies below 0%"
      : lower >= 1
        ? "the whole \(level) lies above 100%"
        : "\(level) \(percent(lower)) to \(percent(upper))%"
    let other = share < 0 ? ": there accuracy goes the other way" : ""
    return "Appearance alone can make \(size) of the change here (\(range))\(other)."
  }
}

/// What a finding on photographs owes to appearance, printed beside it.
public struct AppearanceNote: Codable, Sendable, Equatable {
  /// What appearance alone did in the synthetic cohorts, and for a finding with a size the share of it
  /// that this makes.
  public var text: String
  /// The numbers behind the share; nil for a finding without a size.
  public var share: AppearanceShare?

  public init(text: String, share: AppearanceShare? = nil) {
    self.text = text
    self.share = share
  }
}

/// A change with age that photographs and synthetic cohorts have in common.
public enum AppearanceQuantity: String, Codable, Sendable, CaseIterable {
  /// The change of accuracy from one age group to the next.
  case trend
  /// Accuracy on the adult model's group minus accuracy on the infant model's.
  case toddlerAdult = "toddler-adult"
}

extension EmotionTransition {
  /// The transition age where a change is shown after correction and the data bound its age on both sides,
  /// else nil: it is then no result to quote.
  package var claimedAgeInYears: Double? {
    let isShown = adjustedPValue.map { $0 < 1 - profileInterval.level } ?? false
    return isShown ? boundedAgeInYears : nil
  }
}

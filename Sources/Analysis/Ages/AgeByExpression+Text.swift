import Presentation

extension AgeByExpression {
  /// What the comparison says and does not say.
  var sentences: String {
    let sample = Wording.sample(faces: n, subjects: subjects)
    guard let test, let widestGap else {
      return "Nothing can be said on \(sample): the emotions' means are the same, or the subjects "
        + "are too few."
    }
    let isSeen = test.pValue < 0.05
    let p = Format.pValue(test)
    let gap =
      "the widest of \(widestGap.pairs) gaps: \(widestGap.older.rawValue) faces are estimated "
      + "\(Wording.signedYears(widestGap.difference)) against \(widestGap.younger.rawValue) ones"
    switch outcome {
    case .error:
      let start =
        isSeen
        ? "The estimator's error goes with the perceived emotion at the same known age"
        : "No dependence of the estimator's error on the perceived emotion was seen"
      return "\(start) (\(p), \(sample)); \(gap)."
        + weightSentence
    case .estimatedAge:
      let start =
        isSeen
        ? "A warning, not a proof: estimated ages differ between perceived emotions"
        : "Estimated ages were not seen to differ between perceived emotions"
      return
        "\(start) (\(p), \(sample)); \(gap). The people "
        + "may truly differ in age; only faces of known age can tell."
    }
  }

  private var weightSentence: String {
    guard let difference = weight?.difference, let test = weight?.test else { return "" }
    let isSeen = test.pValue < 0.05
    let p = Format.pValue(test)
    return
      (isSeen
      ? " Faces with fully adult expressions are estimated "
      : " No effect of the expression's development was seen: fully adult expressions are estimated ")
      + "\(Wording.signedYears(difference)) against fully infant ones of the same known age and "
      + "emotion (\(p))."
  }
}

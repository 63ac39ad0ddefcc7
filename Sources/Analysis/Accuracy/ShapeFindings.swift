import Faces
import Presentation
import Statistics

/// Descriptions of a curve's shape, of what can be detected, and of the raters beside it.
extension ModelEvidence {
  /// Whether the curve goes one way throughout, and how sure its highest point is.
  func shape() -> FindingDraft? {
    guard let analysis = metrics.crossAge, analysis.comparedGroups.count > 1 else { return nil }
    let groups = Wording.list(analysis.comparedGroups.map(\.displayName))
    let directions = Monotonicity.Direction.allCases.compactMap { direction -> String? in
      let both = analysis.monotonicity.filter { $0.direction == direction }
      guard let raw = both.first(where: { $0.curve == .raw }), let test = raw.test,
        let corrected = raw.adjustedPValue
      else { return nil }
      let standardised = both.first { $0.curve == .standardised }
      let atOneMix = standardised?.adjustedPValue.map {
        ", at one distribution of emotions "
          + Format.pValue($0, isUpperBound: standardised?.test?.pValueIsUpperBound)
      }
      let verb = direction == .rising ? "rises" : "falls"
      let steps = raw.everyStepAdjustedPValue.map {
        "that every step \(verb) is \($0 < Verdict.usualAlpha ? "shown" : "not shown") ("
          + "\(Format.pValue($0)))"
      }
      return "that it \(verb) throughout is "
        + "\(corrected < Verdict.usualAlpha ? "contradicted" : "not contradicted") ("
        + "\(Format.pValue(corrected, isUpperBound: test.pValueIsUpperBound))\(atOneMix ?? "")"
        + (steps.map { "), and \($0)" } ?? ")")
    }
    let family = analysis.monotonicity.first?.family.map { " (\($0))" } ?? ""
    let peaks = analysis.peak.map { "\($0.ageGroup.displayName) \(Wording.percent($0.raw))" }
    let peak =
      peaks.isEmpty
      ? "" : " Highest in bootstrap samples: \(peaks.joined(separator: ", "))."
    return FindingDraft(
      id: "\(metrics.model)-shape",
      "Shape of the \(name)'s curve over \(groups) (\(sample(analysis.comparedGroups))), "
        + "exploratory\(family): \(directions.joined(separator: "; ")).\(peak)")
  }

  /// The smallest differences between age groups that the faces at hand can show.
  func detectability() -> FindingDraft? {
    let pairs = metrics.crossAge?.pairwise ?? []
    let sized = pairs.compactMap { pair in pair.detectableDifference.map { (pair, $0) } }
    guard let finest = sized.min(by: { $0.1 < $1.1 }), let coarsest = sized.max(by: { $0.1 < $1.1 })
    else { return nil }
    func inWords(_ item: (PairwiseComparison, Double)) -> String {
      let groups = [item.0.second, item.0.first]
      return "\(Wording.size(item.1)) between \(ages.faces(of: groups[0])) and "
        + "\(ages.faces(of: groups[1])) (\(sample(groups)))"
    }
    let rest = sized.count > 1 ? ", at most \(inWords(coarsest))" : ""
    return FindingDraft(
      id: "\(metrics.model)-power",
      "Smallest difference of the \(name)'s accuracy between two age groups that is detectable with "
        + "80% power (5% level, one comparison alone): at least \(inWords(finest))\(rest).")
  }

  /// The raters beside the model.
  func raters() -> FindingDraft? {
    guard let all = metrics.humanReference?.first(where: { $0.ageGroup == nil }),
      let agreement = all.raterAgreement, let accuracy = all.modelAccuracy,
      let divergence = all.divergence
    else { return nil }
    let label =
      all.labelAgreement.map { " and the label in \(Wording.percent($0.value))" } ?? ""
    let uniform =
      all.uniformDivergence.map { ", \(Wording.decimal($0)) for even probabilities" } ?? ""
    return FindingDraft(
      id: "\(metrics.model)-raters",
      "On the \(Wording.sample(faces: all.n, subjects: all.subjects)) with votes of \(all.raters), "
        + "a single one agrees with most of the others in \(Wording.percent(agreement.value)) "
        + "(\(Wording.shareInterval(agreement)))\(label), the \(name) the label in "
        + "\(Wording.percent(accuracy.value)) (\(Wording.shareInterval(accuracy))). Its "
        + "probabilities lie \(Wording.decimal(divergence.value)) bits (Jensen-Shannon, "
        + "0 to 1) from the votes\(uniform).")
  }
}

import Presentation
import Statistics

extension NamedRaters {
  /// "Judged by each of 3 named raters, the adult model is right in 61.0 to 70.2% …".
  static func words(_ effects: RaterEffects) -> String {
    let name = "the \(effects.model) model"
    let faces =
      "\(Format.count(effects.faces)) faces with named raters, \(Format.count(effects.judgements)) labels"
    let shares = effects.raters.compactMap(\.accuracy?.value)
    let range =
      shares.count > 1
      ? "right in \(Format.share(shares.min())) to \(Format.share(shares.max()))"
      : "right in \(Format.share(shares.first))"
    let raters =
      effects.raters.count == 1 ? "one named rater" : "each of \(effects.raters.count) named raters"
    let start = "Judged by \(raters), \(name) is \(range) of what the rater judged (\(faces))."
    guard let crossed = effects.crossed else {
      return "\(start) \(effects.problem.map(words) ?? "")"
    }
    let few =
      effects.raters.count < fewRaters ? " \(warning(effects.raters.count))" : ""
    return "\(start) \(spread(crossed)) \(trend(effects, crossed))\(few) It was not planned."
  }

  private static func words(_ problem: RaterEffects.Problem) -> String {
    switch problem {
    case .oneRater:
      "What raters differ by cannot be told from one."
    case .manyRaters:
      "What raters differ by is not estimated for more than \(CrossedLogistic.mostRaters) of them."
    case .fewFaces:
      "What raters differ by is not estimated from fewer than \(CrossAgeCounts.minimumFaces) labels or "
        + "\(CrossAgeCounts.minimumSubjects) subjects of known age group."
    case .noPeak:
      "What raters differ by cannot be estimated: their labels agree, or the model is right, on nearly all faces or on nearly none."
    }
  }

  private static func spread(_ crossed: RaterEffects.Crossed) -> String {
    "Between raters the log odds of being right have a standard deviation of "
      + "\(Format.number(crossed.raterDeviation, decimals: 2)) (\(interval(crossed.raterInterval))), which is "
      + "\(Wording.size(crossed.raterDeviationInAccuracy)) of accuracy."
  }

  private static func interval(_ interval: OpenInterval) -> String {
    func number(_ bound: Double?) -> String { Format.number(bound, decimals: 2) }
    let level = Format.confidence(interval.level)
    return interval.upper == nil
      ? "\(level) from \(number(interval.lower)) on, without upper bound"
      : "\(level) \(number(interval.lower)) to \(number(interval.upper))"
  }

  private static func trend(_ effects: RaterEffects, _ crossed: RaterEffects.Crossed) -> String {
    guard let own = crossed.trendInAccuracy else {
      return "There are too few age groups for a trend."
    }
    let label = effects.labelTrend?.estimate
    let usual =
      label.map { "; judged by the label, with subjects alone as a sample, \(change($0))" } ?? ""
    return
      "With subjects and raters as samples accuracy changes by \(change(own)) from one age group to the next\(usual). "
      + meaning(own, label)
  }

  private static func change(_ estimate: Estimate) -> String {
    "\(Wording.points(estimate.value)) (\(Wording.pointsInterval(estimate)))"
  }

  /// Whether the trend holds for other raters, in plain words.
  static func meaning(_ own: Estimate, _ label: Estimate?) -> String {
    func isClear(_ estimate: Estimate) -> Bool { estimate.lower > 0 || estimate.upper < 0 }
    let ofLabel = label.map(isClear) ?? false
    switch (isClear(own), ofLabel) {
    case (true, _):
      return
        "A \(own.value > 0 ? "rise" : "fall") with age is to be expected for other raters such as these."
    case (false, true):
      return
        "The label’s trend is one of these raters: that it holds for others such as these is not shown."
    case (false, false):
      return "Neither shows a trend."
    }
  }
}

import Foundation

extension ExpressionAnalysis {
  /// Fills in the verdict and the words.
  package mutating func conclude() {
    guard let timing else {
      isClaimed = false
      answer = gateInWords + " No age can be said: too few ages show every emotion."
      return
    }
    let isClear = timing.likelihoodRatio >= settings.leastLikelihoodRatio
    let isClosed = timing.lowerInYears != nil && timing.upperInYears != nil
    let rivals = (rivals ?? []).filter(\.coincides).map(\.name)
    let areLabelsAlike = labelFit?.isUnequal != true
    isClaimed = gate.isOpen && isClear && isClosed && rivals.isEmpty && areLabelsAlike
    let age: String
    if let lower = timing.lowerInYears, let upper = timing.upperInYears, isClaimed {
      age = String(
        format: "The expression is half way to adults' at %.1f years (%.1f to %.1f).",
        timing.ageInYears, lower, upper)
    } else if !gate.isOpen {
      age = "No age can be said."
    } else if !isClear {
      age = "No age can be said: the change is as gradual as the growth of heads."
    } else if !isClosed {
      age = "No age can be said: its interval reaches an end of the searched ages."
    } else if rivals.isEmpty {
      age =
        "No age can be said: labels do not fit the faces of \(settings.young) and \(settings.grown) equally "
        + "well, which moves it."
    } else {
      age =
        "No age can be said: \(rivals.joined(separator: " and ")) "
        + "\(rivals.count == 1 ? "changes" : "change") at the same age."
    }
    answer = gateInWords + " " + age
  }

  private var gateInWords: String {
    if gate.isOpen {
      return "The gate is open: \(settings.young) show the emotions in another configuration than "
        + "\(settings.grown)."
    }
    if let failed = gate.controls.first(where: { !$0.isPassed }) {
      return "The gate stays shut: \(failed.name) differ as well, so the measure is not fit for "
        + "these faces."
    }
    return gate.correlation == nil
      ? "The gate stays shut: the faces are too few to compare the emotions of \(settings.young) and "
        + "\(settings.grown)."
      : "The gate stays shut: heads alone can explain what differs between \(settings.young) and "
        + "\(settings.grown)."
  }
}

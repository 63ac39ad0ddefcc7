import Foundation
import Statistics

extension TransitionAge {
  /// A line for each model, the crossing, and how often appearance alone makes a transition.
  package static func text(of metrics: Metrics) -> String? {
    guard let transition = metrics.transition else { return nil }
    let models = transition.models.map { model in
      guard let curve = model.curve else {
        return "\(model.model) model: no transition age. \(model.reason ?? "")"
      }
      let test = curve.noTransitionTest.map {
        String(
          format: "; against no transition p %@ %.3f",
          ($0.pValueIsUpperBound == true ? "≤" : "=") as NSString, $0.pValue)
      }
      return String(format: "%@ model: ", model.model as NSString)
        + (curve.isClaimed
          ? String(format: "transition at %.1f years ", curve.logistic.midpoint)
          : "no transition can be claimed ")
        + (curve.shapes?.whyNoAge.map { "as \($0) " } ?? "")
        + "(\(Wording.bounds(curve.profileInterval)) by profile likelihood"
        + (curve.bootstrapInterval.map { "; \(Wording.bounds($0)) by bootstrap" } ?? "")
        + (test ?? "") + ")."
    }
    let crossing = transition.crossing.map {
      "The models' curves cross at "
        + ($0.age.map { String(format: "%.1f years", $0) } ?? "no searched age")
        + " (\(Wording.bounds($0.interval)))."
    }
    let text = (["Transition age"] + models + [crossing].compactMap(\.self)).joined(separator: "\n")
    return [text, metrics.appearance?.transitionsInWords].compactMap(\.self)
      .joined(separator: "\n\n")
  }
}

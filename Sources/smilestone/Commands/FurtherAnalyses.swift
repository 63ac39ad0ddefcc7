import Evaluation
import Foundation
import Statistics
import Study
import Support

/// What `evaluate` adds to the metrics when asked.
extension FurtherAnalyses {
  static let options: [Option] = [
    .flag(
      "--transition",
      "Estimate the age at which each model's accuracy changes, with intervals and tests."),
    .flag(
      "--age-error",
      "Repeat the results under the error of the ages; the manifest needs age_sd."),
    .value(
      "--plan", "FILE",
      "A JSON5 file with the hypotheses stated beforehand, or the word standard for the study's; "
        + "findings outside it are marked exploratory."),
  ]

  /// Reads the plan, if there is one, before anything is computed.
  init(_ arguments: Arguments) throws {
    self.init(
      wantsTransition: arguments.has("--transition"), wantsAgeError: arguments.has("--age-error"),
      plan: try arguments.string("--plan").map {
        try $0 == "standard" ? StatedPlan() : StatedPlan(contentsOf: URL(fileURLWithPath: $0))
      })
    if wantsAgeError, arguments.operands.isEmpty {
      throw SmilestoneError.usage(
        "--age-error needs MANIFEST, whose column age_sd says how sure each age is.",
        remedy: "Give the manifest that `smilestone age predict` wrote.")
    }
  }
}

extension Tables {
  static func text(_ transition: TransitionAnalysis) -> String {
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
        + "(\(range(curve.profileInterval)) by profile likelihood"
        + (curve.bootstrapInterval.map { "; \(range($0)) by bootstrap" } ?? "")
        + (test ?? "") + ")."
    }
    let crossing = transition.crossing.map {
      "The models' curves cross at "
        + ($0.age.map { String(format: "%.1f years", $0) } ?? "no searched age")
        + " (\(range($0.interval)))."
    }
    return (["Transition age"] + models + [crossing].compactMap(\.self)).joined(separator: "\n")
  }

  static func text(_ analysis: AgeErrorAnalysis) -> String {
    let ages = (analysis.ages ?? []).compactMap { age in
      age.imputed.map { imputed in
        let what = age.model.map { "the \($0) model's transition" } ?? "the curves' crossing"
        let years = imputed.boundedAgeInYears.map { String(format: "is at %.1f years", $0) }
        return
          "With imputed ages \(what) \(years ?? "has no sure age") (\(range(imputed.interval)))."
      }
    }
    return ([analysis.summary] + analysis.reasonsInWords + ages).joined(separator: "\n")
  }

  private static func range(_ interval: OpenInterval) -> String {
    if interval.lower == nil, interval.upper == nil { return "no bounds" }
    let bounds = [interval.lower, interval.upper].map {
      $0.map { String(format: "%.1f", $0) } ?? "no bound"
    }
    return "\(bounds[0]) to \(bounds[1])"
  }

  static func text(_ plan: PlannedAnalysis) -> String {
    func list(_ names: [String]) -> String {
      names.isEmpty ? "none" : names.joined(separator: ", ")
    }
    return """
      Analysis plan “\(plan.stated.plan.title)”, SHA-256 \(plan.stated.sha256)
      planned: \(list(plan.marks.planned))
      exploratory: \(list(plan.marks.exploratory))
      planned but without a result: \(list(plan.marks.notMade))
      """
  }
}

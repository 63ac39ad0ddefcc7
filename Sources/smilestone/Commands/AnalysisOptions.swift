import Analysis
import Foundation
import Support

/// What `evaluate` makes beside the metrics when asked.
extension AnalysisChoice {
  static let options: [Option] =
    Analyses.optional.compactMap { analysis in
      analysis.option.map { .flag("--\(analysis.id)", $0.summary) }
    } + [
      .value(
        "--plan", "FILE",
        "A JSON5 file with the hypotheses stated beforehand, or the word standard for the study's; "
          + "findings outside it are marked exploratory.")
    ]

  /// Reads the plan, if there is one, before anything is computed.
  init(_ arguments: Arguments) throws {
    let chosen = Analyses.optional.filter { arguments.has("--\($0.id)") }
    for analysis in chosen where arguments.operands.isEmpty {
      guard let need = analysis.option?.manifestNeed else { continue }
      throw SmilestoneError.usage(
        "--\(analysis.id) needs MANIFEST, \(need).",
        remedy: "Give the manifest that `smilestone age predict` wrote.")
    }
    self.init(
      wanted: Set(chosen.map { $0.id }),
      plan: try arguments.string("--plan").map {
        try $0 == "standard" ? StatedPlan() : StatedPlan(contentsOf: URL(fileURLWithPath: $0))
      })
  }
}

extension Metrics {
  /// The tables of the analyses, the findings, and how they stand to the plan.
  var text: String {
    let findings = findings.map { finding in
      "- \(finding.text)"
        + (finding.appearance.map { "\n  Appearance or expression? \($0.text)" } ?? "")
    }
    return
      (Analyses.all.compactMap { $0.text(of: self) } + [findings.joined(separator: "\n")]
      + [plan?.text].compactMap(\.self)).joined(separator: "\n\n")
  }
}

extension PlannedAnalysis {
  fileprivate var text: String {
    func list(_ names: [String]) -> String {
      names.isEmpty ? "none" : names.joined(separator: ", ")
    }
    return """
      Analysis plan “\(stated.plan.title)”, SHA-256 \(stated.sha256)
      planned: \(list(marks.planned))
      exploratory: \(list(marks.exploratory))
      planned but without a result: \(list(marks.notMade))
      """
  }
}

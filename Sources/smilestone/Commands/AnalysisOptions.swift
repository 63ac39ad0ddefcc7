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
  /// The tables of the analyses, then findings: ages of change first, then what was tested, the surest
  /// first. With `--verbose` all of them, what appearance alone does, and how they stand to the plan.
  /// - Parameter file: where all findings are.
  func text(_ arguments: Arguments, file: URL) -> String {
    let isVerbose = arguments.has("--verbose")
    let lines = (findings.filter { $0.age != nil } + findings.filter { $0.age == nil }.surestFirst)
      .map { finding in
        let note = finding.appearance.map { "\n  Appearance or expression? \($0.text)" }
        return "- \(finding.text)" + (isVerbose ? note ?? "" : "")
      }
    let list = FindingList(lines, in: file.path, arguments)
    return
      (Analyses.all.compactMap { $0.text(of: self) } + [list.text]
      + [isVerbose ? plan?.text : nil].compactMap(\.self)).joined(separator: "\n\n")
  }
}

extension [Finding] {
  /// Those with a test by its corrected p-value, then the others as they are.
  fileprivate var surestFirst: [Finding] {
    filter { $0.pValue != nil }.sorted {
      ($0.adjustedPValue ?? $0.pValue ?? 1) < ($1.adjustedPValue ?? $1.pValue ?? 1)
    } + filter { $0.pValue == nil }
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

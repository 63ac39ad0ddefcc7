/// The findings of all analyses after their p-values were corrected, for analyses to take them over.
package struct SettledFindings {
  /// In the order of the findings, but planned ones first: one pair of groups may be compared by several,
  /// and what was stated beforehand comes before what was chosen by looking.
  private let drafts: [FindingDraft]
  private let findings: [String: Finding]
  private let plannedAlphas: [String: Double]

  init(_ drafts: [FindingDraft], _ findings: [Finding], plan: AnalysisPlan?) {
    let alphas = Verdict.alphas(of: plan)
    self.drafts =
      drafts.filter { alphas[$0.id] != nil } + drafts.filter { alphas[$0.id] == nil }
    self.findings = Dictionary(findings.map { ($0.id, $0) }) { first, _ in first }
    plannedAlphas = alphas
  }

  subscript(id: String) -> Finding? { findings[id] }

  /// The finding that compares two groups of a model; nil where none does.
  func finding(comparing pair: ComparedPair) -> Finding? {
    drafts.first { $0.pair == pair }.flatMap { findings[$0.id] }
  }

  /// The level of a finding's test.
  func alpha(of id: String) -> Double { plannedAlphas[id] ?? Verdict.usualAlpha }
}

extension Metrics {
  /// Makes the numbers and findings of all analyses.
  ///
  /// Each model's metrics come from its test rows, `validation` from its validation and calibration
  /// rows, the temperature from its calibration rows of the age group that it was trained on; rows
  /// without a label are counted and left out. The same evidence gives the same result on any number of
  /// cores.
  /// - Parameter plan: What was stated before the test faces were read; its tests are corrected as a
  ///   family of their own.
  /// - Throws: `SmilestoneError` where an analysis that was asked for lacks what it needs.
  package init(_ evidence: Evidence, plan: StatedPlan? = nil) throws {
    var evidence = evidence
    let plan = try plan?.worded(for: evidence.ages)
    // What may be refused comes first.
    for analysis in Analyses.optional where evidence.wanted.contains(analysis.id) {
      try evidence.make(analysis)
    }
    for analysis in Analyses.all where analysis.option == nil { try evidence.make(analysis) }
    let drafts = try Analyses.all.flatMap { try $0.findings(in: evidence) }
    self.init(
      settings: evidence.settings, findings: FindingDraft.findings(drafts, plan: plan?.plan),
      results: evidence.results)
    self.plan = plan.map { stated in
      PlannedAnalysis(stated, testsMade: findings.filter { $0.pValue != nil }.map(\.id))
    }
    let settled = SettledFindings(drafts, findings, plan: plan?.plan)
    for analysis in Analyses.all { try analysis.settle(&self, after: settled, evidence) }
  }
}

extension Evidence {
  /// Adds an analysis's result, unless it was made elsewhere.
  fileprivate mutating func make<A: Analysis>(_ analysis: A.Type) throws {
    guard results[A.self] == nil else { return }
    results[A.self] = try A.result(of: self)
  }
}

import Faces
import Statistics

extension Metrics {
  /// Gives every comparison one corrected p-value: that of the finding that states it, else that of a
  /// family of its own. A planned finding comes before one that chose its groups by looking.
  mutating func correct(_ drafts: [FindingDraft], plan: AnalysisPlan?) {
    let alphas = Verdict.alphas(of: plan)
    let drafts = drafts.filter { alphas[$0.id] != nil } + drafts.filter { alphas[$0.id] == nil }
    let findingOf = Dictionary(findings.map { ($0.id, $0) }) { first, _ in first }
    for place in models.indices {
      guard var pairs = models[place].crossAge?.pairwise else { continue }
      let model = models[place].model
      for index in pairs.indices where pairs[index].difference != nil {
        let pair = ComparedPair(model: model, groups: [pairs[index].first, pairs[index].second])
        guard let finding = drafts.first(where: { $0.pair == pair }).flatMap({ findingOf[$0.id] })
        else { continue }
        pairs[index].finding = finding.id
        pairs[index].adjustedPValue = finding.adjustedPValue
        pairs[index].family = finding.family
      }
      let others = pairs.indices.filter {
        pairs[$0].difference != nil && pairs[$0].finding == nil
      }
      let adjusted = holmAdjusted(others.compactMap { pairs[$0].difference?.test.pValue })
      for (index, value) in zip(others, adjusted) {
        pairs[index].adjustedPValue = value
        pairs[index].family = "Holm over \(others.count) other pairs of the \(model) model"
      }
      models[place].crossAge?.pairwise = pairs
    }
    for place in comparisons?.indices ?? 0..<0 {
      guard let finding = comparisons.flatMap({ findingOf[$0[place].findingId] }),
        let all = comparisons?[place].groups.firstIndex(where: { $0.ageGroup == nil })
      else { continue }
      comparisons?[place].groups[all].adjustedPValue = finding.adjustedPValue
      comparisons?[place].groups[all].family = finding.family
    }
    for place in transition?.models.indices ?? 0..<0 {
      guard let model = transition?.models[place], var curve = model.curve,
        let finding = findingOf["\(model.model)-transition"]
      else { continue }
      curve.adjustedPValue = finding.adjustedPValue
      curve.family = finding.family
      curve.isClaimed =
        (finding.adjustedPValue ?? 1) < alphas[finding.id] ?? Verdict.usualAlpha
        && curve.boundedAgeInYears != nil
      transition?.models[place].curve = curve
    }
  }
}

import Faces
import Presentation
import Statistics

/// A finding before the p-values of all findings are known.
package struct FindingDraft {
  let id: String
  let test: TestResult?
  /// Words the finding, given what the test may claim.
  let text: (Verdict) -> String
  /// The comparison of two age groups of a model that the test decides.
  var pair: ComparedPair?
  /// The age that the finding is about.
  var age: QuotedAge?
  /// The name of the chart, or of the table, that shows it; nil for none.
  var chart: String?

  /// A finding with a test; the text must depend on the verdict.
  init(
    id: String, test: TestResult?, chart: String? = nil, text: @escaping (Verdict) -> String
  ) {
    self.id = id
    self.test = test
    self.chart = chart
    self.text = text
  }

  /// A description, which claims nothing that a test would have to support.
  init(id: String, chart: String? = nil, _ text: String) {
    self.init(id: id, test: nil, chart: chart) { _ in text }
  }

  /// The same, shown by a chart or a table.
  func shown(in chart: String) -> FindingDraft {
    var draft = self
    draft.chart = chart
    return draft
  }

  /// Corrects the tests' p-values for their number (Holm) and words the findings.
  ///
  /// Tests of the plan are one family and all others another: what was stated beforehand does not pay
  /// for what was not. Without a plan all tests are one family.
  static func findings(_ drafts: [FindingDraft], plan: AnalysisPlan?) -> [Finding] {
    var verdicts = drafts.map { Verdict(test: $0.test) }
    let planned = Verdict.alphas(of: plan)
    let tested = drafts.indices.filter { drafts[$0].test != nil }
    for isPlanned in [true, false] {
      let family = tested.filter { (planned[drafts[$0].id] != nil) == isPlanned }
      let kind =
        plan == nil
        ? family.count == 1 ? "finding" : "findings"
        : (isPlanned ? "planned " : "exploratory ") + (family.count == 1 ? "test" : "tests")
      let adjusted = holmAdjusted(family.compactMap { drafts[$0].test?.pValue })
      for (index, value) in zip(family, adjusted) {
        verdicts[index].adjustedPValue = value
        verdicts[index].family = "\(family.count) \(kind)"
        verdicts[index].testCount = family.count
        verdicts[index].alpha = planned[drafts[index].id] ?? Verdict.usualAlpha
      }
    }
    return zip(drafts, verdicts).map { draft, verdict in
      var finding = Finding(
        id: draft.id, text: draft.text(verdict), pValue: draft.test?.pValue,
        test: draft.test?.name, adjustedPValue: verdict.adjustedPValue)
      finding.pValueIsUpperBound = draft.test?.pValueIsUpperBound
      finding.family = verdict.family.map { "Holm over \($0)" }
      finding.age = draft.age
      finding.chart = draft.chart
      // An age of what cannot be claimed is no result to quote.
      if draft.test != nil, !verdict.holds { finding.age?.ageInYears = nil }
      return finding
    }
  }
}

/// The accuracies of two age groups of a model.
struct ComparedPair: Equatable {
  let model: String
  let groups: Set<AgeGroup>
}

/// What a test allows to be said.
struct Verdict {
  static let usualAlpha = 0.05

  let test: TestResult?
  var adjustedPValue: Double?
  /// "9 findings", "7 planned tests".
  var family: String?
  var testCount = 0
  var alpha = Verdict.usualAlpha

  /// The levels that a plan states for its tests, by the finding's id.
  static func alphas(of plan: AnalysisPlan?) -> [String: Double] {
    Dictionary((plan?.hypotheses ?? []).map { ($0.id, $0.alpha) }) { first, _ in first }
  }

  /// Whether the effect may be claimed: its p-value, corrected for all tests of the family, is below
  /// the test's level.
  var holds: Bool { (adjustedPValue ?? 1) < alpha }

  /// "Cochran-Armitage trend test, p = 0.012, Holm over 3 findings p = 0.036".
  var inWords: String {
    guard let test, let adjustedPValue else { return "no test is possible" }
    let plain = "\(test.name), \(Format.pValue(test))"
    guard testCount > 1, let family else { return plain }
    let corrected = Format.pValue(adjustedPValue, isUpperBound: test.pValueIsUpperBound)
    return "\(plain), Holm over \(family) \(corrected)"
  }
}

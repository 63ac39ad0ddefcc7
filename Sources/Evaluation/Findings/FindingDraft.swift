import Statistics

/// A finding before the p-values of all findings are known.
struct FindingDraft {
  let id: String
  let test: TestResult?
  /// Words the finding, given what the test may claim.
  let text: (Verdict) -> String

  /// A finding with a test; the text must depend on the verdict.
  init(id: String, test: TestResult?, text: @escaping (Verdict) -> String) {
    self.id = id
    self.test = test
    self.text = text
  }

  /// A description, which claims nothing that a test would have to support.
  init(id: String, _ text: String) {
    self.init(id: id, test: nil) { _ in text }
  }

  /// Corrects the tests' p-values for their number (Holm) and words the findings.
  static func findings(_ drafts: [FindingDraft]) -> [Finding] {
    let tested = drafts.indices.filter { drafts[$0].test != nil }
    let adjusted = holmAdjusted(tested.compactMap { drafts[$0].test?.pValue })
    let adjustedOf = Dictionary(uniqueKeysWithValues: zip(tested, adjusted))
    return drafts.enumerated().map { position, draft in
      let verdict = Verdict(
        test: draft.test, adjustedPValue: adjustedOf[position], testCount: tested.count)
      return Finding(
        id: draft.id, text: draft.text(verdict), pValue: draft.test?.pValue,
        test: draft.test?.name, adjustedPValue: adjustedOf[position])
    }
  }
}

/// What a test allows to be said.
struct Verdict {
  let test: TestResult?
  let adjustedPValue: Double?
  let testCount: Int

  /// Whether the effect may be claimed: its p-value, corrected for all tests, is below 0.05.
  var holds: Bool { (adjustedPValue ?? 1) < 0.05 }

  /// "Cochran-Armitage trend test, p = 0.012, corrected for 3 tests p = 0.036".
  var inWords: String {
    guard let test, let adjustedPValue else { return "no test is possible" }
    let plain = "\(test.name), p \(Wording.pValue(test.pValue))"
    return testCount > 1
      ? "\(plain), corrected for \(testCount) tests p \(Wording.pValue(adjustedPValue))" : plain
  }
}

import Analysis
import Presentation

extension PageBuilder {
  mutating func findings() -> HTML {
    let findings = results.metrics?.findings ?? []
    guard !findings.isEmpty else {
      return section(
        "findings", "Findings",
        [
          HTML.missing(
            "There are no findings.",
            remedy: "They are made from the test results: run <code>smilestone evaluate</code>.")
        ])
    }
    let ages = findings.filter { $0.age != nil }
    let others = findings.filter { $0.age == nil }
    let tested = others.filter { $0.pValue != nil }
    let described = others.filter { $0.pValue == nil }
    func list(_ findings: [Finding]) -> HTML {
      "<ol class=\"findings\">\(findings.map(item))</ol>"
    }
    return section(
      "findings", "Findings",
      [
        planNote,
        ages.isEmpty ? "" : "<h3>Ages of change</h3>\(list(ages))",
        tested.isEmpty ? "" : "<h3>What was tested</h3>\(list(tested))",
        described.isEmpty ? "" : "<h3>What was seen</h3>\(list(described))",
      ])
  }

  private func item(_ finding: Finding) -> HTML {
    // Most texts name their test already.
    let isNamed = finding.test.map(finding.text.contains) ?? true
    let test =
      isNamed
      ? []
      : [
        finding.test,
        finding.pValue.map { Format.pValue($0, isUpperBound: finding.pValueIsUpperBound) },
        finding.adjustedPValue.map {
          "\(Format.pValue($0, isUpperBound: finding.pValueIsUpperBound)) "
            + "(\(finding.family ?? "Holm’s correction"))"
        },
      ].compactMap { $0 }
    let mark: HTML? =
      results.metrics?.plan.flatMap { plan -> HTML? in
        guard finding.pValue != nil else { return nil }
        return plan.marks.planned.contains(finding.id)
          ? "<span class=\"tag\">planned</span>" : "<span class=\"tag\">exploratory</span>"
      }
    let text = FindingText(finding.text)
    let notes: [HTML] = [
      text.statistics.isEmpty ? nil : HTML.data(text.statistics.joined(separator: " · ")),
      test.isEmpty ? nil : HTML.data(test.joined(separator: ", ")), mark,
      finding.chart.flatMap { link(to: $0) },
    ].compactMap { $0 }
    let note: HTML =
      notes.isEmpty
      ? ""
      : " <span class=\"test\">\(trusted: notes.map(\.markup).joined(separator: " · "))</span>"
    let appearance: HTML =
      finding.appearance.map {
        " <span class=\"appearance\"><b>Appearance or expression?</b> \(HTML.data($0.text))</span>"
      } ?? ""
    return """
      <li id="finding-\(finding.id)">\(HTML.data(text.claim))\(note)\(appearance)</li>
      """
  }

  /// Which plan the tests follow.
  private var planNote: HTML {
    guard let plan = results.metrics?.plan else {
      return """
        <p class="aside">No analysis plan was given: every test here is exploratory. A claim is \
        worded as one only where its p-value after Holm’s correction is below 0.05.</p>
        """
    }
    let notMade = plan.marks.notMade.map { id in
      plan.stated.plan.hypotheses.first { $0.id == id }?.hypothesis ?? id
    }
    let missing: HTML =
      notMade.isEmpty
      ? "" : " Planned but without a result: \(HTML.data(notMade.joined(separator: " ")))"
    return """
      <p class="aside">Planned tests are those of the plan \
      “\(HTML.data(plan.stated.plan.title))” (SHA-256 <code>\(String(plan.stated.sha256.prefix(12)))…\
      </code>); the others are exploratory. A claim is worded as one only where its p-value after \
      Holm’s correction is below 0.05.\(missing)</p>
      """
  }

  mutating func limitations() -> HTML {
    let items = input.limitations.map { limitation -> HTML in
      """
      <h3>\(limitation.name)</h3>
      <p>\(HTML.prose(limitation.text))</p>
      """
    }
    return section(
      "limitations", "Limitations",
      [
        items.isEmpty
          ? HTML.missing(
            "No limitations are recorded for this run.",
            remedy: "That does not mean that it has none.")
          : "<div class=\"limitations\">\(items)</div>"
      ])
  }
}

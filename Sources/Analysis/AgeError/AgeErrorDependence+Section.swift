import Presentation

extension AgeErrorDependence {
  package static let heading: SectionHeading? = SectionHeading(
    "Errors of estimated ages: what they do to the results",
    short: "Errors of estimated ages")

  package static let missing = HTML.missing(
    "How the results depend on the error of the ages is not known.",
    remedy: """
      Run <code>smilestone evaluate MANIFEST --predictions FILE --age-error</code> with a \
      manifest whose column age_sd says how sure each age is.
      """)

  package static func section(of run: RunResults) -> [Section.Part]? {
    guard let analysis = run[AgeErrorDependence.self],
      let chart = ageDependence(
        analysis, ages: run.ages, planted: run.plantedAgeInYears)
    else { return run.agesAreKnown ? [] : nil }
    let turning = analysis.turningResults.map { "<li>\($0)</li>" as HTML }
    let verdict: HTML =
      turning.isEmpty
      ? "<p>Neither a change of accuracy nor an age depends on how the ages are treated.</p>"
      : """
      <p>These results depend on how the ages are treated (a change excludes zero with one treatment and \
      not with another; an age is bounded on both sides with one and not with another, or moved beyond \
      the other’s interval), and should not be relied on:</p><ul>\(turning)</ul>
      """
    let reasons = analysis.reasonsInWords(run.ages).map { "<li>\(HTML.data($0))</li>" as HTML }
    let missing: [Section.Part] =
      reasons.isEmpty
      ? [] : [.card(Card("What too few faces are there for", body: "<ul>\(reasons)</ul>"))]
    return [
      """
      <p>Ages are estimated, so every face may belong to another group, and every relation with age \
      is blurred. The same results under four treatments of the ages:</p>
      """,
      .figure(chart, controls: MarkKey.list(series(analysis), name: AgeSeries.name)),
      "<p>\(HTML.data(analysis.summary.sentenceCased))</p>",
      .markup(analysis.knownAges.map(check) ?? ""), .markup(verdict),
    ] + missing
  }

  /// What faces of known age say of the estimates, and which promises they contradict.
  private static func check(_ check: AgeCheck) -> HTML {
    let table = DataTable(
      columns: [
        "estimated group", "faces", "subjects", "bias (years)", "lower", "upper", "spread",
        "corrected",
      ],
      rows: check.groups.map { group in
        [
          .text(group.ageGroup.displayName), .count(group.n), .count(group.subjects),
          .number(group.bias?.value, decimals: 1), .number(group.bias?.lower, decimals: 1),
          .number(group.bias?.upper, decimals: 1), .number(group.spread, decimals: 2),
          .text(group.isCorrected ? "yes" : "no"),
        ]
      }
    ).html(
      caption:
        "Faces of known age by group of the estimated age. Bias: mean of where the age is said to lie minus true age. Spread: "
        + "standard deviation of the true ages’ normal scores in where they were said to lie; 1 where that is right"
    )
    let left = check.groups.filter { !$0.isCorrected }.map(\.ageGroup.displayName)
    let warning: HTML =
      left.isEmpty
      ? ""
      : """
      <p class="warning" role="note">Not corrected, for fewer than \(AgeCorrection.minimumSubjects) subjects of known age: \
      faces estimated as \(Format.list(left)). Their imputed ages are as right as the estimator’s intervals.</p>
      """
    let broken: HTML =
      (check.broken ?? []).isEmpty
      ? ""
      : """
      <p class="warning" role="note"><b>Faces of known age contradict what was said of estimated ages</b>, before the \
      correction: \((check.broken ?? []).map(\.text).joined(separator: "; ")).</p>
      """
    return "<h3>Faces of known age</h3>\(table)\(broken)\(warning)"
  }

  /// The models, and the crossing where it is among the ages.
  private static func series(_ analysis: AgeErrorAnalysis) -> [String] {
    let names =
      analysis.results.map(\.model)
      + (analysis.ages ?? []).map { $0.model ?? $0.quantity.rawValue }
    return names.reduce(into: []) { series, name in
      if !series.contains(name) { series.append(name) }
    }
  }
}

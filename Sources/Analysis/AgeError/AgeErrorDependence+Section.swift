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
      "<p>\(HTML.data(analysis.summary.sentenceCased))</p>", .markup(verdict),
    ] + missing
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

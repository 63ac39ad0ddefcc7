import Evaluation
import Statistics

extension PageBuilder {
  mutating func transition() -> HTML {
    let (id, title) = ("transition", "At what age the change happens")
    guard let analysis = input.metrics?.transition else {
      return section(
        id, title, short: "Transition age",
        [
          missing(
            "The transition age has not been estimated.",
            remedy: """
              Run <code>smilestone evaluate --predictions FILE --transition</code>, or \
              <code>smilestone study</code>, which does so at its end.
              """)
        ])
    }
    let chart =
      figure("transition")
      ?? missing(
        "No curve could be fitted.",
        remedy: "The reasons are below: more faces of more ages are what it takes.")
    return section(
      id, title, short: "Transition age",
      [
        """
        <p>A curve is fitted to whether each single face was named rightly, at its age in years; \
        every emotion counts the same in every age group. The transition age is midway between the \
        curve’s two levels.</p>
        """,
        chart, "<ul>\(analysis.models.map(statement))</ul>",
        analysis.crossing.map(crossing) ?? "", imputedAges, tests(analysis), byEmotion(analysis),
        caveats,
        appearanceAlone,
      ])
  }

  private func statement(_ model: ModelTransition) -> HTML {
    let name = StudyModel.displayName(of: model.model).sentenceCased
    guard let curve = model.curve else {
      return "<li><b>\(name):</b> no transition age. \(model.reason ?? "")</li>"
    }
    let level = Format.number(100 * curve.profileInterval.level, decimals: 0)
    let interval = "\(level)% interval \(Format.years(curve.profileInterval))"
    let ends =
      "from \(Format.share(curve.logistic.infantAsymptote)) to "
      + "\(Format.share(curve.logistic.adultAsymptote))"
    let test =
      curve.noTransitionTest.map { "; against no change \(Format.pValue($0))" } ?? ""
    let midpoint = Format.number(curve.logistic.midpoint, decimals: 1)
    return curve.isClaimed
      ? """
      <li><b>\(name):</b> accuracy goes \(ends), midway at <b>\(midpoint) years</b> \
      (\(interval)\(test)).</li>
      """
      : """
      <li><b>\(name):</b> no transition can be claimed (\(interval)\(test)). The fitted curve goes \
      \(ends) with its middle at \(midpoint) years.</li>
      """
  }

  private func crossing(_ crossing: CurveCrossing) -> HTML {
    let age =
      crossing.age.map { "cross at \(Format.number($0, decimals: 1)) years" } ?? "do not cross"
    let share = Format.number(100 * crossing.shareOfResamplesCrossing, decimals: 0)
    return """
      <p>The fitted curves of the two models \(age); neither can be told to be above the other at \
      these ages: \(Format.years(crossing.interval)). They cross in \(share)% of the resamples.</p>
      """
  }

  /// The same ages with the error of the faces' ages allowed for.
  private var imputedAges: HTML {
    let ages = (input.metrics?.ageError?.ages ?? []).compactMap { age -> HTML? in
      guard let imputed = age.imputed else { return nil }
      let what = age.model.map(StudyModel.displayName(of:)) ?? "crossing of the curves"
      let years = imputed.boundedAgeInYears.map { "\(Format.number($0, decimals: 1)) years" }
      return "<li>\(what): \(years ?? "no sure age") (\(Format.years(imputed.interval)))</li>"
    }
    guard !ages.isEmpty else { return "" }
    return """
      <p>Ages are estimated, and that blurs the curves. With true ages imputed given the answers, which \
      are the results to quote:</p><ul>\(ages)</ul>
      \(brokenPromises ?? "")\(dependentErrors)
      """
  }

  /// A word on errors that the imputation takes as independent.
  private var dependentErrors: HTML {
    guard
      let correlation = input.metrics?.ageEstimator?.calibration?.withinSubjectCorrelation,
      correlation.lower > 0, correlation.value >= 0.2
    else { return "" }
    return """
      <p class="note">Age errors of one subject’s faces correlate \
      \(Format.number(correlation.value, decimals: 2)) \
      (\(Format.interval(correlation, decimals: 2))); the imputation takes them as independent given \
      the estimates. docs/results/validation.md has how often its intervals hold where all faces of a \
      subject share one error.</p>
      """
  }

  private func tests(_ analysis: TransitionAnalysis) -> HTML {
    let rows = analysis.models.compactMap { model in
      model.curve.map { curve -> [DataTable.Cell] in
        [
          .text(StudyModel.displayName(of: model.model)), .count(model.n), .count(model.subjects),
          .number(curve.logistic.midpoint, decimals: 2),
          .text(Format.bounds(curve.profileInterval)),
          curve.bootstrapInterval.map { .text(Format.bounds($0)) } ?? .missing,
          .number(curve.logistic.scale, decimals: 2),
          .pValue(curve.noTransitionTest),
          .pValue(curve.stillChangingTest),
          .number(curve.segmented.midpoint, decimals: 2),
          .text(curve.segmentedAgrees ? "yes" : "no"),
        ]
      }
    }
    guard !rows.isEmpty else { return "" }
    return card(
      "Intervals, tests and the check with another shape",
      body: DataTable(
        columns: [
          "model", "n", "subjects", "age", "profile interval", "bootstrap interval", "scale",
          "p, no change", "p, still changing", "segmented", "agrees",
        ], rows: rows
      ).html(
        caption: "Fitted curves. Ages and scales in years; “still changing” tests against a change "
          + "that is not yet done at the oldest child; “segmented” is the age by straight lines"))
  }

  private func byEmotion(_ analysis: TransitionAnalysis) -> HTML {
    let rows = analysis.models.flatMap { model in
      model.byEmotion.map { emotion -> [DataTable.Cell] in
        [
          .text(StudyModel.displayName(of: model.model)), .text(emotion.emotion.rawValue),
          .count(emotion.n), .number(emotion.boundedAgeInYears, decimals: 1),
          .text(Format.bounds(emotion.profileInterval)),
          .share(emotion.logistic.infantAsymptote), .share(emotion.logistic.adultAsymptote),
          .pValue(
            emotion.adjustedPValue, isUpperBound: emotion.noTransitionTest?.pValueIsUpperBound),
        ]
      }
    }
    guard !rows.isEmpty else { return "" }
    return card(
      "The same for each emotion",
      body: DataTable(
        columns: [
          "model", "emotion", "n", "age", "interval", "younger level", "older level",
          "p, no change (Holm)",
        ], rows: rows
      ).html(caption: "Curves of each emotion’s recall; ages in years"))
  }

  /// How often cohorts in which only appearance changes have a transition.
  private var appearanceAlone: HTML {
    guard let reference = input.metrics?.appearance, let text = reference.transitionsInWords else {
      return ""
    }
    return """
      <p class="aside"><b>Appearance or expression?</b> \(HTML.data(text)) \
      \(HTML.data(reference.caveat))</p>
      """
  }

  private var caveats: HTML {
    """
    <p class="aside">An absent bound means that the data set none: that is the honest answer where a \
    change is weak. Nothing here tells expression from appearance, for heads and photographs change \
    with age too, and ages that are estimated blur the curve. A change among adults is not looked \
    for.</p>
    """
  }
}

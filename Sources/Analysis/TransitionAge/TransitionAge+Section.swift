import Faces
import Presentation
import Statistics

extension TransitionAge {
  package static let heading: SectionHeading? = SectionHeading(
    "Transition age: when accuracy changes", short: "Transition age")

  package static let missing = HTML.missing(
    "The transition age has not been estimated.",
    remedy: """
      Run <code>smilestone evaluate --predictions FILE --transition</code>, or \
      <code>smilestone study</code>, which does so at its end.
      """)

  package static func section(of run: RunResults) -> [Section.Part]? {
    guard let metrics = run.metrics, let analysis = metrics.transition else { return nil }
    let ages = metrics.reportedAges
    // A curve that is no single step has no age to draw, or to set beside what was planted.
    let ofSteps = ages.filter { age in
      analysis.models.first { $0.model == age.model }?.curve?.shapes?.whyNoAge == nil
    }
    return [
      """
      <p>A curve is fitted to whether each single face was named rightly, at its age in years; \
      every emotion counts the same in every age group. The transition age is midway between the \
      curve’s two levels.</p>
      """,
      .figure(
        chart(analysis, reported: ofSteps, groups: metrics.vocabulary.ages),
        else: .missing(
          "No curve could be fitted.",
          remedy: "The reasons are below: more faces of more ages are what it takes.")),
      .markup(reported(analysis, ages, metrics)), .markup(planted(analysis, ofSteps)),
    ]
      + [shapes(analysis), tests(analysis, metrics.vocabulary.ages)].compactMap {
        $0.map { .card($0) }
      }
      + [emotionChart(analysis)].compactMap { $0.map { .figure($0) } }
      + [byEmotion(analysis)].compactMap { $0.map { .card($0) } } + [
        .markup(caveats(analysis.settings)),
        .markup(appearanceAlone(metrics)),
      ]
  }

  /// The ages to report, each once.
  private static func reported(
    _ analysis: TransitionAnalysis, _ ages: [ReportedAge], _ metrics: Metrics
  ) -> HTML {
    let models = analysis.models.map { model in
      statement(model, ages.first { $0.model == model.model }, analysis.settings)
    }
    let treatment: HTML =
      ages.isEmpty ? "" : "<p>\(ages.treatmentInWords); report these:</p>"
    let doubts: HTML =
      ages.areCorrected
      ? """
      \(AgeEstimatorQuality.brokenPromises(metrics.ageEstimator) ?? "")\(dependentErrors(metrics))\
      \(severalModels(analysis))
      """ : ""
    return """
      \(treatment)
      <ul>\(models)\(crossing(analysis, ages.first { $0.model == nil }))</ul>
      \(doubts)\(earlyAges(analysis, ages))
      """
  }

  /// What imputed ages hold where there are two models.
  private static func severalModels(_ analysis: TransitionAnalysis) -> HTML {
    guard analysis.models.count > 1 else { return "" }
    return """
      <p class="note">In simulated cohorts with two models and imputed ages, intervals held the age of a model’s curve in 93 to \
      94% of cohorts instead of 95%, in 91% where the curve rises in two steps, and the crossing in 94 to 96% (docs/results/validation.md).</p>
      """
  }

  /// Below this age, in years, and with fewer subjects, intervals that have both bounds hold their age less often than they say:
  /// docs/results/validation.md, 300 subjects and 5 years; with 1,000 subjects, or from 8 years on, they keep to it.
  private static let (earlyAge, fewSubjects) = (6.5, 600)

  /// What intervals of early ages do not hold, beside such an age.
  private static func earlyAges(_ analysis: TransitionAnalysis, _ ages: [ReportedAge]) -> HTML {
    let isAsked = analysis.models.contains { model in
      model.subjects < fewSubjects
        && ages.contains { $0.model == model.model && ($0.age.ageInYears ?? .infinity) < earlyAge }
    }
    guard isAsked else { return "" }
    return """
      <p class="note">Intervals of early ages from few subjects promise more than they keep. In simulated \
      cohorts of 300 subjects with a change at 5 years, those that had both bounds, the only ones that are reported, held the \
      curve’s age in 90%; at 8 years, and with 1,000 subjects, in 93 to 95%.</p>
      """
  }

  private static func statement(
    _ model: ModelTransition, _ reported: ReportedAge?, _ settings: TransitionSettings
  ) -> HTML {
    let name = StudyModel.displayName(of: model.model).sentenceCased
    guard let curve = model.curve else {
      return "<li><b>\(name):</b> no transition age. \(model.reason ?? "")</li>"
    }
    let ends =
      "from \(Format.share(curve.logistic.infantAsymptote)) to "
      + "\(Format.share(curve.logistic.adultAsymptote))"
    guard let reported else {
      return """
        <li><b>\(name):</b> the fitted curve goes \(ends). These metrics give no age to report: make \
        them again with <code>smilestone evaluate --transition</code>.</li>
        """
    }
    let test = againstNoChange(curve)
    if let shapes = curve.shapes, let why = shapes.whyNoAge {
      return """
        <li><b>\(name):</b> no transition age (\(shapes.chosen.inWords)\(test)): \(why).</li>
        """
    }
    let sources = model.sources?.words(settings) ?? ""
    guard let age = reported.age.ageInYears else {
      return """
        <li><b>\(name):</b> no transition age can be reported (\(reported.interval)\(test)). The \
        fitted curve goes \(ends).</li>
        """
    }
    return """
      <li><b>\(name):</b> accuracy goes \(ends), midway at \
      <b>\(Format.number(age, decimals: 1)) years</b> (\(reported.interval)\(test)).\(sources)</li>
      """
  }

  /// "; against no change p ≤ 0.002, Holm over 7 planned tests": the number of the findings.
  private static func againstNoChange(_ curve: FittedTransition) -> String {
    guard let test = curve.noTransitionTest else { return "" }
    guard let corrected = curve.adjustedPValue, let family = curve.family else {
      return "; against no change \(Format.pValue(test))"
    }
    let p = Format.pValue(corrected, isUpperBound: test.pValueIsUpperBound)
    return "; against no change \(p), \(family)"
  }

  private static func crossing(_ analysis: TransitionAnalysis, _ reported: ReportedAge?) -> HTML {
    guard let crossing = analysis.crossing, let reported else { return "" }
    let share = Format.number(100 * crossing.shareOfResamplesCrossing, decimals: 0)
    let age = reported.age.ageInYears.map { "\(Format.number($0, decimals: 1)) years" }
    return """
      <li><b>Crossing of the curves:</b> <b>\(age ?? "no age can be reported")</b> \
      (\(reported.interval)). The curves cross in \(share)% of the resamples.</li>
      """
  }

  /// The planted age beside every age to report; nothing for photographs.
  private static func planted(_ analysis: TransitionAnalysis, _ ages: [ReportedAge]) -> HTML {
    guard let planted = analysis.planted else { return "" }
    let ages = ages.filter { $0.planted != nil }
    guard !ages.isEmpty else { return "" }
    let year = Format.number(planted.ageInYears, decimals: 1)
    return """
      <h3>Beside what was planted</h3>
      <p>In these synthetic faces expressions change from infant to adult form at <b>\(year) years</b>. The \
      models’ curves need not turn there: heads change with age too, and a model may name an expression \
      from part of its adult form.</p>
      \(DataTable(
        columns: ["age", "planted", "estimate", "interval", "off by", "interval holds it"],
        rows: ages.map { age in
          [
            .text(age.name), .number(planted.ageInYears, decimals: 1),
            .number(age.age.ageInYears, decimals: 1), .text(Format.bounds(age.age.interval)),
            age.off.map { .text(Format.signedYears($0)) } ?? .missing,
            age.holdsPlanted.map { .text($0) } ?? .missing,
          ]
        }
      ).html(
        caption: "Ages in years. “open”: the interval lacks a bound on the side of the planted age, so "
          + "it excludes nothing there"))
      """
  }

  /// A word on errors that the imputation takes as independent.
  private static func dependentErrors(_ metrics: Metrics) -> HTML {
    guard
      let correlation = metrics.ageEstimator?.calibration?.withinSubjectCorrelation,
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

  private static func tests(_ analysis: TransitionAnalysis, _ ages: AgeGrouping) -> Card? {
    let rows = analysis.models.compactMap { model in
      model.curve.map { curve -> [DataTable.Cell] in
        [
          .text(StudyModel.displayName(of: model.model)), .count(model.n), .count(model.subjects),
          .number(curve.logistic.midpoint, decimals: 2),
          .text(Format.bounds(curve.profileInterval)),
          curve.bootstrapInterval.map { .text(Format.bounds($0)) } ?? .missing,
          .number(curve.logistic.scale, decimals: 2),
          .pValue(curve.noTransitionTest),
          .pValue(
            curve.adjustedPValue, isUpperBound: curve.noTransitionTest?.pValueIsUpperBound),
          curve.family.map { .text($0) } ?? .missing, .pValue(curve.stillChangingTest),
          .number(curve.segmented.midpoint, decimals: 2),
          .text(curve.segmentedAgrees ? "yes" : "no"),
          .text(
            curve.edges.map { $0.map(\.rawValue).joined(separator: ", ") } ?? "none"),
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    return Card(
      "Intervals, tests and the check with another shape",
      body: DataTable(
        columns: [
          "model", "n", "subjects", "age", "profile interval", "bootstrap interval", "scale",
          "p, no change", "p (Holm)", "corrected as", "p, still changing", "segmented", "agrees",
          "at an end of the search",
        ], rows: rows
      ).html(
        caption:
          "Curves fitted to the ages as given. Ages and scales in years; “still changing” tests against a change "
          + "that is not yet done at the oldest face younger than \(ages.plural(of: ages.adult)); “segmented” is the age by straight lines"
      ))
  }

  private static func byEmotion(_ analysis: TransitionAnalysis) -> Card? {
    let families = analysis.models.filter { !$0.byEmotion.isEmpty }.map {
      "\(Format.count($0.byEmotion.count)) emotions of the \(StudyModel.displayName(of: $0.model))"
    }
    let rows = analysis.models.flatMap { model in
      model.byEmotion.map { emotion -> [DataTable.Cell] in
        [
          .text(StudyModel.displayName(of: model.model)), .text(emotion.emotion.rawValue),
          .count(emotion.n),
          .number(emotion.claimedAgeInYears, decimals: 1),
          .text(Format.bounds(emotion.profileInterval)),
          .share(emotion.logistic.infantAsymptote), .share(emotion.logistic.adultAsymptote),
          .pValue(
            emotion.adjustedPValue, isUpperBound: emotion.noTransitionTest?.pValueIsUpperBound),
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    return Card(
      "The same for each emotion",
      body: DataTable(
        columns: [
          "model", "emotion", "n", "age", "interval", "younger level", "older level",
          "p, no change (Holm)",
        ], rows: rows
      ).html(
        caption:
          "Curves of each emotion’s recall; ages in years, a dash where no change is shown or the data "
          + "do not bound its age on both sides. Holm over the \(Format.list(families))"))
  }

  /// How often cohorts in which only appearance changes have a transition.
  private static func appearanceAlone(_ metrics: Metrics) -> HTML {
    guard let reference = metrics.appearance, let text = reference.transitionsInWords else {
      return ""
    }
    return """
      <p class="aside"><b>Appearance or expression?</b> \(HTML.data(text)) \
      \(HTML.data(reference.caveat))</p>
      """
  }

  private static func caveats(_ settings: TransitionSettings) -> HTML {
    let oldest = Format.number(settings.oldestMidpoint, decimals: 0)
    return """
      <p class="aside">“…” means that the data do not bound the interval on that side. Nothing here tells expression from appearance, for heads and photographs change \
      with age too, and ages that are estimated blur the curve. A change beyond \(oldest) years is not looked \
      for.</p>
      """
  }
}

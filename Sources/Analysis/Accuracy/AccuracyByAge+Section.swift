import Faces
import Presentation

extension AccuracyByAge {
  package static let heading: SectionHeading? = SectionHeading(
    "Accuracy across ages")

  package static let missing = HTML.missing(
    "The models have not been tested.",
    remedy: """
      Run <code>smilestone evaluate</code>, or <code>smilestone study</code> again: it goes \
      on from the last finished stage.
      """)

  package static func section(of run: RunResults) -> [Section.Part]? {
    let models = run[AccuracyByAge.self] ?? []
    let planted = run.plantedAgeInYears
    let scheme = run.vocabulary.labels
    guard let chart = crossAge(models, ages: run.ages, scheme: scheme, planted: planted) else {
      return nil
    }
    // The page's chart of accuracy has a switch instead.
    let standardised = crossAge(
      models, ages: run.ages, measure: .standardised, scheme: scheme, planted: planted)
    return [
      """
      <p>How often each model names the perceived emotion of faces that it was not trained on, \
      from \(run.ages.plural(of: run.ages.youngest)) to \(run.ages.plural(of: run.ages.oldest)).</p>
      """,
      .figure(
        chart,
        controls: """
          <div class="controls">\(modelToggle(models))\(measureToggle(models))\
          \(publishedToggle(models, run))</div>
          """),
      .markup(interpretation(run)),
    ] + [standardised].compactMap { $0.map(Section.Part.fileOnly) } + [
      .markup(resultTable(models, run.ages))
    ]
      + ((run[SameFaces.self] ?? []).map(SameFaces.table)
      + [pairwise(models, run.ages), subgroups(models)].compactMap(\.self)).map { .card($0) }
  }

  /// Buttons that choose the models shown; none where there is nothing to choose.
  private static func modelToggle(_ models: [ModelMetrics]) -> HTML {
    guard models.count > 1 else { return "" }
    let buttons = models.map { model -> HTML in
      let name = StudyModel.displayName(of: model.model).sentenceCased
      return """
        <button type="button" data-value="\(model.model)" aria-pressed="false">\(name)</button>
        """
    }
    return """
      <div class="toggle" role="group" aria-label="Models shown in the chart" \
      data-chart="cross-age" data-parameter="shown">
      \(buttons)
      <button type="button" data-value="all" aria-pressed="true">\
      \(models.count == 2 ? "Both" : "All")</button>
      </div>
      """
  }

  /// Buttons that choose raw or class-standardised accuracy; none without the latter.
  private static func measureToggle(_ models: [ModelMetrics]) -> HTML {
    guard models.contains(where: { $0.crossAge?.emotionStandardisation != nil }) else { return "" }
    return """
      <div class="toggle" role="group" aria-label="Accuracy shown in the chart" \
      data-chart="cross-age" data-parameter="measure">
      <button type="button" data-value="raw" aria-pressed="true">Raw</button>
      <button type="button" data-value="standardised" aria-pressed="false">Emotion-balanced\
      </button>
      </div>
      """
  }

  /// Buttons that show what the published study claimed; none where it had other groups or labels.
  private static func publishedToggle(_ models: [ModelMetrics], _ run: RunResults) -> HTML {
    guard
      PublishedCurve(
        models: models.map(\.model), ages: run.ages, scheme: run.vocabulary.labels) != nil
    else { return "" }
    return """
      <div class="toggle" role="group" aria-label="Lines of the published study" \
      data-chart="cross-age" data-parameter="published">
      <button type="button" data-value="hide" aria-pressed="true">This run</button>
      <button type="button" data-value="show" aria-pressed="false">With the published study\
      </button>
      </div>
      """
  }

  /// All models side by side, a row for each age group.
  private static func resultTable(_ models: [ModelMetrics], _ ages: AgeGrouping) -> HTML {
    let heads = models.map { model -> HTML in
      """
      <th scope="colgroup" colspan="4" class="model \(model.model)">\
      \(StudyModel.displayName(of: model.model).sentenceCased)</th>
      """
    }
    let columns = models.map { model -> HTML in
      """
      <th scope="col" class="n">n</th><th scope="col" class="n">accuracy</th>\
      <th scope="col" class="n">\(intervalName(model))</th>\
      <th scope="col" class="n">macro recall</th>
      """
    }
    let rows = ages.groups.map { group -> HTML in
      let cells = models.map { model -> HTML in
        let metrics = model.groups.first { $0.ageGroup == group }
        return """
          <td class="n first">\(Format.count(metrics?.n ?? 0))</td>\
          <td class="n"><b>\(Format.share(metrics?.accuracy?.value))</b></td>\
          <td class="n">\(metrics?.accuracy.map(Format.shareInterval) ?? Format.missing)</td>\
          <td class="n">\(Format.share(metrics?.macroRecall))</td>
          """
      }
      return """
        <tr><th scope="row">\(group.displayName) <small>\(ages.rangeInYears(of: group)) y</small></th>\
        \(cells)</tr>
        """
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="Accuracy by age group">
      <table class="results"><caption>Accuracy by age group, on test faces</caption>
      <thead><tr><td></td>\(heads)</tr>
      <tr><th scope="col">age group</th>\(columns)</tr></thead>
      <tbody>\(rows)</tbody></table></div>
      <p class="aside">n counts test faces. Macro recall is the mean of the recalls of the emotions \
      that occur in the group. A dash means undefined.</p>
      """
  }

  private static func intervalName(_ model: ModelMetrics) -> String {
    let accuracy = model.groups.lazy.compactMap(\.accuracy).first
    return accuracy.map { Format.confidence($0) } ?? "interval"
  }
}

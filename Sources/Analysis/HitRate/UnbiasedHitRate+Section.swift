import Faces
import Presentation

extension UnbiasedHitRate {
  package static let heading: SectionHeading? = SectionHeading(
    "Unbiased hits: beyond readiness to name an emotion", short: "Unbiased hits")

  package static let missing = HTML.missing(
    "Unbiased hit rates are not known.",
    remedy: "Make the metrics again: <code>smilestone evaluate --predictions FILE</code>.")

  package static func section(of run: RunResults) -> [Section.Part]? {
    let labels = run.vocabulary.labels
    guard let rates = run[UnbiasedHitRate.self],
      let chart = chart(rates, labels, ages: run.ages)
    else {
      return nil
    }
    return [
      """
      <p>A model that calls every face “\(labels.example.rawValue)” finds all such faces. The unbiased hit rate counts an \
      emotion’s rightly named faces against both: the faces that show it, and the predictions that name it. \
      It is 1 where all are found and nothing else is called so.</p>
      """,
      .figure(chart, controls: MarkKey.list(panels(rates, labels, ages: run.ages).models)),
    ]
  }

  private static func panels(_ rates: [HitRate], _ labels: LabelScheme, ages: AgeGrouping)
    -> EmotionPanels
  {
    EmotionPanels(
      ages: ages,
      quantity: "unbiased hit rate",
      points: rates.compactMap { rate in
        rate.unbiased.map {
          EmotionPoint(
            model: rate.model, ageGroup: rate.ageGroup, emotion: rate.emotion, n: rate.n,
            share: $0.value, interval: $0)
        }
      }, labels: labels)
  }

  private static func chart(
    _ rates: [HitRate], _ labels: LabelScheme, ages: AgeGrouping
  ) -> Chart? {
    let panels = panels(rates, labels, ages: ages)
    guard let interval = panels.points.first?.interval else { return nil }
    return panels.chart(
      name: chartName, title: "Unbiased hit rate of each emotion across ages",
      caption:
        "Wagner’s (1993) unbiased hit rate on test faces: the share of an emotion’s faces that "
        + "each model names rightly times the share of those predictions that are right, by age group. "
        + "Error bars are \(Format.confidenceIntervals(interval)) that resample subjects. n of each point, "
        + "the faces with the emotion, is in the table; a point is missing where a model never gives "
        + "the prediction.",
      summary: "Unbiased hit rates of "
        + "\(Format.list(panels.models.map(StudyModel.displayName(of:)))) by emotion and age group."
    )
  }

  package static func methods(of run: RunResults) -> [String] {
    guard run[UnbiasedHitRate.self]?.isEmpty == false else { return [] }
    return [
      "Hits of single emotions are also given as Wagner’s unbiased hit rate, which allows for how "
        + "readily a model gives each prediction."
    ]
  }
}

import Presentation
import Statistics

extension NamedRaters {
  package static let heading: SectionHeading? = SectionHeading(
    "Raters: who judges, and what others would have said", short: "Raters")

  package static func section(of run: RunResults) -> [Section.Part]? {
    guard let models = run[NamedRaters.self], !models.isEmpty else { return nil }
    let readings = models.map { "<li>\(HTML.data(words($0)))</li>" as HTML }
    let crossed = models.filter { $0.crossed != nil }
    return [
      """
      <p>Elsewhere a face’s label is what <b>most</b> of its raters named. Here each rater judges alone: a model is right where it \
      names what <b>this</b> rater named. Raters who saw other faces may differ for that. If raters were others, labels would be, too: with \
      subjects and raters both as samples, intervals hold what other children and other raters such as these would show.</p>
      """,
      .markup("<ul>\(readings)</ul>"), .markup(ratersTable(models)),
    ] + (crossed.isEmpty ? [] : [.markup(crossedTable(crossed))])
  }

  private static func ratersTable(_ models: [RaterEffects]) -> HTML {
    DataTable(
      columns: [
        "model", "rater", "faces", "accuracy", "lower", "upper", "points a group", "lower", "upper",
      ],
      rows: models.flatMap { model in
        model.raters.map { rater in
          [
            .text(StudyModel.displayName(of: model.model)), .text(model.displayName(of: rater)),
            .count(rater.n),
            .share(rater.accuracy?.value), .share(rater.accuracy?.lower),
            .share(rater.accuracy?.upper), .points(rater.trend?.value),
            .points(rater.trend?.lower), .points(rater.trend?.upper),
          ]
        }
      }
    ).html(
      caption:
        "Accuracy judged by each named rater, and its change from one age group to the next, with 95% CI over subjects"
    )
  }

  private static func crossedTable(_ models: [RaterEffects]) -> HTML {
    DataTable(
      columns: [
        "model", "labels", "raters: SD, log odds", "lower", "upper", "in points",
        "raters’ trends: SD",
        "subjects: SD", "faces: SD", "points a group", "lower", "upper", "by the label", "lower",
        "upper",
      ],
      rows: models.compactMap { model in
        model.crossed.map { crossed in
          let label = model.labelTrend?.estimate
          let own = crossed.trendInAccuracy
          return [
            .text(StudyModel.displayName(of: model.model)), .count(model.judgements),
            .number(crossed.raterDeviation, decimals: 2),
            .number(crossed.raterInterval.lower, decimals: 2),
            .number(crossed.raterInterval.upper, decimals: 2),
            .number(100 * crossed.raterDeviationInAccuracy, decimals: 1),
            .number(crossed.raterTrendDeviation, decimals: 2),
            .number(crossed.subjectDeviation, decimals: 2),
            .number(crossed.faceDeviation, decimals: 2), .points(own?.value), .points(own?.lower),
            .points(own?.upper), .points(label?.value), .points(label?.lower),
            .points(label?.upper),
          ]
        }
      }
    ).html(
      caption:
        "Logistic regression of all raters’ labels with random levels of subjects, faces and raters (standard deviations, SD, in log "
        + "odds), and the change of accuracy from one age group to the next with subjects and raters as samples and by the label "
        + "with subjects alone, with 95% CI"
    )
  }
}

import Presentation
import Statistics
import Support

extension OneVotePerSubject {
  package static let heading: SectionHeading? = SectionHeading(
    "One vote per subject: children, not their number of faces", short: "One vote per subject")

  package static func section(of run: RunResults) -> [Section.Part]? {
    guard let models = run[OneVotePerSubject.self], !models.isEmpty else { return nil }
    let readings = models.map { "<li>\(HTML.data(words($0)))</li>" as HTML }
    return [
      """
      <p>Elsewhere on this page every <b>face</b> counts the same, so that who has more faces counts more. Where hard \
      subjects give more faces, or easy ones do, that is a result of these subjects above all. Here every \
      <b>subject</b> counts the same in an age group. Where both agree, numbers of faces do not decide. In simulated cohorts in which hard children under five gave four times as \
      many faces as easy ones, intervals of the age of faces held children’s age of change in 76%, those of the age of subjects in 94%.</p>
      """,
      .markup("<ul>\(readings)</ul>"), .markup(table(models)),
    ]
  }

  private static func table(_ models: [SubjectVotes]) -> HTML {
    DataTable(
      columns: [
        "model", "age group", "faces", "subjects", "most of one", "by face", "by subject", "lower",
        "upper", "difference, points", "lower", "upper",
      ],
      rows: models.flatMap { model in
        model.groups.map { group in
          [
            .text(StudyModel.displayName(of: model.model)), .text(group.ageGroup.displayName),
            .count(group.n), .count(group.subjects), .count(group.mostFacesOfSubject),
            .share(group.byFace), .share(group.bySubject?.value), .share(group.bySubject?.lower),
            .share(group.bySubject?.upper), .points(group.difference?.value),
            .points(group.difference?.lower), .points(group.difference?.upper),
          ]
        }
      }
    ).html(
      caption:
        "Accuracy of the test faces, and the mean over subjects of their own, by age group, with 95% CI over subjects"
    )
  }

  package static func methods(of run: RunResults) -> [String] {
    guard run[OneVotePerSubject.self]?.isEmpty == false else { return [] }
    return [
      "As subjects differ in how many faces they have, accuracies, trend and transition age are also given with every "
        + "subject counting the same in an age group (faces weighted by 1/n; Williamson, Datta & Satten, 2003)."
    ]
  }

  package static func references(of run: RunResults) -> [Reference] {
    guard run[OneVotePerSubject.self]?.isEmpty == false else { return [] }
    return [
      Reference(
        "article", "williamson2003marginal",
        [
          "title": "Marginal analyses of clustered data when cluster size is informative",
          "author": "Williamson, John M. and Datta, Somnath and Satten, Glen A.",
          "journal": "Biometrics", "volume": "59", "pages": "36--42", "year": "2003",
          "doi": "10.1111/1541-0420.00005",
        ])
    ]
  }
}

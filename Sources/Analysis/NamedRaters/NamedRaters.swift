import Faces
import Presentation
import Statistics
import Support

/// What raters make of the accuracies, where the manifest names them (`rater_labels`): `raters` in metrics.json.
///
/// Elsewhere a face's label is what most raters said, and subjects alone are a sample. Other raters would have said other
/// things: here each rater's labels judge the models, and raters are a sample, too.
package enum NamedRaters: Analysis {
  package static let id = "raters"
  package static let key: String? = "raters"

  /// With fewer raters what they differ by is hardly known.
  static let fewRaters = 5

  package static func canBeMade(of manifest: Manifest) -> Bool { manifest.namesRaters }

  package static func result(of evidence: Evidence) throws -> [RaterEffects]? {
    guard let choices = evidence.manifest.flatMap(NamedChoices.init) else { return nil }
    let names = evidence.modelPredictions.map(\.model)
    let rows = Dictionary(grouping: evidence.predictions.rows.lazy.filter { $0.split == "test" }) {
      $0.model
    }
    let models = try parallelMap(count: names.count) { index in
      try RaterEffects(
        model: names[index], rows: rows[names[index]] ?? [], choices: choices,
        settings: evidence.settings)
    }.compactMap(\.self)
    return models.isEmpty ? nil : models
  }

  package static func findings(in evidence: Evidence) throws -> [FindingDraft] {
    (evidence[NamedRaters.self] ?? []).map { effects in
      FindingDraft(id: "\(effects.model)-named-raters", words(effects))
    }
  }

  package static func text(of metrics: Metrics) -> String? {
    metrics.results[NamedRaters.self].map { models in
      "Judged by each named rater\n"
        + TextTable.aligned(
          [["model", "rater", "faces", "accuracy (95% CI)"]]
            + models.flatMap { model in
              model.raters.map { rater in
                [
                  model.model, model.displayName(of: rater), "\(rater.n)",
                  rater.accuracy.map {
                    "\(Format.share($0.value)) (\(Format.shareInterval($0)))"
                  } ?? "undefined",
                ]
              }
            }) + "\n" + models.map(words).joined(separator: "\n")
    }
  }

  package static func limitations(of run: RunResults) -> [Fact] {
    guard
      let count = run[NamedRaters.self]?.filter({ $0.crossed != nil }).map(\.raters.count).min()
    else { return [] }
    let few = count < fewRaters ? " \(warning(count))" : ""
    return [
      Fact(
        name: "Raters as a sample",
        text:
          "That results hold for other raters supposes that these were drawn like those, that what they differ by is normally "
          + "distributed, and rests on Laplace’s approximation, which is rough where faces have few raters.\(few)"
      )
    ]
  }

  /// "Three raters are few: …".
  static func warning(_ raters: Int) -> String {
    let number = NumberInWords.text(raters)
    return
      "\(number.prefix(1).uppercased() + number.dropFirst()) raters are few: what raters differ by is hardly known "
      + "from them, and tends to come out too small."
  }

  package static func methods(of run: RunResults) -> [String] {
    guard run[NamedRaters.self]?.contains(where: { $0.crossed != nil }) == true else { return [] }
    return [
      "Where raters are known by name, correctness was also judged by each rater's label, and modelled by logistic regression on "
        + "the age group with crossed random levels of subjects, faces and raters and a random trend of raters (Laplace's "
        + "approximation, as in lme4; Bates, Mächler, Bolker & Walker, 2015), intervals by Student's t with one degree of "
        + "freedom less than raters."
    ]
  }

  package static func references(of run: RunResults) -> [Reference] {
    guard run[NamedRaters.self]?.contains(where: { $0.crossed != nil }) == true else { return [] }
    return [
      Reference(
        "article", "breslow1993approximate",
        [
          "title": "Approximate inference in generalized linear mixed models",
          "author": "Breslow, Norman E. and Clayton, David G.",
          "journal": "Journal of the American Statistical Association", "volume": "88",
          "pages": "9--25", "year": "1993", "doi": "10.1080/01621459.1993.10594284",
        ]),
      Reference(
        "article", "bates2015fitting",
        [
          "title": "Fitting linear mixed-effects models using lme4",
          "author": "Bates, Douglas and M{\\\"a}chler, Martin and Bolker, Ben and Walker, Steve",
          "journal": "Journal of Statistical Software", "volume": "67", "pages": "1--48",
          "year": "2015", "doi": "10.18637/jss.v067.i01",
        ]),
    ]
  }
}

import Foundation
import Presentation

extension AgeErrorDependence {
  /// What depends on the treatment of the ages, and the imputed ages.
  package static func text(of metrics: Metrics) -> String? {
    guard let analysis = metrics.ageError else { return nil }
    let ages = (analysis.ages ?? []).compactMap { age in
      age.imputed.map { imputed in
        let what = age.model.map { "the \($0) model's transition" } ?? "the curves' crossing"
        let years = imputed.boundedAgeInYears.map { String(format: "is at %.1f years", $0) }
        return
          "With imputed ages \(what) \(years ?? "has no sure age") (\(Wording.bounds(imputed.interval)))."
      }
    }
    return ([analysis.summary] + analysis.reasonsInWords(metrics.vocabulary.ages) + ages).joined(
      separator: "\n")
  }

  package static func methods(of run: RunResults) -> [String] {
    guard let ageError = run[AgeErrorDependence.self] else { return [] }
    let ages =
      "transition ages and the crossing of the curves by the mean likelihood of the imputed data sets"
      + (ageError.resamplesImputedAges
        ? ", bounded in \(Format.count(ageError.settings.resamples ?? 0)) resamples of subjects for "
          + "which ages were imputed again" : "")
    return [
      "The results were repeated under the error of the estimated ages by multiple imputation "
        + "(\(ageError.settings.imputations) imputations; changes pooled by Rubin’s rules, \(ages))."
    ]
  }
}

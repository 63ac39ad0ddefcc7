import Faces
import Presentation
import Statistics
import Support

/// Each model's transition age under all defensible choices that need no other training: `multiverse` in
/// metrics.json (Steegen et al. 2016, doi 10.1177/1745691616658637; Simonsohn, Simmons & Nelson 2020, doi
/// 10.1038/s41562-020-0912-z).
package enum TransitionMultiverse: Analysis {
  package static let id = "multiverse"
  package static let key: String? = "multiverse"
  package static let option: AnalysisOption? = AnalysisOption(
    summary:
      "Estimate the transition age under every defensible choice of curve, faces and measure.")

  package static func result(of evidence: Evidence) throws -> [ModelMultiverse]? {
    let settings = TransitionSettings(
      seed: evidence.settings.seed, vocabulary: evidence.vocabulary)
    let near = nearBound(evidence.manifest)
    let models = Dictionary(grouping: evidence.predictions.rows, by: \.model)
    let faces = evidence.modelPredictions.map(\.model).map { model in
      SpecifiedFaces(model, rows: models[model] ?? [], nearBound: near, settings: settings)
    }
    let work = faces.flatMap { faces in faces.dataChoices.map { (faces, $0) } }
    let progress = ProgressCounter(
      task: "Specifying transitions", total: work.count, unit: "choices",
      observer: evidence.observer)
    let ages = try parallelMap(count: work.count) { place in
      defer { progress.advance() }
      return try work[place].0.specified(work[place].1)
    }
    return faces.map { faces in
      let own = zip(work, ages).filter { $0.0.0.model == faces.model }.flatMap(\.1)
      return ModelMultiverse(
        model: faces.model,
        ages: own + [imputed(faces.model, evidence, main: own)].compactMap(\.self))
    }
  }

  /// Images whose age lies within its standard deviation of a bound between age groups.
  private static func nearBound(_ manifest: Manifest?) -> Set<PathKey> {
    guard let manifest else { return [] }
    let bounds = manifest.vocabulary.ages.upperBoundsInYears
    return Set(
      manifest.records.filter { record in
        guard let age = record.ageInYears, let deviation = record.ageStandardDeviationInYears else {
          return false
        }
        return bounds.contains { abs($0 - age) < deviation }
      }.map { PathKey($0.image) })
  }

  /// The main specification with true ages imputed, where that was done. It shares the form of the curve with ages as
  /// given.
  private static func imputed(
    _ model: String, _ evidence: Evidence, main: [SpecifiedAge]
  ) -> SpecifiedAge? {
    guard
      let age = evidence[AgeErrorDependence.self]?.ages?.first(where: {
        $0.model == model && $0.quantity == .transitionAge
      })?.imputed, let given = main.first(where: { $0.specification == .main })
    else { return nil }
    var specification = Specification.main
    specification.ages = .imputed
    let reason: SpecifiedAge.Reason? =
      given.reason == .noSingleStep
      ? .noSingleStep : age.boundedAgeInYears == nil ? .notBounded : nil
    return SpecifiedAge(
      specification: specification, n: given.n,
      ageInYears: reason == nil ? age.boundedAgeInYears : nil, interval: age.interval,
      reason: reason)
  }

  package static func findings(in evidence: Evidence) throws -> [FindingDraft] {
    (evidence[TransitionMultiverse.self] ?? []).filter { !$0.ages.isEmpty }.map { model in
      FindingDraft(
        id: "\(model.model)-multiverse", chart: chartName, summary(model))
    }
  }

  /// "Of 145 ways to estimate the adult model's transition age, 96 give one: from 5.1 to 9.2 years …"
  static func summary(_ model: ModelMultiverse) -> String {
    let located = model.located.map(\.age)
    let name = "the \(model.model) model's transition age"
    let why = [
      (SpecifiedAge.Reason.notBounded, "the data do not bound it"),
      (.noSingleStep, "the curve is no single step"), (.tooFewFaces, "too few faces are left"),
    ].compactMap { reason, text in
      model.count(reason) > 0 ? "in \(model.count(reason)) \(text)" : nil
    }
    let others = why.isEmpty ? "" : "; \(Wording.list(why))"
    guard let first = located.first, let last = located.last, let median = model.medianAgeInYears
    else {
      return "None of \(model.ages.count) ways to estimate \(name) gives one\(others)."
    }
    func years(_ age: Double) -> String { Format.number(age, decimals: 1) }
    let main = model.ages.first { $0.specification == .main }?.ageInYears
    return "Of \(model.ages.count) ways to estimate \(name), \(located.count) give one: from "
      + "\(years(first)) to \(years(last)) years, in the middle \(years(median))"
      + (main.map { "; the main one gives \(years($0))" } ?? "; the main one gives none")
      + "\(others). They share faces and models, so their range is no interval and nothing is tested over them."
  }

  package static func methods(of run: RunResults) -> [String] {
    guard let models = run[TransitionMultiverse.self], let most = models.map(\.ages.count).max(),
      most > 0
    else { return [] }
    return [
      "Transition ages were estimated again under all combinations of curve, treatment of ages, "
        + "exclusions, weights and measure (\(Format.count(most)) for a model; multiverse analysis), as a "
        + "description, without a test over them."
    ]
  }

  package static func references(of run: RunResults) -> [Reference] {
    guard run[TransitionMultiverse.self] != nil else { return [] }
    return [
      Reference(
        "article", "simonsohn2020specification",
        [
          "title": "Specification curve analysis",
          "author": "Simonsohn, Uri and Simmons, Joseph P. and Nelson, Leif D.",
          "journal": "Nature Human Behaviour", "volume": "4", "pages": "1208--1214",
          "year": "2020", "doi": "10.1038/s41562-020-0912-z",
        ])
    ]
  }

  static let chartName = "multiverse"
}

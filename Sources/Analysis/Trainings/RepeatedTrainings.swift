import Faces
import Presentation
import Statistics
import Support

/// What other trainings of the same models make of the transition ages: `trainings` in metrics.json.
package enum RepeatedTrainings: Analysis {
  package static let id = "trainings"
  package static let key: String? = "trainings"

  package static func result(of evidence: Evidence) throws -> TrainingVariation? {
    guard !evidence.furtherTrainings.isEmpty, let first = evidence[TransitionAge.self] else {
      return nil
    }
    for (place, table) in evidence.furtherTrainings.enumerated() {
      try requireSameFaces(table, as: evidence.predictions, training: place + 2)
    }
    let ageError = evidence[AgeErrorDependence.self]
    let trainings =
      [QuotedAges(first, ageError: ageError, planted: nil)]
      + (try evidence.furtherTrainings.map { table in
        QuotedAges(
          try TransitionAnalysis(
            predictions: table, settings: first.settings, observer: evidence.observer),
          ageError: ageError == nil
            ? nil : try AgeErrorDependence.analysis(of: table, evidence), planted: nil)
      })
    let level = first.settings.level
    let quantities =
      first.models.map { ($0.model as String?, AgeErrorQuantity.transitionAge, $0.subjects) }
      + [(nil, .crossing, first.models.map(\.subjects).min() ?? 0)]
    return TrainingVariation(
      trainings: trainings.count,
      ages: try quantities.compactMap { model, quantity, subjects in
        let single = trainings.map { $0.quoted(quantity, of: model) }
        let found = single.compactMap(\.self)
        guard let searched = found.first?.searched else { return nil }
        return try PooledTrainingAge(
          model: model, quantity: quantity,
          single: single.map { training in
            training?.age
              ?? QuotedAge(
                interval: OpenInterval(
                  lower: nil, upper: nil, level: level, method: "none: no curve"),
                treatment: found.first?.age.treatment ?? .asEstimated)
          },
          searched: found.reduce(searched) { $0.clamped(to: $1.searched) },
          subjects: subjects, level: level)
      })
  }

  /// Trainings are compared on the same test faces.
  private static func requireSameFaces(
    _ table: PredictionTable, as first: PredictionTable, training: Int
  ) throws {
    func faces(_ table: PredictionTable) -> Set<[String]> {
      Set(table.rows.filter { $0.split == "test" }.map { [$0.model, $0.image] })
    }
    guard faces(table) != faces(first) else { return }
    throw SmilestoneError.badInput(
      "The predictions of training \(training) are not of the same models and test faces as those of the first.",
      remedy: "Give predictions of the same faces by models of the same names, trained again.")
  }

  package static func findings(in evidence: Evidence) throws -> [FindingDraft] {
    (evidence[RepeatedTrainings.self]?.ages ?? []).map { age in
      FindingDraft(id: "\(age.model ?? "crossing")-trainings", chart: chartName, words(age))
    }
  }

  /// "Over 3 trainings the adult model's transition age is 7.4 years …".
  package static func words(_ age: PooledTrainingAge) -> String {
    let count = Format.count(age.single.count)
    let single = Format.list(age.located.map { Format.number($0, decimals: 1) })
    guard let years = age.ageInYears, let between = age.standardDeviationBetweenTrainings,
      let sampling = age.samplingStandardError
    else {
      let which = age.located.isEmpty ? "" : " (\(single) years)"
      return
        "Of \(count) trainings, \(Format.count(age.located.count)) locate \(age.inWords)\(which), so "
        + "nothing is pooled: the mean of those that happen to locate it would be of a choice."
    }
    let share =
      age.trainingShare.map { ", \(Format.wholePercent($0)) of the variance" } ?? ""
    return
      "Over \(count) trainings \(age.inWords) is \(Wording.age(years, age.interval)) on average, where "
      + "the interval is for one more training, judged on other subjects. Between trainings the standard "
      + "deviation is \(Wording.decimal(between)) years\(share); sampling subjects alone makes "
      + "\(Wording.decimal(sampling)). Single trainings give \(single) years."
  }

  package static func abstract(of run: RunResults) -> [String] {
    guard let result = run[RepeatedTrainings.self] else { return [] }
    return result.ages.compactMap { age in
      age.ageInYears.map {
        "Over \(Format.count(result.trainings)) trainings \(age.inWords) was \(Wording.age($0, age.interval))."
      }
    }
  }

  package static func limitations(of run: RunResults) -> [Fact] {
    guard run.metrics != nil else { return [] }
    guard let result = run[RepeatedTrainings.self] else {
      return [
        Fact(
          name: "One training",
          text:
            "Each model was trained once, with one seed: the variation between trainings is not in the intervals."
        )
      ]
    }
    return [
      Fact(
        name: "Few trainings",
        text:
          "Variation between \(Format.count(result.trainings)) trainings of the expression models is in the intervals of "
          + "pooled transition ages alone; all other intervals are of the first training, and the age "
          + "estimator was trained once.")
    ]
  }

  package static func methods(of run: RunResults) -> [String] {
    guard let result = run[RepeatedTrainings.self] else { return [] }
    return [
      "Both expression models were trained \(Format.count(result.trainings)) times from different seeds"
        + (run.resamplesTrainingSubjects
          ? ", after the first time on as many training subjects drawn with replacement. Transition "
          : ". Transition ")
        + "ages were pooled over trainings, with the variances within and between trainings added as for multiple "
        + "imputation (Student's t, Satterthwaite's degrees of freedom), so that intervals are for one "
        + "more training."
    ]
  }

  package static func references(of run: RunResults) -> [Reference] {
    guard run[RepeatedTrainings.self] != nil else { return [] }
    return [
      Reference(
        "article", "satterthwaite1946approximate",
        [
          "title": "An approximate distribution of estimates of variance components",
          "author": "Satterthwaite, F. E.", "journal": "Biometrics Bulletin", "volume": "2",
          "pages": "110--114", "year": "1946", "doi": "10.2307/3002019",
        ]),
      Reference(
        "article", "zou2008construction",
        [
          "title": "Construction of confidence limits about effect measures: A general approach",
          "author": "Zou, G. Y. and Donner, Allan", "journal": "Statistics in Medicine",
          "volume": "27", "pages": "1693--1702", "year": "2008", "doi": "10.1002/sim.3095",
        ]),
    ]
  }

  static let chartName = "trainings"
}

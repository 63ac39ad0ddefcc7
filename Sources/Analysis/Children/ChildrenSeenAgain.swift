import Faces
import Presentation
import Statistics
import Support

/// What happens within a child as it grows, where children were seen at several ages: `children` in metrics.json.
///
/// A curve through faces of many children is flatter than each child's, and differences between children of different
/// ages are not changes of a child. Only ages that are known count: estimated ones differ between faces of one
/// day.
package enum ChildrenSeenAgain: Analysis {
  package static let id = "children"
  package static let key: String? = "children"

  package static func result(of evidence: Evidence) throws -> [ChildLevelChange]? {
    let estimated = Set(
      (evidence.manifest?.records ?? []).filter { $0.ageStandardDeviationInYears != nil }
        .map { PathKey($0.image) })
    let table = AgedPredictions(evidence.predictions) { row in
      row.subject != nil && !estimated.contains(PathKey(row.image))
    }
    let settings = TransitionSettings(
      seed: evidence.settings.seed, vocabulary: evidence.vocabulary)
    let models = try parallelMap(count: table.models.count) { index in
      try ChildLevelChange(
        model: table.models[index].name, table.models[index].predictions, settings: settings)
    }.compactMap(\.self)
    return models.isEmpty ? nil : models
  }

  package static func findings(in evidence: Evidence) throws -> [FindingDraft] {
    (evidence[ChildrenSeenAgain.self] ?? []).flatMap { model in
      [
        model.trend.map { trend in
          FindingDraft(id: "\(model.model)-within-children", chart: chartName, words(model, trend))
        },
        model.change.map { change in
          FindingDraft(id: "\(model.model)-children-ages", chart: chartName, words(model, change))
        },
      ].compactMap(\.self)
    }
  }

  /// "Within a child, the odds of a right prediction by the adult model …".
  static func words(_ model: ChildLevelChange, _ trend: ChildLevelChange.WithinAndBetween) -> String
  {
    func odds(_ estimate: Estimate) -> String {
      "\(Wording.decimal(estimate.value)) "
        + "(\(Format.confidence(estimate)) \(Format.interval(estimate, decimals: 2)))"
    }
    let test = trend.difference.map { "; that both are the same: \(Format.pValue($0))" } ?? ""
    return "Within a child, the odds that the \(model.model) model is right change by a factor of "
      + "\(odds(trend.within)) a year; between children of different ages by \(odds(trend.between))"
      + "\(test) (\(Format.count(trend.children)) children, \(Format.count(model.seenAgain)) of them seen "
      + "\(Format.number(model.medianYears, decimals: 1)) years apart in the middle). It was not planned."
  }

  /// "Children change for the adult model at 8.0 years on average (95% CI …), one child unlike another by …".
  static func words(_ model: ChildLevelChange, _ change: ChildLevelChange.ChangeOfSubjects)
    -> String
  {
    let deviation = change.standardDeviationInterval
    let name = "the \(model.model) model"
    guard let age = change.meanAge.boundedAgeInYears else {
      return "At what age single children change for \(name) cannot be said from "
        + "\(Format.count(model.seenAgain)) who were seen again: the mean age has no bounds "
        + "(\(Wording.ageInterval(change.meanAge.interval)))."
    }
    return
      "For \(name), children change at \(Wording.age(age, change.meanAge.interval)) on average; "
      + "their ages of change have a standard deviation of "
      + "\(Format.number(change.standardDeviation, decimals: 1)) years "
      + "(\(Wording.ageInterval(deviation)); that all change at one age: "
      + "\(Format.pValue(change.commonAge))). The curve through all faces takes "
      + "\(Format.number(change.flattening, decimals: 1)) times as long as one child."
  }

  package static func limitations(of run: RunResults) -> [Fact] {
    guard run[ChildrenSeenAgain.self]?.contains(where: { $0.change != nil }) == true else {
      return []
    }
    return [
      Fact(
        name: "Assumptions about single children",
        text:
          "Ages at which single children change rest on a normal distribution of them, on one shape for all, and "
          + "on ages at which children were seen that do not depend on when they change.")
    ]
  }

  package static func methods(of run: RunResults) -> [String] {
    guard run[ChildrenSeenAgain.self] != nil else { return [] }
    return [
      "Where subjects were seen at several known ages, correctness was modelled with a random level for each child, "
        + "its age parted into the child's mean and the deviation from it, and with a random age of change for each "
        + "subject (maximum likelihood, numerical integration)."
    ]
  }

  package static func references(of run: RunResults) -> [Reference] {
    guard run[ChildrenSeenAgain.self] != nil else { return [] }
    return [
      Reference(
        "article", "neuhaus1998between",
        [
          "title":
            "Between- and within-cluster covariate effects in the analysis of clustered data",
          "author": "Neuhaus, John M. and Kalbfleisch, John D.", "journal": "Biometrics",
          "volume": "54", "pages": "638--645", "year": "1998", "doi": "10.2307/3109770",
        ]),
      Reference(
        "article", "vandenhout2013change",
        [
          "title":
            "Change point models for cognitive tests using semi-parametric maximum likelihood",
          "author": "van den Hout, Ardo and Muniz-Terrera, Graciela and Matthews, Fiona E.",
          "journal": "Computational Statistics \\& Data Analysis", "volume": "57",
          "pages": "684--698", "year": "2013", "doi": "10.1016/j.csda.2012.07.024",
        ]),
    ]
  }

  static let chartName = "children"
}

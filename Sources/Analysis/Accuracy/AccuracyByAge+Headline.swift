import Faces
import Presentation
import Statistics

extension AccuracyByAge {
  /// Whether the adult model reads its own and the infant model's age group equally well, from the corrected test
  /// of their difference; where it was not made, that nothing can be said. nil where no model was tested.
  package static func headline(of run: RunResults) -> Headline? {
    let ages = run.ages
    let models = run[AccuracyByAge.self] ?? []
    guard models.contains(where: { $0.groups.contains { $0.accuracy != nil } }) else { return nil }
    guard let adult = models.first(where: { $0.model == StudyModel.adult.rawValue }),
      let pair = adult.crossAge?.ends(ages), let difference = pair.difference?.estimate,
      let p = pair.adjustedPValue
    else { return untested(models, run) }
    let (infants, adults) = (ages.plural(of: ages.infant), ages.plural(of: ages.adult))
    let subject = "\(run.isSynthetic ? "In synthetic faces, a" : "A") model trained on \(adults)"
    let points = Format.number(100 * abs(difference.value), decimals: 0)
    let bounds = [difference.lower, difference.upper].map { abs($0) }.sorted()
      .map { Format.number(100 * $0, decimals: 0) }
    let order =
      difference.value > 0 ? "\(adults) better than \(infants)" : "\(infants) better than \(adults)"
    return Headline(
      p < 1 - difference.level
        ? "\(subject) reads \(order), by \(points) points "
          + "(\(Format.confidence(difference)) \(bounds.joined(separator: " to ")))"
        : "\(subject) shows no sure difference between \(infants) and \(adults)",
      chart: chart,
      limit:
        "Heads alone can make such curves: accuracy over age changes with heads as well as with "
        + "expressions.",
      lines: lines(models, run))
  }

  /// The curves, with that they are no answer.
  private static func untested(_ models: [ModelMetrics], _ run: RunResults) -> Headline {
    let ages = run.ages
    let (infants, adults) = (ages.plural(of: ages.infant), ages.plural(of: ages.adult))
    let place = run.isSynthetic ? "In synthetic faces, whether" : "Whether"
    let counts = [ages.infant, ages.adult].map { group in
      let n = models.first?.groups.first { $0.ageGroup == group }?.n ?? 0
      return "\(Format.count(n)) \(ages.plural(of: group))"
    }
    return Headline(
      "\(place) a model trained on \(adults) reads \(adults) better than \(infants) cannot be said",
      chart: chart,
      limit:
        "What is drawn is no answer: the difference was not tested, with \(counts.joined(separator: " and ")) "
        + "among the test faces (a test takes \(CrossAgeCounts.minimumFaces) faces of "
        + "\(CrossAgeCounts.minimumSubjects) subjects of each, and predictions that vary).",
      lines: lines(models, run))
  }

  private static func lines(_ models: [ModelMetrics], _ run: RunResults) -> [String] {
    models.compactMap { ends(of: $0, run.ages) }
      + ["Guessing is right for \(Format.share(run.vocabulary.labels.chance))."]
  }

  /// What a model achieved at both ends: "The adult model is right for 24% of toddlers and 55% of adults."
  private static func ends(of model: ModelMetrics, _ ages: AgeGrouping) -> String? {
    let shares = [ages.infant, ages.adult].compactMap { group in
      model.groups.first { $0.ageGroup == group }?.accuracy.map {
        "\(Format.share($0.value)) of \(ages.plural(of: group))"
      }
    }
    guard shares.count == 2 else { return nil }
    return
      "The \(StudyModel.displayName(of: model.model)) is right for \(shares[0]) and \(shares[1])."
  }
}

import Faces
import Presentation
import Statistics

extension AccuracyByAge {
  /// Whether the adult model reads its own and the infant model's age group equally well, from the corrected test
  /// of their difference; nil where it was not made.
  package static func headline(of run: RunResults) -> Headline? {
    let ages = run.ages
    let models = run[AccuracyByAge.self] ?? []
    guard let adult = models.first(where: { $0.model == StudyModel.adult.rawValue }),
      let pair = adult.crossAge?.ends(ages), let difference = pair.difference?.estimate,
      let p = pair.adjustedPValue
    else { return nil }
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
      lines: models.compactMap { ends(of: $0, ages) }
        + ["Guessing is right for \(Format.share(run.vocabulary.labels.chance))."])
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

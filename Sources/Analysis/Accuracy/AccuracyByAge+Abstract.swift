import Faces
import Presentation
import Statistics

extension AccuracyByAge {
  package static func abstract(of run: RunResults) -> [String] {
    let models = run[AccuracyByAge.self] ?? []
    guard !models.isEmpty else { return ["No expression model has been tested yet."] }
    let level = models.lazy.flatMap(\.groups).compactMap(\.accuracy).first.map {
      Format.confidenceIntervals($0)
    }
    let ranges = level.map { " Ranges in brackets are \($0)." } ?? ""
    let difference = run.metrics?.findings.first { $0.id == "adult-toddler-adult" }
    return models.compactMap { sentence($0, run.ages) }
      + ["Guessing would be right for \(Format.share(run.vocabulary.labels.chance)).\(ranges)"]
      + [difference?.appearance?.text].compactMap(\.self)
  }

  /// What one model achieved on the youngest and on the oldest group that it was tested on.
  private static func sentence(_ model: ModelMetrics, _ ages: AgeGrouping) -> String? {
    let name = StudyModel.displayName(of: model.model)
    let tested = model.groups.filter { $0.accuracy != nil }
    let ends = tested.count > 1 ? [tested.first, tested.last].compactMap { $0 } : tested
    let parts = ends.compactMap { group in
      group.accuracy.map { accuracy in
        "\(Format.share(accuracy.value)) of \(ages.plural(of: group.ageGroup)) "
          + "(\(Format.shareInterval(accuracy)), n = \(Format.count(group.n)))"
      }
    }
    guard !parts.isEmpty else { return nil }
    return "The \(name) named the perceived emotion of \(Format.list(parts))."
  }

  package static func methods(of run: RunResults) -> [String] {
    guard let models = run[AccuracyByAge.self], let settings = run.metrics?.settings else {
      return []
    }
    let level = Format.level(settings.level)
    let sentences = [
      "Accuracies have Wilson’s \(level) confidence intervals where every subject has one face, and "
        + "bias-corrected and accelerated bootstrap intervals that resample subjects "
        + "(\(Format.count(settings.replicates)) resamples) otherwise.",
      "Tests allow for several faces of one subject; p-values of the findings are corrected by "
        + "Holm’s method.",
    ]
    guard models.contains(where: { $0.crossAge?.emotionStandardisation != nil }) else {
      return sentences
    }
    return sentences + [
      "Because age groups differ in their distribution of emotions, accuracies are also given "
        + "emotion-balanced: at one distribution, each emotion counting the same."
    ]
  }
}

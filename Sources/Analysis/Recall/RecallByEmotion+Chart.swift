import Faces
import Presentation
import Statistics

extension RecallByEmotion {
  /// How often each model finds each emotion, by age group: a panel for each emotion.
  static func chart(_ models: [ModelMetrics], labels: LabelScheme, ages: AgeGrouping) -> Chart? {
    let panels = EmotionPanels(
      ages: ages, quantity: "recall", points: models.flatMap { points($0, labels) }, labels: labels,
      chance: labels.chance)
    guard !panels.points.isEmpty else { return nil }
    let bars =
      panels.points.lazy.compactMap(\.interval).first.map {
        " Error bars are \(Format.confidenceIntervals($0)) that resample subjects where they repeat, "
          + "Wilson’s otherwise."
      } ?? " No intervals were recorded."
    let counts = models.flatMap(\.groups).map(\.n)
    return panels.chart(
      name: "recall", title: "Each emotion across ages",
      caption: "Share of the test faces with each perceived emotion that each model named so "
        + "(recall), by age group.\(bars) Groups have \(Format.count(counts.min() ?? 0)) to "
        + "\(Format.count(counts.max() ?? 0)) test faces of all emotions together; n of each point "
        + "is in the table. The dotted line is chance, \(labels.chanceInWords).",
      summary:
        "Recall of \(Format.list(panels.models.map(StudyModel.displayName(of:)))) by age group.")
  }

  private static func points(_ model: ModelMetrics, _ labels: LabelScheme) -> [EmotionPoint] {
    model.groups.flatMap { group in
      labels.emotions.enumerated().compactMap { place, emotion in
        group.recall[place].map { share in
          EmotionPoint(
            model: model.model, ageGroup: group.ageGroup, emotion: emotion,
            n: group.confusion[place].reduce(0, +), share: share,
            interval: group.recallEstimates?[place])
        }
      }
    }
  }
}

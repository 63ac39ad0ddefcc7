import Presentation
import Statistics

extension AccuracyByAge {
  package static func card(of metrics: [Metrics]) -> String? {
    let models = metrics.flatMap { $0.results[AccuracyByAge.self] ?? [] }
    guard !models.isEmpty else { return nil }
    let rows = models.flatMap { model in
      let groups = model.groups.map {
        (name: $0.ageGroup.displayName, n: $0.n, accuracy: $0.accuracy, recall: $0.macroRecall)
      }
      let overall = model.overall.map {
        (name: "all", n: $0.n, accuracy: $0.accuracy, recall: $0.macroRecall)
      }
      return (groups + [overall].compactMap(\.self)).map { faces in
        [
          model.model, faces.name, "\(faces.n)", faces.accuracy.map(percent) ?? "",
          faces.recall.map { Format.number(100 * $0, decimals: 1) } ?? "",
        ]
      }
    }
    return """
      ## Perceived emotions

      Age groups are by estimated age where the archive has none. Accuracy depends on the distribution of emotions, which \
      differs between the groups; macro recall is the mean over emotions.

      \(MarkdownTable.text(["model", "age group", "n", "accuracy, %", "macro recall, %"], rows))
      """
  }

  private static func percent(_ estimate: Estimate) -> String {
    Format.number(100 * estimate.value, decimals: 1)
      + " (\(Format.number(100 * estimate.lower, decimals: 1)) to "
      + "\(Format.number(100 * estimate.upper, decimals: 1)))"
  }
}

import Presentation

extension PageBuilder {
  mutating func training() -> HTML {
    guard !input.histories.isEmpty else {
      return section(
        "training", "Training",
        [
          HTML.missing(
            "There are no training histories.",
            remedy: """
              Train the models with <code>smilestone study</code> or <code>smilestone train</code>.
              """)
        ])
    }
    var parts: [HTML] = [
      """
      <p>The weights that are kept are those of the epoch with the lowest error on validation faces: \
      the mean absolute error of ages, the loss of expressions (label-smoothed cross-entropy). Test \
      faces play no part in training or in this choice. The loss is the same on both sets. Training \
      faces are measured during the epoch, changed at random and with dropout, so that their loss can \
      be the higher one.</p>
      """
    ]
    for history in input.histories {
      let name = history.model.rawValue
      let figures = ["loss", history.model == .age ? "error" : "accuracy"].compactMap {
        figure("training-\(name)-\($0)")
      }
      parts.append(
        """
        <h3>\(history.model.displayName.sentenceCased)</h3>
        \(figures.isEmpty ? HTML.missing("No epoch has finished.", remedy: "") : "")
        <div class="pair">\(figures)</div>
        \(finalMetrics(history))
        """)
    }
    return section("training", "Training", parts)
  }

  /// The kept epoch's losses and scores.
  private func finalMetrics(_ history: TrainingHistory) -> HTML {
    guard let chosen = history.chosen else { return "" }
    let isAge = history.model == .age
    func score(_ value: Double?) -> String {
      isAge ? Format.number(value, decimals: 2) + " y" : Format.share(value)
    }
    let measure = isAge ? "mean absolute error" : "accuracy"
    let seconds = history.epochs.reduce(0) { $0 + $1.seconds }
    let tiles: [(String, String)] = [
      ("epoch kept", "\(chosen.number) of \(history.epochs.count)"),
      ("training loss", Format.number(chosen.trainLoss, decimals: 4)),
      ("validation loss", Format.number(chosen.validationLoss, decimals: 4)),
      ("training \(measure)", score(chosen.trainScore)),
      ("validation \(measure)", score(chosen.validationScore)),
      ("training time", Format.duration(seconds: seconds)),
    ]
    return """
      <dl class="tiles \(history.model.rawValue)">
      \(tiles.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" })
      </dl>
      """
  }
}

import Presentation
import Statistics

extension TransitionAge {
  /// The forms that were compared for every model, which is chosen, and how it fits; nil for metrics of earlier
  /// versions.
  static func shapes(_ analysis: TransitionAnalysis) -> Card? {
    let chosen = analysis.models.compactMap { model in
      model.curve?.shapes.map { (StudyModel.displayName(of: model.model), $0) }
    }
    guard !chosen.isEmpty else { return nil }
    let sentences = chosen.map { name, shapes -> HTML in
      let fit = shapes.goodnessOfFit.map { " (goodness of fit \(Format.pValue($0)))" } ?? ""
      return
        "<li>\(name.sentenceCased): <b>\(shapes.chosen.inWords)</b>\(fit).\(shapes.misfit)</li>"
    }
    return Card(
      "The form of the curves",
      body: """
        <p>A curve has a transition age where it goes from one level to another in one step. It may \
        as well rise and fall, change in two steps, or change all along; then there is none.</p>
        <ul>\(sentences)</ul>
        \(table(chosen))
        """)
  }

  private static func table(_ chosen: [(name: String, shapes: ShapeChoice)]) -> HTML {
    DataTable(
      columns: ["model", "form", "parameters", "log-likelihood", "criterion", "chosen"],
      rows: chosen.flatMap { name, shapes in
        shapes.candidates.map { candidate in
          [
            .text(name), .text(candidate.shape.inWords), .count(candidate.parameters),
            .number(candidate.logLikelihood, decimals: 1),
            .number(candidate.criterion, decimals: 1),
            .text(candidate.shape == shapes.chosen ? "yes" : "no"),
          ]
        }
      }
    ).html(
      caption:
        "The smallest criterion is chosen: −2 · log-likelihood / overdispersion + 2 · parameters, given above the "
        + "smallest of the model. None is chosen where no change is shown. How often the rule is right "
        + "was simulated (docs/results/shapes.md of Smilestone)")
  }
}

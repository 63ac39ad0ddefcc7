import Analysis
import Faces
import Presentation

extension PageBuilder {
  /// The faces behind the numbers, with filters; a script shows them.
  func closer(_ judged: JudgedFaces) -> HTML {
    """
    <div class="wide closer" id="closer" role="region" aria-label="Faces behind the numbers">
    <h3>Looking closer</h3>
    <form class="filters">
    \(select("model", "Model", judged.models.map(StudyModel.displayName(of:)), any: nil))
    \(select("group", "Age group", results.ages.groups.map(\.displayName), any: "all ages"))
    \(select("emotion", "Labelled", judged.labels.emotions.map(\.rawValue), any: "any emotion"))
    \(select(
        "predicted", "Called", judged.labels.emotions.map(\.rawValue), any: "anything",
        extra: [("right", "as labelled"), ("wrong", "something else")]))
    \(judged.sources.count > 1 ? select("source", "Source", judged.sources, any: "all sources") : "")
    </form>
    <p class="found" role="status" tabindex="-1"></p>
    <ul class="judged"></ul>
    <p><button type="button" data-more hidden>Show more</button></p>
    \(faceNote)
    <p class="aside">Bars are probabilities, up to 100%; the label’s is in full colour and its name in bold, the others are faded; percentages are those of the predictions. \(drawingNote(judged))</p>
    <noscript><p class="missing">Looking at faces needs JavaScript.</p></noscript>
    </div>
    """
  }

  private func drawingNote(_ judged: JudgedFaces) -> String {
    let drawn = judged.faces.count
    return "\(Format.count(drawn)) test faces are in this file: a random sample of up to "
      + "\(JudgedFaces.facesOfACell) of each cell of each model’s matrices, unless all were asked "
      + "for (report --all-faces)."
  }

  private func select(
    _ name: String, _ label: String, _ choices: [String], any: String?,
    extra: [(value: String, label: String)] = []
  ) -> HTML {
    let options =
      (any.map { [("", $0)] } ?? []) + extra.map { ($0.value, $0.label) }
      + choices.enumerated().map { ("\($0.offset)", $0.element) }
    let items = options.map { value, text -> HTML in
      "<option value=\"\(value)\">\(text)</option>"
    }
    return "<label>\(label)<select name=\"\(name)\">\(items)</select></label>"
  }
}

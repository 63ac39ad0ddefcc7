import Cohort
import Evaluation

extension PageBuilder {
  mutating func confusions() -> HTML {
    let models = input.metrics?.models ?? []
    guard models.contains(where: { $0.groups.contains { $0.n > 0 } }) else {
      return section(
        "confusions", "What is taken for what",
        [
          missing(
            "There are no confusion matrices.",
            remedy: "They need tested models: run <code>smilestone evaluate</code>.")
        ])
    }
    let groups = models.first?.groups.map(\.ageGroup) ?? []
    let rows = groups.map { group -> HTML in
      let matrices = models.compactMap { model in
        model.groups.first { $0.ageGroup == group }.map { matrix($0, model: model.model) }
      }
      return """
        <div class="matrix-row" data-group="\(group.rawValue)">
        <h3>\(group.displayName.sentenceCased) <small>\(group.rangeInYears) years</small></h3>
        <div class="pair">\(matrices)</div>
        </div>
        """
    }
    return section(
      "confusions", "What is taken for what",
      [
        """
        <p>Each row holds the faces with one perceived emotion; the cells say what the model called \
        them. A perfect model fills only the diagonal, which is outlined.</p>
        """,
        "<div class=\"wide matrices\" id=\"matrices\">\(controls(groups))\(rows)</div>",
      ])
  }

  private func controls(_ groups: [AgeGroup]) -> HTML {
    let choices = groups.map { group -> HTML in
      """
      <button type="button" data-value="\(group.rawValue)" aria-pressed="false">\
      \(group.displayName.sentenceCased)</button>
      """
    }
    return """
      <div class="toggle" role="group" aria-label="Numbers in the cells" data-cells>
      <button type="button" data-value="shares" aria-pressed="true">Row shares, %</button>
      <button type="button" data-value="counts" aria-pressed="false">Counts</button>
      </div>
      <div class="toggle" role="group" aria-label="Age group shown" data-groups>
      <button type="button" data-value="all" aria-pressed="true">All ages</button>
      \(choices)
      </div>
      """
  }

  private func matrix(_ group: GroupMetrics, model: String) -> HTML {
    let name = StudyModel.displayName(of: model).sentenceCased
    guard group.n > 0 else {
      return """
        <div class="matrix"><p class="missing"><b>\(name):</b> no test faces in this age \
        group.</p></div>
        """
    }
    let heads = Emotion.allCases.map { emotion -> HTML in
      """
      <th scope="col"><abbr title="\(emotion.rawValue)">\
      \(String(emotion.rawValue.prefix(3)))</abbr></th>
      """
    }
    let rows = Emotion.allCases.map { truth -> HTML in
      let row = group.confusion[truth.index]
      let total = row.reduce(0, +)
      let cells = Emotion.allCases.map { predicted in
        cell(row[predicted.index], of: total, truth: truth, predicted: predicted)
      }
      return """
        <tr><th scope="row">\(truth.rawValue)</th>\(cells)\
        <td class="total">\(Format.count(total))</td></tr>
        """
    }
    let accuracy = Format.share(group.accuracy?.value)
    return """
      <div class="matrix \(model)">
      <table><caption><b>\(name)</b> \(Format.count(group.correct)) of \(Format.count(group.n)) \
      right (\(accuracy))</caption>
      <thead><tr><th scope="col"><span class="visually-hidden">labelled as</span></th>\
      \(heads)<th scope="col">n</th></tr></thead>
      <tbody>\(rows)</tbody></table>
      </div>
      """
  }

  private func cell(_ count: Int, of total: Int, truth: Emotion, predicted: Emotion) -> HTML {
    let diagonal = truth == predicted ? " class=\"diagonal\"" as HTML : ""
    guard total > 0 else { return "<td\(diagonal)>\(Format.missing)</td>" }
    let share = Double(count) / Double(total)
    // An empty cell says nothing louder than a zero does.
    let text = count == 0 ? "·" : Format.number(100 * share, decimals: 0)
    let title = "\(truth.rawValue) called \(predicted.rawValue): \(count) of \(total)"
    return """
      <td\(diagonal) style="--share:\(String(format: "%.3f", share))" title="\(title)">\
      <span class="share">\(text)</span><span class="count">\(Format.count(count))</span></td>
      """
  }
}

import Faces
import Presentation

extension ConfusionMatrices {
  package static let heading: SectionHeading? = SectionHeading(
    "Confusions: which emotions are taken for others", short: "Confusions")

  package static let missing = HTML.missing(
    "There are no confusion matrices.",
    remedy: "They need tested models: run <code>smilestone evaluate</code>.")

  package static func section(of run: RunResults) -> [Section.Part]? {
    let models = run[AccuracyByAge.self] ?? []
    let labels = run.vocabulary.labels
    guard models.contains(where: { $0.groups.contains { $0.n > 0 } }) else { return nil }
    let groups = run.ages
    let ages: [AgeGroup?] = [nil] + groups.groups
    let rows = ages.map { age -> HTML in
      let name = age?.displayName.sentenceCased ?? "All ages"
      let matrices = models.map { model in
        matrix(
          CellCounts(model, age, labels), labels, age: age.map(groups.index), model: model.model,
          place: run.viewer?.models.firstIndex(of: model.model))
      }
      return """
        <div class="matrix-row" data-name="\(name)">
        <h3>\(name) <small>\(age.map { "\(groups.rangeInYears(of: $0)) years" } ?? "together")</small></h3>
        <div class="pair">\(matrices)</div>
        </div>
        """
    }
    return [
      """
      <p>Each row holds the faces with one perceived emotion; the cells say what the model called \
      them. A perfect model fills only the diagonal, which is outlined. \
      \(run.viewer == nil ? "" : "Press a cell to see faces in it.")</p>
      """,
      "<div class=\"wide matrices\" id=\"matrices\">\(controls(groups))\(rows)</div>",
      .markup(run.viewer?.html ?? ""),
    ] + [chart(models, labels: labels, ages: groups)].compactMap { $0.map(Section.Part.fileOnly) }
  }

  private static func controls(_ ages: AgeGrouping) -> HTML {
    let groups = (["All ages"] + ages.groups.map { $0.displayName.sentenceCased }).enumerated()
    let buttons = groups.map { place, name -> HTML in
      """
      <button type="button" data-value="\(place)" aria-pressed="\(place == 0 ? "true" : "false")">\
      \(name)</button>
      """
    }
    return """
      <div class="controls">
      <div class="toggle" role="group" aria-label="Numbers in the cells" data-cells>
      <button type="button" data-value="shares" aria-pressed="true">Row %</button>
      <button type="button" data-value="counts" aria-pressed="false">Counts</button>
      </div>
      <div class="toggle" role="group" aria-label="Age group" data-ages>
      \(buttons)
      </div>
      </div>
      """
  }

  /// - Parameters:
  ///   - age: Where the age group stands among all; nil for all ages.
  ///   - place: Of the model among those whose faces can be looked at; nil where none can.
  private static func matrix(
    _ group: CellCounts, _ labels: LabelScheme, age: Int?, model: String, place: Int?
  ) -> HTML {
    let name = StudyModel.displayName(of: model).sentenceCased
    guard group.n > 0 else {
      return """
        <div class="matrix"><p class="missing"><b>\(name):</b> no test faces in this age \
        group.</p></div>
        """
    }
    let heads = labels.emotions.map { emotion -> HTML in
      """
      <th scope="col"><span>\(emotion.rawValue)</span></th>
      """
    }
    let rows = labels.emotions.enumerated().map { line, truth -> HTML in
      let row = group.confusion[line]
      let total = row.reduce(0, +)
      let cells = labels.emotions.enumerated().map { column, predicted -> HTML in
        let opening = place.map { place -> HTML in
          // In the order of `cellChoices` in faces.js.
          let age = age.map(String.init) ?? ""
          return "data-cell=\"\(trusted: "\(place) \(age) \(line) \(column)")\""
        }
        return cell(
          row[column], of: total, truth: truth, predicted: predicted, opening: opening)
      }
      return """
        <tr><th scope="row">\(truth.rawValue)</th>\(cells)\
        <td class="total">\(Format.count(total))</td></tr>
        """
    }
    let accuracy = Format.share(Double(group.correct) / Double(group.n))
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

  /// - Parameter opening: names the cell's faces, which a press shows; nil where none are there.
  private static func cell(
    _ count: Int, of total: Int, truth: Emotion, predicted: Emotion, opening: HTML?
  ) -> HTML {
    let diagonal = truth == predicted ? " class=\"diagonal\"" as HTML : ""
    guard total > 0 else { return "<td\(diagonal)>\(Format.missing)</td>" }
    let share = Double(count) / Double(total)
    // An empty cell says nothing louder than a zero does.
    let text = count == 0 ? "·" : Format.number(100 * share, decimals: 0)
    let title = "\(truth.rawValue) called \(predicted.rawValue): \(count) of \(total)"
    let numbers: HTML = """
      <span class="share">\(text)</span><span class="count">\(Format.count(count))</span>
      """
    let content: HTML =
      opening.flatMap { opening -> HTML? in
        guard count > 0 else { return nil }
        return """
          <button type="button" aria-label="\(title): show faces" \(opening)>\(numbers)</button>
          """
      } ?? numbers
    return """
      <td\(diagonal) style="--share:\(String(format: "%.3f", share))" title="\(title)">\
      \(content)</td>
      """
  }
}

/// The counts of one matrix: of an age group, or of all together.
private struct CellCounts {
  var confusion: [[Int]]

  init(_ model: ModelMetrics, _ ageGroup: AgeGroup?, _ labels: LabelScheme) {
    let size = labels.count
    confusion = model.groups.filter { ageGroup == nil || $0.ageGroup == ageGroup }
      .reduce(Array(repeating: Array(repeating: 0, count: size), count: size)) { sums, group in
        zip(sums, group.confusion).map { zip($0, $1).map(+) }
      }
  }

  var n: Int { confusion.joined().reduce(0, +) }
  var correct: Int { confusion.indices.reduce(0) { $0 + confusion[$1][$1] } }
}

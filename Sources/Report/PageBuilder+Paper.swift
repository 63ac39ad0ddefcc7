import Analysis
import Faces
import Presentation
import Support

/// What a paper about the run needs: methods in words, cards of models and data, references.
extension PageBuilder {
  mutating func paper() -> HTML {
    let methods = methodsText.map { "<p>\(HTML.data($0))</p>" as HTML }
    let text: HTML =
      methods.isEmpty
      ? HTML.missing(
        "There is no text of the methods.",
        remedy: "<code>smilestone study</code> writes it from the settings.")
      : """
      <h3>Methods in words</h3>
      <div id="methods-text">\(methods)</div>
      \(copyButton("methods-text", label: "Copy the methods"))
      """
    let run = input.byline.reference(run: input.runName, answer: answerSentence ?? title)
    let references =
      ([run].compactMap { $0?.bibTeX } + Reference.all(for: input).map(\.bibTeX)
      + [Reference.development])
      .joined(separator: "\n\n")
    return section(
      "paper", "For a paper",
      [
        """
        <p>The folder <code>figures</code> beside this page holds every figure as SVG, PDF and \
        300-dpi PNG in one column’s width (85 mm) and in two (180 mm), with its Vega-Lite \
        specification, its numbers and its caption.</p>
        """,
        text,
      ] + contributions + cards + [
        """
        <h3>References</h3>
        <pre id="references" tabindex="0">\(references)</pre>
        """,
        copyButton("references", label: "Copy the BibTeX"),
      ])
  }

  /// The run's own methods, and how its numbers were made.
  private var methodsText: [String] {
    let sentences = Analyses.all.flatMap { $0.methods(of: results) }
    return input.methodsText
      + (sentences.isEmpty ? [] : [whenFacesWereRead, sentences.joined(separator: " ")])
  }

  /// Which faces were read for what, and when.
  private var whenFacesWereRead: String {
    let later = Analyses.all.compactMap { $0.laterReading(of: results) }
    let before =
      results.agesAreKnown
      ? "The expression models"
      : "Where ages were estimated, the age estimator had read all faces before, for age groups and splits; the "
        + "expression models"
    return "Training faces fitted the weights; validation faces chose the epochs and, others "
      + "of them, calibrated. Test faces took part in neither. \(before) read the test faces once for all "
      + "accuracies"
      + (later.isEmpty ? "." : ", and afterwards they were read again: \(Format.list(later)).")
  }

  /// What each author did; nothing where no roles were given.
  private var contributions: [HTML] {
    let contributions = input.byline.contributions
    guard !contributions.isEmpty else { return [] }
    let items = contributions.map { author, roles -> HTML in
      "<li><b>\(HTML.data(author)):</b> \(Format.list(roles.map(\.rawValue))).</li>"
    }
    return [
      """
      <h3 id="contributions">Who did what</h3>
      <ul>\(items)</ul>
      <p class="aside">Roles of the Contributor Role Taxonomy (CRediT, ANSI/NISO Z39.104-2022).</p>
      """
    ]
  }

  private var cards: [HTML] {
    let models = (results.metrics?.models ?? []).map(\.model).map { model in
      Card(
        "Model card: \(StudyModel.displayName(of: model))",
        body: facts(
          modelFacts(model), caption: "After Mitchell et al. 2019")
      ).html
    }
    let sheet =
      input.dataSheet.isEmpty
      ? []
      : [
        Card(
          "Data sheet", body: facts(dataFacts, caption: "After Gebru et al. 2021")
        ).html
      ]
    return (models.isEmpty && sheet.isEmpty ? [] : ["<h3>Cards</h3>"]) + models + sheet
  }

  func facts(_ facts: [Fact], caption: String) -> HTML {
    let rows = facts.map { fact -> HTML in
      "<tr><th scope=\"row\">\(HTML.data(fact.name))</th><td>\(HTML.data(fact.text))</td></tr>"
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="\(caption)">
      <table class="facts"><caption>\(caption)</caption><tbody>\(rows)</tbody></table></div>
      """
  }

  private func modelFacts(_ model: String) -> [Fact] {
    var facts: [Fact] = []
    if let network = input.architectures.first(where: { $0.model.rawValue == model }) {
      facts.append(
        Fact(
          name: "Network",
          text: "\(network.backbone), \(Format.count(network.parameterCount)) parameters, "
            + "\(Format.count(network.trainableParameterCount)) of them trained."))
    }
    if let group = results.metrics?.settings?.trainedOn[model] {
      let faces = input.emotionCounts.filter { $0.ageGroup == group && $0.split == "train" }
        .reduce(0) { $0 + $1.count }
      facts.append(
        Fact(name: "Trained on", text: "\(Format.count(faces)) \(results.ages.faces(of: group))."))
    }
    let labels = results.vocabulary.labels
    facts += [
      Fact(
        name: "Input", text: "One face, cut out and scaled to the image size in the settings."),
      Fact(
        name: "Output",
        text: "Probabilities of \(labels.countInWords) perceived \(labels.noun.plural): "
          + Format.list(labels.emotions.map(\.rawValue)) + "."),
      Fact(
        name: "Intended use",
        text: "Comparing how expressions of different ages are read, in research."),
      Fact(
        name: "Not for",
        text: "Judging what a person feels, and any decision about a person: labels are "
          + (input.cohort.isSynthetic ? "simulated raters’ choices" : "observers’ perceptions")
          + ", and accuracy differs between ages."),
    ]
    facts += Analyses.all.flatMap { $0.modelCard(of: model, in: results) }
    facts.append(Fact(name: "Caveats", text: input.limitations.map(\.text).joined(separator: " ")))
    return facts
  }

  private var dataFacts: [Fact] {
    let splits = ["train", "validation", "test"].map { split in
      let faces = input.emotionCounts.filter { $0.split == split }.reduce(0) { $0 + $1.count }
      return "\(split) \(Format.count(faces))"
    }
    let groups = results.ages.groups.map { group in
      let faces = input.emotionCounts.filter { $0.ageGroup == group }.reduce(0) { $0 + $1.count }
      return "\(results.ages.plural(of: group)) \(Format.count(faces))"
    }
    let numbers = [
      Fact(name: "Faces", text: input.cohort.text),
      Fact(name: "By split", text: splits.joined(separator: ", ") + "."),
      Fact(name: "By age group", text: groups.joined(separator: ", ") + "."),
      Fact(
        name: "Left out",
        text: "\(Format.count(input.counts.skipped)) images, listed with reasons in skipped.csv."),
    ]
    return numbers + input.dataSheet
  }
}

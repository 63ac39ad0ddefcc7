import Evaluation
import Faces
import Statistics

extension PageBuilder {
  /// Title, abstract, warnings and headline counts.
  func header() -> HTML {
    let counts = input.counts
    let skipped: [HTML] =
      counts.skipped == 0
      ? []
      : [
        """
        <p class="aside">\(Format.count(counts.skipped)) \
        \(counts.skipped == 1 ? "image" : "images") could not be used; \
        <code>skipped.csv</code> in the run folder lists each with its reason.</p>
        """
      ]
    let warnings = input.warnings.map { warning -> HTML in
      "<p class=\"warning\" role=\"note\"><b>Note.</b> \(HTML.data(warning))</p>"
    }
    return """
      <header>
      <p class="run">Run \(HTML.data(input.runName))</p>
      <h1>\(HTML.data(input.heading))</h1>
      \(questionLine)
      <p class="abstract">\(abstract.joined(separator: " "))</p>
      \(progress)
      \(warnings)
      <dl class="counts">
      \(tile(counts.faces, counts.faces == 1 ? "face" : "faces"))
      \(tile(counts.emotions, "perceived emotions"))
      \(tile(counts.ageGroups, "age groups"))
      \(tile(counts.models, counts.models == 1 ? "expression model" : "expression models"))
      \(tile(counts.skipped, counts.skipped == 1 ? "image skipped" : "images skipped"))
      </dl>
      \(skipped)
      </header>
      """
  }

  /// The question, below a heading that is an answer.
  private var questionLine: HTML {
    guard input.heading != ReportInput.question else { return "" }
    return "<p class=\"question\">\(ReportInput.question)</p>"
  }

  /// How far an unfinished run has come.
  private var progress: HTML {
    guard !input.progress.isEmpty else { return "" }
    let stages = input.progress.map { stage -> HTML in
      let state = ["done": "done", "now": "running", "ahead": "to come"][stage.state.rawValue]
      return """
        <li class="\(stage.state.rawValue)">\(stage.title) \
        <span class="visually-hidden">(\(state ?? ""))</span></li>
        """
    }
    return """
      <p class="aside">This study is not finished. The page is made anew after each stage; reload it \
      to see more.</p>
      <ol class="progress" aria-label="Stages of the study">\(stages)</ol>
      """
  }

  private func tile(_ number: Int, _ label: String) -> HTML {
    "<div><dt>\(label)</dt><dd>\(Format.count(number))</dd></div>"
  }

  /// The results in a few sentences, made from the numbers.
  var abstract: [String] {
    var sentences: [String] = []
    let faces = "\(Format.count(input.counts.faces)) \(input.cohort.isSynthetic ? "drawn " : "")"
    let noun = input.counts.faces == 1 ? "face" : "faces"
    sentences.append("This run looks at \(faces)\(noun) in \(input.counts.ageGroups) age groups.")
    if let age = input.metrics?.ageEstimator {
      let error = age.meanAbsoluteError
      sentences.append(
        "Ages were estimated with a mean absolute error of "
          + "\(Format.number(error.value, decimals: 2)) years (\(Format.level(error)) interval "
          + "\(Format.interval(error, decimals: 2)), n = \(Format.count(age.n))).")
    }
    let models = input.metrics?.models ?? []
    sentences += models.compactMap(sentence)
    if models.isEmpty {
      sentences.append("No expression model has been tested yet.")
    } else {
      let level = models.lazy.flatMap(\.groups).compactMap(\.accuracy).first.map(Format.level)
      let ranges = level.map { " Ranges in brackets are \($0) intervals." } ?? ""
      sentences.append("Guessing would be right for \(Format.share(ChartSpecs.chance)).\(ranges)")
    }
    let difference = input.metrics?.findings.first { $0.id == "adult-toddler-adult" }
    if let note = difference?.appearance { sentences.append(note.text) }
    sentences += ages
    let flagged = input.audit?.findings.count { $0.isFlagged } ?? 0
    if flagged > 0 {
      sentences.append(
        (flagged == 1 ? "One shortcut" : "\(Format.count(flagged)) shortcuts")
          + " by which a model could score without reading a face "
          + "\(flagged == 1 ? "was" : "were") found in the data.")
    }
    if input.cohort.isSynthetic {
      sentences.append(
        "The faces are drawn by a program with a known course of development: the results say how "
          + "well the method works, not how children develop.")
    }
    return sentences
  }

  /// The ages to report, and what was planted.
  private var ages: [String] {
    let ages = input.metrics?.reportedAges ?? []
    let located = ages.compactMap { age in
      age.model.map {
        age.years(
          "the accuracy of the \(StudyModel.displayName(of: $0)) is midway between its two levels at"
        )
      } ?? age.years("the curves of both models cross at")
    }
    let unlocated = ages.filter { $0.age.ageInYears == nil }.map(\.name)
    var sentences: [String] = []
    if !located.isEmpty {
      let opening = ages.areCorrected ? "Corrected for the error of estimated ages, " : ""
      sentences.append((opening + Format.list(located)).sentenceCased + ".")
    }
    if !unlocated.isEmpty {
      sentences.append("No age can be reported of the \(Format.list(unlocated)).")
    }
    if let planted = input.metrics?.transition?.planted {
      // An open interval excludes nothing, so it is not counted among those that hold the age.
      let bounded = ages.filter { $0.age.ageInYears != nil }
      let holding = bounded.count { $0.planted?.holdsPlanted == true }
      let held =
        bounded.isEmpty
        ? ""
        : "; of the intervals with two bounds, "
          + "\(holding == 0 ? "none" : Format.count(holding)) of \(Format.count(bounded.count)) "
          + "\(holding > 1 ? "hold" : "holds") it"
      sentences.append(
        "What was planted is a change at \(Format.number(planted.ageInYears, decimals: 1)) years"
          + "\(held).")
    }
    return sentences
  }

  /// What one model achieved on the youngest and on the oldest group that it was tested on.
  private func sentence(_ model: ModelMetrics) -> String? {
    let name = StudyModel.displayName(of: model.model)
    let tested = model.groups.filter { $0.accuracy != nil }
    let ends = tested.count > 1 ? [tested.first, tested.last].compactMap { $0 } : tested
    let parts = ends.compactMap { group in
      group.accuracy.map { accuracy in
        "\(Format.share(accuracy.value)) of \(group.ageGroup.plural) "
          + "(\(Format.shareInterval(accuracy)), n = \(Format.count(group.n)))"
      }
    }
    guard !parts.isEmpty else { return nil }
    return "The \(name) named the perceived emotion of \(Format.list(parts))."
  }
}

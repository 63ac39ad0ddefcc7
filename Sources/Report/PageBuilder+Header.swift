import Analysis
import Presentation
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
      <p class="aside">This study is not finished. The page is made again after each stage; reload it \
      to see more.</p>
      <ol class="progress" aria-label="Stages of the study">\(stages)</ol>
      """
  }

  private func tile(_ number: Int, _ label: String) -> HTML {
    "<div><dt>\(label)</dt><dd>\(Format.count(number))</dd></div>"
  }

  /// The results in a few sentences, made from the numbers.
  var abstract: [String] {
    let faces =
      "\(Format.count(input.counts.faces)) \(input.cohort.isSynthetic ? "synthetic " : "")"
    let noun = input.counts.faces == 1 ? "face" : "faces"
    return ["This run looks at \(faces)\(noun) in \(input.counts.ageGroups) age groups."]
      + Analyses.all.flatMap { $0.abstract(of: results) }
      + (input.cohort.isSynthetic
        ? [
          "The faces are synthetic, with a known course of development: the results say how "
            + "well the method works, not how children develop."
        ] : [])
  }
}
